import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { encryptionOf, isUnencryptedByName, makesFolders } from "./storage-classes";

const CLASS = "StorageClass.storage.k8s.io";
const CLAIM = "PersistentVolumeClaim";
const VOLUME = "PersistentVolume";

const HOLDERS = [
    "Pod",
    "PodTemplate",
    "ReplicationController",
    ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map((kind) => `${kind}.apps`),
    "Job.batch",
    "CronJob.batch",
];

export const storageEncryption: Rule = {
    id: "storage-encryption",
    title: "Volumes of production are encrypted at rest",
    description:
        "A volume outlives its pod, its node and its snapshots' owners. Whether it is encrypted is its StorageClass' to say: the cluster's default class mostly is not, and may be another one tomorrow.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Data Protection; checklist: Encryption at rest enabled"),
        {
            title: "EBS CSI driver: StorageClass parameters",
            url: "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md",
        },
        {
            title: "Azure: Server-side encryption of managed disks, which is always on",
            url: "https://learn.microsoft.com/en-us/azure/virtual-machines/disk-encryption",
        },
        {
            title: "Google Cloud: Default encryption at rest",
            url: "https://cloud.google.com/docs/security/encryption/default-encryption",
        },
    ],
    remediation:
        'Name a class that encrypts: `storageClassName: kato-encrypted`. A class of EBS volumes says `encrypted: "true"`. A class that somebody else made is taken at its name, as `storage.encrypted` in the stack file is.',
    kinds: [CLASS, CLAIM, VOLUME, ...HOLDERS],
    check(object, { live }) {
        if (!live) {
            return [];
        }
        switch (object.qualifiedKind) {
            case CLASS:
                return judged(() => judgeClass(object));
            case VOLUME:
                return judged(() => judgeVolume(object.props.at("spec")));
            default:
                return claims(object).flatMap((claim) => judged(() => judgeClaim(claim, object.isPatch)));
        }
    },
};

/** A claim, the templates of a StatefulSet, and the volumes that come and go with a pod. */
function claims({ qualifiedKind, props, pod }: PolicyObject): Field[] {
    if (qualifiedKind === CLAIM) {
        return [props];
    }
    const templates = qualifiedKind === "StatefulSet.apps" ? props.at("spec", "volumeClaimTemplates").items() : [];
    const ephemeral = pod?.spec
        .at("volumes")
        .items()
        .map((volume) => volume.at("ephemeral", "volumeClaimTemplate"));
    return [...templates, ...(ephemeral?.filter((template) => template.isSet) ?? [])];
}

function judgeClaim(claim: Field, isPatch: boolean): Finding | undefined {
    const at = claim.at("spec", "storageClassName");
    const name = at.value ?? claim.at("metadata", "annotations", "volume.beta.kubernetes.io/storage-class").value;
    const write = "storageClassName: kato-encrypted";
    if (name === undefined) {
        const found = "the cluster's default class";
        return isPatch ? undefined : { at, found, expected: "a class that encrypts, by name", write };
    }
    // "" is a volume that somebody made by hand: that volume is judged, where it is here.
    return isUnencryptedByName(name) ? { at, expected: "a class that encrypts", write } : undefined;
}

function judgeClass({ props, isPatch }: PolicyObject): Finding | undefined {
    if (makesFolders(props)) {
        return {
            at: props.at("provisioner"),
            expected: "a provisioner of volumes that are encrypted",
            write: "provisioner: ebs.csi.aws.com",
        };
    }
    const encryption = encryptionOf(props);
    if (encryption === "always" || (isPatch && !encryption.isGiven)) {
        return undefined;
    }
    const { value } = encryption;
    // The API takes texts only, and the SDK's types a boolean for one.
    return value === "true" || value === true
        ? undefined
        : { at: encryption, expected: '"true"', write: 'parameters: { encrypted: "true" }' };
}

/** Volumes made by hand whose data lies in the open on a node's or a server's disk. */
function judgeVolume(spec: Field): Finding | undefined {
    const open = ["hostPath", "local", "nfs"].map((kind) => spec.at(kind)).find((source) => source.isGiven);
    return open === undefined
        ? undefined
        : {
              at: open,
              found: "a folder on a disk",
              expected: "a volume that is encrypted",
              write: "csi: { driver: ebs.csi.aws.com }",
          };
}
