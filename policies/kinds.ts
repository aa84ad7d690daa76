/** Where a pod's metadata and spec stand in an object of a kind, and the API groups whose kind it is. */
interface PodHolder {
    readonly groups: readonly string[];
    readonly at: readonly string[];
}

const template = ["spec", "template"];

/** Every kind of the Kubernetes API that describes a pod. */
const POD_HOLDERS: Readonly<Record<string, PodHolder>> = {
    Pod: { groups: [""], at: [] },
    PodTemplate: { groups: [""], at: ["template"] },
    ReplicationController: { groups: [""], at: template },
    Deployment: { groups: ["apps", "extensions"], at: template },
    StatefulSet: { groups: ["apps"], at: template },
    DaemonSet: { groups: ["apps", "extensions"], at: template },
    ReplicaSet: { groups: ["apps", "extensions"], at: template },
    Job: { groups: ["batch"], at: template },
    CronJob: { groups: ["batch"], at: ["spec", "jobTemplate", "spec", "template"] },
};

/** Kinds of the Kubernetes API, and of the controllers this project installs, that belong to no namespace. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
    "APIService",
    "CSIDriver",
    "CSINode",
    "CertificateSigningRequest",
    "ClusterExternalSecret",
    "ClusterIssuer",
    "ClusterRole",
    "ClusterRoleBinding",
    "ClusterSecretStore",
    "ClusterTrustBundle",
    "ComponentStatus",
    "CustomResourceDefinition",
    "DeviceClass",
    "FlowSchema",
    "GatewayClass",
    "IPAddress",
    "IngressClass",
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "RuntimeClass",
    "ServiceCIDR",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
    "VolumeAttributesClass",
    "VolumeSnapshotClass",
    "VolumeSnapshotContent",
]);

/** What a type token stands for. */
export interface Kind {
    /** API group, empty for the core group; `undefined` if it is no Kubernetes object. */
    readonly group: string | undefined;
    readonly kind: string;
    /** Whether it is the provider's `<Kind>Patch`: some fields of an object that something else makes. */
    readonly patch: boolean;
}

/** Reads a Pulumi type token, e.g. `kubernetes:apps/v1:Deployment` or `random:index/randomString:RandomString`. */
export function parseType(type: string): Kind {
    const [pkg, module = "", name = ""] = type.split(":");
    // The provider's own types: a Release or a ConfigGroup is a way to make objects, not an object.
    if (pkg !== "kubernetes" || /^(helm\.sh\/v\d|(yaml|kustomize)(\/v2)?|index)$/.test(module)) {
        return { group: undefined, kind: name, patch: false };
    }
    const group = module.includes("/") ? module.slice(0, module.lastIndexOf("/")) : "";
    const patch = name.length > 5 && name.endsWith("Patch");
    return { group: group === "core" ? "" : group, kind: patch ? name.slice(0, -5) : name, patch };
}

/** The Pulumi type token of a Kubernetes object, which is how the provider would name its type. */
export function typeToken(apiVersion: string, kind: string): string {
    return `kubernetes:${apiVersion.includes("/") ? "" : "core/"}${apiVersion}:${kind}`;
}

/** Where a kind has its pod; `undefined` if it has none. */
export function podPath(of: Kind): readonly string[] | undefined {
    const holder = Object.hasOwn(POD_HOLDERS, of.kind) ? POD_HOLDERS[of.kind] : undefined;
    return of.group !== undefined && holder?.groups.includes(of.group) === true ? holder.at : undefined;
}

/** Whether objects of a Kubernetes kind belong to no namespace. */
export function isClusterScoped(kind: string): boolean {
    return CLUSTER_SCOPED.has(kind);
}
