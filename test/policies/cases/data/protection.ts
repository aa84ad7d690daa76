import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case, RuleCases } from "../case";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const BYTES = "random:index/randomBytes:RandomBytes";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const DATA = [
    "kubernetes:core/v1:Namespace",
    "kubernetes:core/v1:PersistentVolumeClaim",
    "aws:kms/key:Key",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
    "aws:secretsmanager/secret:Secret",
    "aws:s3/bucket:Bucket",
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:ebs/volume:Volume",
    "aws:efs/fileSystem:FileSystem",
];

type Options = PolicyResource["opts"];

function of(type: string, opts?: Options, name = "mongo-kb-login-g1"): PolicyResource {
    return { type, name, props: { metadata: { name: "data" } }, opts };
}

function storageClass(reclaimPolicy?: string): readonly PolicyResource[] {
    const props = { metadata: { name: "volumes" }, provisioner: "ebs.csi.aws.com", reclaimPolicy };
    return [{ type: "kubernetes:storage.k8s.io/v1:StorageClass", name: "volumes", props }];
}

function statefulSet(persistentVolumeClaimRetentionPolicy: Record<string, string>): readonly PolicyResource[] {
    const spec = { persistentVolumeClaimRetentionPolicy };
    return [{ type: "kubernetes:apps/v1:StatefulSet", name: "data", props: { metadata: { name: "data" }, spec } }];
}

function certificate(isCA: boolean, opts: Options): readonly PolicyResource[] {
    const one = of("kubernetes:cert-manager.io/v1:Certificate", opts);
    return [{ ...one, props: { metadata: { name: "root" }, spec: { isCA } } }];
}

const KEPT = { protect: true, retainOnDelete: true };

export const protectionCases: readonly RuleCases[] = [
    {
        rule: "data-protection",
        fails: [
            { what: "a claim", resources: [of("kubernetes:core/v1:PersistentVolumeClaim", {})], at: "" },
            ...DATA.map((type): Case => ({
                what: `${type} without protect`,
                resources: [of(type, { protect: false, retainOnDelete: true })],
                at: "",
            })),
            ...DATA.map((type): Case => ({
                what: `${type} that a forced deletion takes along`,
                resources: [of(type, { protect: true, retainOnDelete: false })],
                at: "",
            })),
            { what: "a secret's value that goes at once", resources: [of(VERSION, { retainOnDelete: false })], at: "" },
            { what: "an authority", resources: certificate(true, { protect: false }), at: "" },
            { what: "a password", resources: [of(PASSWORD, { protect: false })], at: "" },
            { what: "random bytes", resources: [of(BYTES, { protect: false }, "mongo-kb-encryption-key")], at: "" },
            {
                what: "the current generation of a password",
                resources: [of(PASSWORD, {}, "login-g10"), of(PASSWORD, { protect: true }, "login-g9")],
                at: "",
            },
            { what: "a class that deletes disks", resources: storageClass("Delete"), at: "reclaimPolicy" },
            { what: "a class that says nothing, which deletes", resources: storageClass(), at: "reclaimPolicy" },
            {
                what: "claims that go with their StatefulSet",
                resources: statefulSet({ whenDeleted: "Delete" }),
                at: "spec.persistentVolumeClaimRetentionPolicy.whenDeleted",
            },
            {
                what: "claims that go with their pod",
                resources: statefulSet({ whenDeleted: "Retain", whenScaled: "Delete" }),
                at: "spec.persistentVolumeClaimRetentionPolicy.whenScaled",
            },
        ],
        passes: [{ what: "a protected claim", resources: [of("kubernetes:core/v1:PersistentVolumeClaim", KEPT)] }],
        nearMisses: [
            {
                what: "under the engine, which does not tell retainOnDelete",
                resources: [of("kubernetes:core/v1:PersistentVolumeClaim", { protect: true })],
            },
            { what: "plain YAML, which has no options", resources: [of("kubernetes:core/v1:Namespace")] },
            { what: "a server's certificate", resources: certificate(false, {}) },
            { what: "a protected authority", resources: certificate(true, KEPT) },
            { what: "a secret's value, replaced by the next", resources: [of(VERSION, { retainOnDelete: true })] },
            { what: "a patch", resources: [of("kubernetes:core/v1:NamespacePatch", {})] },
            {
                what: "a password, which a forced deletion takes along",
                resources: [of(PASSWORD, { protect: true, retainOnDelete: false })],
            },
            {
                what: "the generation before",
                resources: [of(PASSWORD, KEPT, "login-g10"), of(PASSWORD, {}, "login-g9")],
            },
            { what: "a password without a generation", resources: [of(PASSWORD, {}, "mongo-kb-key-file")] },
            { what: "a Secret, made anew from it", resources: [of("kubernetes:core/v1:Secret", {})] },
            { what: "a class that keeps disks", resources: storageClass("Retain") },
            { what: "a StatefulSet that keeps its claims", resources: statefulSet({ whenDeleted: "Retain" }) },
            { what: "outside production", resources: [of("aws:kms/key:Key", {})], development: true },
        ],
    },
];
