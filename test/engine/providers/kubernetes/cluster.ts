import type { Store } from "../store";
import { isProperties, mapValues, type Properties, textOf } from "../wire";
import { applied, providerManager, written } from "./managers";
import { metadataOf } from "./replacement";

/** Namespaces that every cluster has. */
const builtIn = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Kinds that live outside of namespaces. */
const clusterScoped = [
    "Namespace",
    "ClusterRole",
    "ClusterRoleBinding",
    "StorageClass",
    "PriorityClass",
    "ClusterIssuer",
    "CustomResourceDefinition",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
];

/** Which chart brings which kinds. */
const charts = [
    { groups: /cert-manager\.io\//, chart: "cert-manager" },
    { groups: /^k8s\.nginx\.org\//, chart: "nginx-ingress" },
] as const;

const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";
const deployment = "kubernetes:apps/v1:Deployment";

/** The API server as far as the engine's work depends on it: names, kinds that must exist first, and who owns which field. */
export class Cluster {
    constructor(private readonly store: Store) {}

    /**
     * @param upsert Take over an object of the same name instead of refusing it.
     * @throws if the namespace or the kind does not exist, or the name is taken.
     */
    create(type: string, object: Properties, upsert: boolean, force: boolean): { id: string; outputs: Properties } {
        const id = this.idOf(object);
        this.requireKind(object);
        const key = `${type} ${id}`;
        if (this.store.get(key) !== undefined) {
            if (!upsert) {
                throw new Error(`resource "${id}" already exists (${type})`);
            }
            return { id, outputs: this.apply(key, type, object, force) };
        }
        const stored = asStored(type, object);
        // The provider makes objects as kubectl does, without apply, and so owns what the server has filled in as well.
        this.store.set(key, { type, object: stored, managers: written([], {}, stored, { name: providerManager }) });
        return { id, outputs: stored };
    }

    /**
     * @param force Take over what somebody else has changed, instead of refusing to.
     * @throws if it is not there, must not change, or has a field that somebody else has changed
     */
    update(type: string, id: string, object: Properties, force: boolean): Properties {
        const existing = this.store.get(`${type} ${id}`)?.object;
        if (existing === undefined) {
            throw new Error(`resource "${id}" was not found (${type})`);
        }
        for (const field of immutableFields(type, existing)) {
            if (object[field] !== undefined && JSON.stringify(object[field]) !== JSON.stringify(existing[field])) {
                throw new Error(`${id}: field is immutable: ${field} (${type})`);
            }
        }
        return this.apply(`${type} ${id}`, type, object, force);
    }

    read(type: string, id: string): Properties | undefined {
        return this.store.get(`${type} ${id}`)?.object;
    }

    /** Deleting a namespace deletes what is in it. Deleting what is gone is no error. */
    delete(type: string, id: string): void {
        const namespace = type === "kubernetes:core/v1:Namespace" ? id : undefined;
        this.store.remove(
            (key, existing) => key === `${type} ${id}` || namespaceOf(existing.object) === (namespace ?? null),
        );
    }

    installRelease(type: string, inputs: Properties): { id: string; outputs: Properties } {
        const namespace = textOf(inputs["namespace"] ?? "default");
        const name = textOf(inputs["name"]);
        this.requireNamespace(namespace);
        const id = `${namespace}/${name}`;
        const outputs = { ...inputs, status: { name, namespace, revision: 1, status: "deployed" } };
        this.store.set(`${type} ${id}`, { type, object: outputs });
        return { id, outputs };
    }

    private apply(key: string, type: string, object: Properties, force: boolean): Properties {
        const existing = this.store.get(key);
        const result = applied(existing?.managers ?? [], existing?.object ?? {}, encoded(type, object), force);
        const stored = asStored(type, result.object);
        this.store.set(key, { type, object: stored, managers: result.managers });
        return stored;
    }

    private idOf(object: Properties): string {
        const { kind } = object;
        const metadata = metadataOf(object);
        const name = textOf(metadata["name"]);
        if (clusterScoped.includes(textOf(kind))) {
            return name;
        }
        const namespace = namespaceOf(object) ?? "default";
        this.requireNamespace(namespace);
        return `${namespace}/${name}`;
    }

    private requireNamespace(namespace: string): void {
        if (!builtIn.includes(namespace) && this.store.get(`kubernetes:core/v1:Namespace ${namespace}`) === undefined) {
            throw new Error(`namespaces "${namespace}" not found`);
        }
    }

    /** A controller's kinds exist once its chart is installed. */
    private requireKind(object: Properties): void {
        const apiVersion = textOf(object["apiVersion"]);
        const chart = charts.find(({ groups }) => groups.test(apiVersion))?.chart;
        if (chart === undefined) {
            return;
        }
        const installed = Object.values(this.store.all()).some(
            ({ type, object: release }) =>
                type === "kubernetes:helm.sh/v3:Release" && textOf(release["chart"]).includes(chart),
        );
        if (!installed) {
            throw new Error(`no matches for kind "${textOf(object["kind"])}" in version "${apiVersion}"`);
        }
    }
}

function namespaceOf(object: Properties): string | undefined {
    const namespace = metadataOf(object)["namespace"] ?? undefined;
    return namespace === undefined ? undefined : textOf(namespace);
}

/** What no update may change (kubernetes `ValidateSecretUpdate`, `ValidateStorageClassUpdate`). */
function immutableFields(type: string, existing: Properties): readonly string[] {
    if (type === storageClass) {
        return ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"];
    }
    return existing["immutable"] === true ? ["data", "stringData", "immutable"] : [];
}

/** What the API server fills in. Where nobody says how many replicas there are, it is one. No Service has a load balancer's address. */
function asStored(type: string, object: Properties): Properties {
    if (type === "kubernetes:core/v1:Service") {
        return { ...object, status: { loadBalancer: {} } };
    }
    if (type !== deployment) {
        return encoded(type, object);
    }
    const spec = isProperties(object["spec"]) ? object["spec"] : {};
    return { ...object, spec: { ...spec, replicas: spec["replicas"] ?? 1 } };
}

/** The API server keeps `stringData` as base64 in `data`; the provider's state has both. */
function encoded(type: string, object: Properties): Properties {
    const text = object["stringData"];
    if (type !== "kubernetes:core/v1:Secret" || !isProperties(text)) {
        return object;
    }
    const values = mapValues(text, (value) => Buffer.from(textOf(value)).toString("base64"));
    return { ...object, data: { ...(isProperties(object["data"]) ? object["data"] : {}), ...values } };
}
