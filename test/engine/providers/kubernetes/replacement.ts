import type { Replacement, Subject } from "../double";
import { isProperties, type Properties, type Value } from "../wire";

/** The provider's own marker for a name it has chosen. */
export const autonamed = "pulumi.com/autonamed";

/** The settings of the provider resource that decide how Secrets and ConfigMaps change. */
export interface Mutability {
    readonly secrets: boolean;
    readonly configMaps: boolean;
}

/**
 * Fields that the API server does not let change, so that the provider makes a new object (pulumi-kubernetes
 * `provider/pkg/provider/diff.go`).
 */
const fixed: Readonly<Record<string, readonly string[]>> = {
    "apps/v1:Deployment": ["spec.selector"],
    "apps/v1:StatefulSet": [
        "spec.podManagementPolicy",
        "spec.revisionHistoryLimit",
        "spec.selector",
        "spec.serviceName",
        "spec.volumeClaimTemplates",
    ],
    "batch/v1:Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
    "core/v1:PersistentVolumeClaim": [
        "spec.accessModes",
        "spec.selector",
        "spec.storageClassName",
        "spec.volumeMode",
        "spec.volumeName",
    ],
    "core/v1:Secret": ["type"],
    "core/v1:Service": ["spec.clusterIP"],
    "rbac.authorization.k8s.io/v1:ClusterRoleBinding": ["roleRef"],
    "rbac.authorization.k8s.io/v1:RoleBinding": ["roleRef"],
    "storage.k8s.io/v1:StorageClass": ["parameters", "provisioner"],
    "helm.sh/v3:Release": ["name", "namespace"],
};

/** What a change of these fields means for the object. */
export function replacementOf(
    subject: Subject,
    olds: Properties,
    changed: readonly string[],
    mutability: Mutability,
): Replacement {
    const kind = subject.type.slice(subject.type.indexOf(":") + 1);
    const paths = [
        "kind",
        "metadata.name",
        "metadata.namespace",
        ...(fixed[kind] ?? []),
        ...dataOf(kind, olds, mutability),
    ];
    const because = changed.filter((path) => paths.some((one) => path === one || path.startsWith(`${one}.`)));
    return { because, deleteFirst: !hasAutomaticName(olds) && kind !== "helm.sh/v3:Release" };
}

/**
 * The data of a Secret or ConfigMap: a change replaces the object unless the provider was told that they may change
 * (`enableSecretMutable`, `enableConfigMapMutable`), and in any case where the object says that it is immutable.
 */
function dataOf(kind: string, olds: Properties, mutability: Mutability): string[] {
    const mutable = { "core/v1:Secret": mutability.secrets, "core/v1:ConfigMap": mutability.configMaps }[kind];
    if (mutable === undefined || (mutable && olds["immutable"] !== true)) {
        return [];
    }
    return ["immutable", "data", "stringData", "binaryData"];
}

export function hasAutomaticName(object: Properties): boolean {
    return annotationsOf(object)[autonamed] === "true";
}

export function metadataOf(object: Properties): Properties {
    const metadata: Value | undefined = object["metadata"];
    return isProperties(metadata) ? metadata : {};
}

export function annotationsOf(object: Properties): Properties {
    const annotations = metadataOf(object)["annotations"];
    return isProperties(annotations) ? annotations : {};
}
