import type { KubernetesObject } from "../../../cli/preview/model/objects";
import type { Preview } from "../../../cli/preview/model/preview";

interface Container {
    readonly name: string;
    readonly ports?: readonly { readonly containerPort: number }[];
    readonly volumeMounts?: readonly { readonly mountPath: string }[];
}

/** What runs: the pods of one controller. */
export interface Pods {
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly containers: readonly Container[];
}

type Body = Readonly<Record<string, unknown>>;

/** What a deployed stack has, by the names that people type. */
export class Deployed {
    constructor(private readonly preview: Preview) {}

    get namespaces(): ReadonlySet<string> {
        return new Set(this.preview.objects.map(({ namespace }) => namespace));
    }

    /** The objects of a kind, as kubectl spells it; without a namespace those that are in none. */
    ofKind(kind: string, namespace = "_cluster"): readonly KubernetesObject[] {
        return this.preview.objects.filter(
            (object) => object.kind.toLowerCase() === kind.toLowerCase() && object.namespace === namespace,
        );
    }

    /** The keys of a Secret, those that cert-manager makes included; undefined if there is none of that name. */
    secretKeys(namespace: string, name: string): readonly string[] | undefined {
        const secret = this.ofKind("Secret", namespace).find((object) => object.name === name);
        if (secret !== undefined) {
            const { data = {}, stringData = {} } = secret.body as { data?: object; stringData?: object };
            return [...Object.keys(data), ...Object.keys(stringData)];
        }
        const certified = this.ofKind("Certificate", namespace).some(
            ({ body }) => (body["spec"] as { secretName: string }).secretName === name,
        );
        if (certified) return ["tls.crt", "tls.key", "ca.crt"];
        // The key of an account with the authority.
        const account = this.ofKind("ClusterIssuer").some((issuer) =>
            JSON.stringify(issuer.body).includes(`"privateKeySecretRef":{"name":"${name}"}`),
        );
        return account && namespace === "cert-manager" ? ["tls.key"] : undefined;
    }

    /** Names of a namespace's Secrets. */
    secrets(namespace: string): readonly string[] {
        return this.ofKind("Secret", namespace).map(({ name }) => name);
    }

    /** The pods of a controller, or those that a StatefulSet names `<its name>-<ordinal>`. */
    pods(namespace: string, kind: string, name: string): Pods | undefined {
        const [, set, ordinal] = /^(.*)-(\d+)$/.exec(name) ?? [];
        if (kind === "pod") {
            const body = this.ofKind("StatefulSet", namespace).find((object) => object.name === set)?.body;
            const { replicas = 1 } = (body?.["spec"] ?? {}) as { replicas?: number };
            return Number(ordinal) < replicas ? podsOf(namespace, body) : undefined;
        }
        return podsOf(namespace, this.ofKind(kind, namespace).find((object) => object.name === name)?.body);
    }

    /** All pods that have a label. */
    selected(namespace: string, selector: string): readonly Pods[] {
        const [label = "", value] = selector.split("=");
        return this.preview.objects
            .filter((object) => object.namespace === namespace)
            .map(({ body }) => podsOf(namespace, body))
            .filter((pods) => pods !== undefined)
            .filter(({ labels }) => labels[label] === value);
    }
}

function podsOf(namespace: string, body: Body | undefined): Pods | undefined {
    type Template = { metadata?: { labels?: Record<string, string> }; spec: Record<string, Container[] | undefined> };
    const spec = body?.["spec"] as { template?: Template; jobTemplate?: { spec: { template: Template } } } | undefined;
    const template = spec?.template ?? spec?.jobTemplate?.spec.template;
    if (template?.spec["containers"] === undefined) return undefined;
    const { containers = [], initContainers = [] } = template.spec;
    return { namespace, labels: template.metadata?.labels ?? {}, containers: [...containers, ...initContainers] };
}

/** What a jsonpath such as `{.spec.volumes[?(@.name=="x")].a[0].b}` finds first, as kubectl would. */
export function atPath(body: unknown, path: string): unknown {
    const steps = path.matchAll(/\.((?:\\.|[\w-])+)|\[\?\(@\.(\w+)=="([^"]*)"\)\]|\[(\d+|\*)\]/g);
    let at: unknown = body;
    for (const [, field, key, value, index] of steps) {
        if (field !== undefined) {
            at = (at as Body | undefined)?.[field.replace(/\\/g, "")];
        } else if (key !== undefined) {
            at = (at as Body[] | undefined)?.find((each) => each[key] === value);
        } else {
            at = (at as unknown[] | undefined)?.[index === "*" ? 0 : Number(index)];
        }
    }
    return at;
}
