/** Type token of what deploys a chart. */
export const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";

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

/** All of them, as rules name kinds. */
export const POD_KINDS: readonly string[] = Object.entries(POD_HOLDERS).flatMap(([kind, { groups }]) =>
    groups.map((group) => (group === "" ? kind : `${kind}.${group}`)),
);

/**
 * Kinds that belong to no namespace, by API group: those of Kubernetes (`kubectl api-resources --namespaced=false` of 1.36
 * and what earlier versions had), of the controllers that this project installs and of those it is often seen with. Every
 * other kind of these groups belongs to one.
 */
const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
    "": ["ComponentStatus", "Namespace", "Node", "PersistentVolume"],
    "admissionregistration.k8s.io": [
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
    ],
    "apiextensions.k8s.io": ["CustomResourceDefinition"],
    "apiregistration.k8s.io": ["APIService"],
    apps: [],
    "auditregistration.k8s.io": ["AuditSink"],
    "authentication.k8s.io": ["SelfSubjectReview", "TokenReview"],
    "authorization.k8s.io": ["SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"],
    autoscaling: [],
    batch: [],
    "certificates.k8s.io": ["CertificateSigningRequest", "ClusterTrustBundle"],
    "coordination.k8s.io": [],
    "discovery.k8s.io": [],
    "events.k8s.io": [],
    extensions: ["PodSecurityPolicy"],
    "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
    "internal.apiserver.k8s.io": ["StorageVersion"],
    "networking.k8s.io": ["ClusterCIDR", "IPAddress", "IngressClass", "ServiceCIDR"],
    "node.k8s.io": ["RuntimeClass"],
    policy: ["PodSecurityPolicy"],
    "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
    "resource.k8s.io": [
        "DeviceClass",
        "DeviceTaintRule",
        "ResourceClass",
        "ResourcePoolStatusRequest",
        "ResourceSlice",
    ],
    "scheduling.k8s.io": ["PriorityClass"],
    "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
    "storagemigration.k8s.io": ["StorageVersionMigration"],

    "acme.cert-manager.io": [],
    "cert-manager.io": ["ClusterIssuer"],
    "external-secrets.io": ["ClusterExternalSecret", "ClusterPushSecret", "ClusterSecretStore"],
    "gateway.envoyproxy.io": [],
    "gateway.networking.k8s.io": ["GatewayClass"],
    "generators.external-secrets.io": ["ClusterGenerator"],
    "groupsnapshot.storage.k8s.io": ["VolumeGroupSnapshotClass", "VolumeGroupSnapshotContent"],
    "k8s.nginx.org": [],
    "monitoring.coreos.com": [],
    "policy.networking.k8s.io": ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"],
    "postgresql.cnpg.io": ["ClusterImageCatalog"],
    "psmdb.percona.com": [],
    "snapshot.storage.k8s.io": ["VolumeSnapshotClass", "VolumeSnapshotContent"],
    "trust.cert-manager.io": ["Bundle", "ClusterBundle"],
};

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

/** Whether objects of a kind belong to a namespace; `undefined` if it is none of Kubernetes or of a group not known here. */
export function scopeOf({ group, kind }: Kind): "namespace" | "cluster" | undefined {
    const known = group !== undefined && Object.hasOwn(CLUSTER_SCOPED, group) ? CLUSTER_SCOPED[group] : undefined;
    return known === undefined ? undefined : known.includes(kind) ? "cluster" : "namespace";
}
