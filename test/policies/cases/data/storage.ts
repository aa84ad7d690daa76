import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case, RuleCases } from "../case";

type Json = Record<string, unknown>;

const metadata = { name: "data", namespace: "kato" };

function storageClass(
    provisioner: string | undefined,
    parameters?: Json,
    type = "StorageClass",
): readonly PolicyResource[] {
    return [
        { type: `kubernetes:storage.k8s.io/v1:${type}`, name: "volumes", props: { metadata, provisioner, parameters } },
    ];
}

function claim(spec: Json, more: Json = {}, type = "PersistentVolumeClaim"): readonly PolicyResource[] {
    return [{ type: `kubernetes:core/v1:${type}`, name: "data", props: { metadata: { ...metadata, ...more }, spec } }];
}

function volume(spec: Json): readonly PolicyResource[] {
    return [{ type: "kubernetes:core/v1:PersistentVolume", name: "data", props: { metadata, spec } }];
}

function statefulSet(...templates: readonly Json[]): readonly PolicyResource[] {
    const spec = { volumeClaimTemplates: templates.map((template) => ({ metadata, spec: template })) };
    return [{ type: "kubernetes:apps/v1:StatefulSet", name: "data", props: { metadata, spec } }];
}

const scratch = (spec: Json): Json => ({
    volumes: [{ name: "scratch", ephemeral: { volumeClaimTemplate: { spec } } }],
});
const LEGACY = { annotations: { "volume.beta.kubernetes.io/storage-class": "gp2" } };

const NAMES = [
    "gp2",
    "standard",
    "default",
    "hostpath",
    "local-path",
    "local-storage",
    "microk8s-hostpath",
    "openebs-hostpath",
];

const UNENCRYPTED: readonly (readonly [provisioner: string, parameters?: Json])[] = [
    ["ebs.csi.aws.com"],
    ["ebs.csi.aws.com", { type: "gp3" }],
    ["ebs.csi.aws.com", { encrypted: "false" }],
    ["ebs.csi.aws.com", { encrypted: false }],
    ["ebs.csi.eks.amazonaws.com", { type: "gp3" }],
    ["kubernetes.io/aws-ebs", { encrypted: "yes" }],
    ["rbd.csi.ceph.com", { pool: "data" }],
    ["driver.longhorn.io", { numberOfReplicas: "3" }],
    ["kubernetes.io/no-provisioner"],
    ["storage.example.com"],
];

const ENCRYPTED: readonly (readonly [provisioner: string, parameters?: Json])[] = [
    ["ebs.csi.aws.com", { encrypted: true }],
    ["ebs.csi.aws.com", { Encrypted: "true" }],
    ["kubernetes.io/aws-ebs", { encrypted: "true" }],
    ["rbd.csi.ceph.com", { encrypted: "true" }],
    ["linodebs.csi.linode.com", { "linodebs.csi.linode.com/luks-encrypted": "true" }],
    ["disk.csi.azure.com", { skuName: "Premium_LRS" }],
    ["file.csi.azure.com", { skuName: "Premium_LRS" }],
    ["kubernetes.io/azure-disk", { kind: "Managed" }],
    ["kubernetes.io/azure-file", { skuName: "Standard_LRS" }],
    ["filestore.csi.storage.gke.io", { tier: "standard" }],
    ["kubernetes.io/gce-pd", { type: "pd-ssd" }],
    ["pd.csi.storage.gke.io", { type: "pd-ssd" }],
    ["efs.csi.aws.com", { fileSystemId: "fs-0123456789abcdef0" }],
];

export const storageCases: readonly RuleCases[] = [
    {
        rule: "storage-encryption",
        fails: [
            { what: "the cluster's default class", resources: claim({ resources: {} }), at: "spec.storageClassName" },
            ...NAMES.map((name): Case => ({
                what: `the class ${name}`,
                resources: claim({ storageClassName: name }),
                at: "spec.storageClassName",
            })),
            { what: "the old annotation", resources: claim({}, LEGACY), at: "spec.storageClassName" },
            {
                what: "a patch that changes the class",
                resources: claim({ storageClassName: "gp2" }, {}, "PersistentVolumeClaimPatch"),
                at: "spec.storageClassName",
            },
            {
                what: "a template of a StatefulSet",
                resources: statefulSet({ storageClassName: "kato-encrypted" }, { resources: {} }),
                at: "spec.volumeClaimTemplates[1].spec.storageClassName",
            },
            {
                what: "a volume that comes with the pod",
                pod: scratch({ resources: {} }),
                at: "volumes[0].ephemeral.volumeClaimTemplate.spec.storageClassName",
            },
            ...UNENCRYPTED.map(([provisioner, parameters]): Case => ({
                what: `${provisioner} ${JSON.stringify(parameters ?? {})}`,
                resources: storageClass(provisioner, parameters),
                at: "parameters.encrypted",
            })),
            { what: "no provisioner", resources: storageClass(undefined), at: "parameters.encrypted" },
            {
                what: "Linode without LUKS",
                resources: storageClass("linodebs.csi.linode.com", {
                    "linodebs.csi.linode.com/luks-encrypted": "false",
                }),
                at: 'parameters["linodebs.csi.linode.com/luks-encrypted"]',
            },
            ...["rancher.io/local-path", "docker.io/hostpath", "k8s.io/minikube-hostpath"].map((provisioner) => ({
                what: `folders of ${provisioner}, whatever it says`,
                resources: storageClass(provisioner, { encrypted: "true" }),
                at: "provisioner",
            })),
            {
                what: "a patch that switches it off",
                resources: storageClass(undefined, { encrypted: "false" }, "StorageClassPatch"),
                at: "parameters.encrypted",
            },
            ...["hostPath", "local", "nfs"].map((kind): Case => ({
                what: `a volume made by hand: ${kind}`,
                resources: volume({ [kind]: { path: "/data" } }),
                at: `spec.${kind}`,
            })),
        ],
        passes: [
            {
                what: "a class that encrypts",
                resources: [
                    ...claim({ storageClassName: "kato-encrypted" }),
                    ...storageClass("ebs.csi.aws.com", { encrypted: "true" }),
                ],
            },
        ],
        nearMisses: [
            ...ENCRYPTED.map(([provisioner, parameters]) => ({
                what: `${provisioner} ${JSON.stringify(parameters)}`,
                resources: storageClass(provisioner, parameters),
            })),
            { what: "a class by the operator's word", resources: claim({ storageClassName: "gp2-encrypted" }) },
            { what: "a volume that was made by hand", resources: claim({ storageClassName: "", volumeName: "data" }) },
            { what: "that volume, of EBS", resources: volume({ csi: { driver: "ebs.csi.aws.com" } }) },
            { what: "a patch of the size", resources: claim({ resources: {} }, {}, "PersistentVolumeClaimPatch") },
            {
                what: "a patch of other parameters",
                resources: storageClass(undefined, undefined, "StorageClassPatch"),
            },
            { what: "a scratch volume of the node", pod: { volumes: [{ name: "tmp", emptyDir: {} }] } },
            { what: "an encrypted one that comes with the pod", pod: scratch({ storageClassName: "kato-encrypted" }) },
            { what: "the default class outside production", resources: claim({}), development: true },
            { what: "a class outside production", resources: storageClass("ebs.csi.aws.com"), development: true },
        ],
    },
];
