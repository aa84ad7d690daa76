import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import type { Field } from "../../../kubernetes/field";

const CLASS = "StorageClass.storage.k8s.io";
const STATEFUL_SET = "StatefulSet.apps";
/** One that signs others: with its key, everything that trusts it has to change. */
const CERTIFICATE = "Certificate.cert-manager.io";
const PASSWORD = "random:index/randomPassword:RandomPassword";

/** What is gone for good with the resource: data, and what data was encrypted with. */
const DATA = [
    // A namespace takes everything in it along.
    "Namespace",
    "PersistentVolumeClaim",
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
/** A value of a secret: another one takes its place, and the one before is wanted until everybody has the new one. */
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
/** What encrypted something, or has been handed out, and is kept in the state alone. */
const GENERATED = [PASSWORD, "random:index/randomBytes:RandomBytes"];

export const dataProtection: Rule = {
    id: "data-protection",
    title: "Production refuses to delete data and keys",
    description:
        "A renamed resource, a changed field or a wrong stack is enough to replace or delete a volume, a namespace or a key. With `protect`, Pulumi refuses; what the cluster or the cloud deletes on its own must be kept as well.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("KATO security guide", "Data Protection"),
        { title: "Pulumi: protect", url: "https://www.pulumi.com/docs/iac/concepts/options/protect/" },
        {
            title: "Kubernetes: Reclaiming",
            url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming",
        },
    ],
    remediation:
        "Pass `{ protect: true, retainOnDelete: true }` as options; for a generated value `{ protect: true }`. A StorageClass has `reclaimPolicy: Retain`, a StatefulSet keeps its claims.",
    // Which generation of a password is the current one is seen from all of them.
    scope: "stack",
    kinds: [...DATA, ...GENERATED, VERSION, CERTIFICATE, CLASS, STATEFUL_SET],
    check(object, context) {
        if (!context.live || object.isPatch) {
            return [];
        }
        switch (object.qualifiedKind) {
            case CLASS:
                return judged(() => judgeReclaiming(object.props.at("reclaimPolicy")));
            case STATEFUL_SET:
                return retention(object.props).flatMap((at) => judged(() => judgeRetention(at)));
            case CERTIFICATE:
                return judged(() =>
                    object.props.at("spec", "isCA").value === true ? judgeOptions(object, context) : undefined,
                );
            default:
                return judged(() => judgeOptions(object, context));
        }
    },
};

function judgeOptions(object: PolicyObject, context: Context): Finding | undefined {
    const { opts, type } = object.source;
    // Plain YAML has no options: whoever applies it protects by other means.
    if (opts === undefined || (type === PASSWORD && !isCurrent(object, context))) {
        return undefined;
    }
    const at = object.props;
    if (opts.protect !== true && type !== VERSION) {
        return { at, found: "no protect", expected: "protect", write: "{ protect: true }" };
    }
    // Undefined where the source cannot tell: the engine gives policies `protect` alone.
    return opts.retainOnDelete === false && !GENERATED.includes(type)
        ? {
              at,
              found: "no retainOnDelete",
              expected: "retainOnDelete",
              write: "{ protect: true, retainOnDelete: true }",
          }
        : undefined;
}

/**
 * Whether a password is the one in use: the one with the highest generation, `…-g<N>`. The one before is dropped at the
 * next rotation, and one without a generation is worth nothing outside its own pod.
 */
function isCurrent(object: PolicyObject, context: Context): boolean {
    const own = generation(object);
    return (
        own !== undefined &&
        context.of(PASSWORD).every((other) => {
            const its = generation(other);
            return its?.name !== own.name || its.number <= own.number;
        })
    );
}

function generation({ source }: PolicyObject): { readonly name: string; readonly number: number } | undefined {
    const [, name, number] = /^(.+)-g(\d+)$/.exec(source.name) ?? [];
    // The same name below another parent is another password.
    return name === undefined ? undefined : { name: `${source.opts?.parent ?? ""} ${name}`, number: Number(number) };
}

function judgeReclaiming(at: Field): Finding | undefined {
    return at.value === "Retain"
        ? undefined
        : { at, expected: '"Retain": the disk outlives its claim', write: "reclaimPolicy: Retain" };
}

function retention(statefulSet: Field): Field[] {
    const policy = statefulSet.at("spec", "persistentVolumeClaimRetentionPolicy");
    return [policy.at("whenDeleted"), policy.at("whenScaled")];
}

function judgeRetention(at: Field): Finding | undefined {
    return (at.value ?? "Retain") === "Retain"
        ? undefined
        : { at, expected: '"Retain" or nothing', write: "whenDeleted: Retain" };
}
