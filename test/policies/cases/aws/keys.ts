import type { PolicyResource } from "../../../../kubernetes/resource";
import { UNKNOWN } from "../../../../kubernetes/field";
import type { Case, RuleCases } from "../case";

const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

function made(type: string, props: Record<string, unknown>): readonly PolicyResource[] {
    return [{ type: `aws:${type}`, name: "credentials", props }];
}

const key = (props: Record<string, unknown>): readonly PolicyResource[] => made("kms/key:Key", props);
const secret = (props: Record<string, unknown>): readonly PolicyResource[] =>
    made("secretsmanager/secret:Secret", props);
const replica = (props: Record<string, unknown>): readonly PolicyResource[] => made("kms/replicaKey:ReplicaKey", props);
const external = (props: Record<string, unknown>): readonly PolicyResource[] =>
    made("kms/externalKey:ExternalKey", props);

function storageClass(parameters: Record<string, unknown>, provisioner = "ebs.csi.aws.com"): readonly PolicyResource[] {
    const props = { metadata: { name: "kato-encrypted" }, provisioner, parameters };
    return [{ type: "kubernetes:storage.k8s.io/v1:StorageClass", name: "volumes", props }];
}

const DESCRIPTION = "Encrypts the credentials of kato-platform (production)";

const customerKey: RuleCases = {
    rule: "aws-customer-key",
    fails: [
        { what: "a secret without a key", resources: secret({ name: "kato" }), at: "kmsKeyId" },
        { what: "no text", resources: secret({ kmsKeyId: " " }), at: "kmsKeyId" },
        {
            what: "the key that AWS manages",
            resources: secret({ kmsKeyId: "alias/aws/secretsmanager" }),
            at: "kmsKeyId",
        },
        {
            what: "its ARN",
            resources: secret({ kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:alias/aws/secretsmanager" }),
            at: "kmsKeyId",
        },
        {
            what: "a copy in another region without one",
            resources: secret({ kmsKeyId: KEY_ARN, replicas: [{ region: "eu-west-1" }] }),
            at: "replicas[0].kmsKeyId",
        },
        {
            what: "volumes of EBS without one",
            resources: storageClass({ encrypted: "true" }),
            at: "parameters.kmsKeyId",
        },
        {
            what: "volumes of EKS Auto Mode with AWS' key",
            resources: storageClass({ encrypted: "true", kmsKeyId: "alias/aws/ebs" }, "ebs.csi.eks.amazonaws.com"),
            at: "parameters.kmsKeyId",
        },
        {
            what: "volumes of the built-in kind",
            resources: storageClass({ encrypted: true }, "kubernetes.io/aws-ebs"),
            at: "parameters.kmsKeyId",
        },
        { what: "outside production as well", resources: secret({}), at: "kmsKeyId", development: true },
    ],
    passes: [{ what: "a key of one's own", resources: secret({ kmsKeyId: KEY_ARN }) }],
    nearMisses: [
        { what: "a key that the same program makes", resources: secret({ kmsKeyId: UNKNOWN }) },
        { what: "its alias", resources: secret({ kmsKeyId: "alias/kato-platform-production" }) },
        { what: "an alias that begins alike", resources: secret({ kmsKeyId: "alias/aws-secrets" }) },
        {
            what: "a copy with a key of its region",
            resources: secret({ kmsKeyId: KEY_ARN, replicas: [{ region: "eu-west-1", kmsKeyId: KEY_ARN }] }),
        },
        { what: "volumes with one", resources: storageClass({ encrypted: "true", kmsKeyId: KEY_ARN }) },
        { what: "whatever its case", resources: storageClass({ encrypted: "true", KmsKeyId: KEY_ARN }) },
        { what: "another cloud's volumes", resources: storageClass({}, "disk.csi.azure.com") },
        {
            what: "a custom resource of that name",
            resources: [{ ...secret({})[0]!, type: "kubernetes:a.b/v1:Secret" }],
        },
    ],
};

const rotation: RuleCases = {
    rule: "kms-key-rotation",
    fails: [
        { what: "nothing said", resources: key({ description: DESCRIPTION }), at: "enableKeyRotation" },
        { what: "off", resources: key({ enableKeyRotation: false }), at: "enableKeyRotation" },
        { what: "a text", resources: key({ enableKeyRotation: "true" }), at: "enableKeyRotation" },
        {
            what: "off, of a symmetric key that says so",
            resources: key({ customerMasterKeySpec: "SYMMETRIC_DEFAULT" }),
            at: "enableKeyRotation",
        },
        {
            what: "every five years",
            resources: key({ enableKeyRotation: true, rotationPeriodInDays: 1825 }),
            at: "rotationPeriodInDays",
        },
        { what: "a key that is off", resources: key({ enableKeyRotation: true, isEnabled: false }), at: "isEnabled" },
    ],
    passes: [{ what: "every year", resources: key({ enableKeyRotation: true }) }],
    nearMisses: [
        { what: "more often", resources: key({ enableKeyRotation: true, rotationPeriodInDays: 90 }) },
        { what: "a key that says it is on", resources: key({ enableKeyRotation: true, isEnabled: true }) },
        ...["RSA_4096", "ECC_NIST_P256", "HMAC_256", "SM2"].map((spec) => ({
            what: `${spec}, which cannot be rotated`,
            resources: key({ customerMasterKeySpec: spec }),
        })),
        { what: "a key in a store of one's own", resources: key({ customKeyStoreId: "cks-1234567890abcdef0" }) },
        { what: "a replica, rotated with its primary", resources: replica({ description: DESCRIPTION }) },
        { what: "material from elsewhere", resources: external({ description: DESCRIPTION }) },
    ],
};

const window: RuleCases = {
    rule: "aws-recovery-window",
    fails: [
        {
            what: "a secret deleted at once",
            resources: secret({ recoveryWindowInDays: 0 }),
            at: "recoveryWindowInDays",
        },
        { what: "six days", resources: secret({ recoveryWindowInDays: 6 }), at: "recoveryWindowInDays" },
        { what: "a text", resources: secret({ recoveryWindowInDays: "0" }), at: "recoveryWindowInDays" },
        { what: "a key", resources: key({ deletionWindowInDays: 1 }), at: "deletionWindowInDays" },
        { what: "a replica", resources: replica({ deletionWindowInDays: 0 }), at: "deletionWindowInDays" },
        { what: "an imported key", resources: external({ deletionWindowInDays: 3 }), at: "deletionWindowInDays" },
        {
            what: "a copy that overwrites another secret",
            resources: secret({ forceOverwriteReplicaSecret: true }),
            at: "forceOverwriteReplicaSecret",
        },
    ],
    passes: [{ what: "thirty days", resources: secret({ recoveryWindowInDays: 30 }) }],
    nearMisses: [
        { what: "nothing said, which is thirty days", resources: secret({}) },
        { what: "nothing said of a key", resources: key({}) },
        { what: "the shortest", resources: secret({ recoveryWindowInDays: 7, forceOverwriteReplicaSecret: false }) },
        { what: "the shortest of a key", resources: key({ deletionWindowInDays: 7 }) },
        { what: "outside production", resources: secret({ recoveryWindowInDays: 0 }), development: true },
    ],
};

const described: [what: string, description: unknown][] = [
    ["empty", ""],
    ["blank", "  "],
    ["Pulumi's default", "Managed by Pulumi"],
    ["the provider's default", "managed by terraform"],
];

const description: RuleCases = {
    rule: "aws-description",
    fails: [
        { what: "a key without one", resources: key({ enableKeyRotation: true }), at: "description" },
        { what: "a secret without one", resources: secret({}), at: "description" },
        { what: "a replica without one", resources: replica({}), at: "description" },
        { what: "an imported key without one", resources: external({}), at: "description" },
        ...described.map(([what, text]): Case => ({ what, resources: key({ description: text }), at: "description" })),
    ],
    passes: [{ what: "what it encrypts", resources: key({ description: DESCRIPTION }) }],
    nearMisses: [
        { what: "a secret's", resources: secret({ description: "Credentials of kratos (production)" }) },
        { what: "more than the default", resources: secret({ description: "Kratos; managed by Pulumi" }) },
        { what: "no key", resources: made("kms/alias:Alias", { name: "alias/kato" }) },
    ],
};

const BYPASS = "bypassPolicyLockoutSafetyCheck";

const lockout: RuleCases = {
    rule: "aws-policy-lockout",
    fails: [
        { what: "a key", resources: key({ [BYPASS]: true }), at: BYPASS },
        { what: "a text", resources: key({ [BYPASS]: "true" }), at: BYPASS },
        { what: "a replica", resources: replica({ [BYPASS]: true }), at: BYPASS },
        { what: "an imported key", resources: external({ [BYPASS]: true }), at: BYPASS },
        { what: "a policy", resources: made("kms/keyPolicy:KeyPolicy", { [BYPASS]: true }), at: BYPASS },
    ],
    passes: [{ what: "nothing said", resources: key({ description: DESCRIPTION }) }],
    nearMisses: [{ what: "said to be off", resources: key({ [BYPASS]: false }) }],
};

export const keyCases: readonly RuleCases[] = [customerKey, rotation, window, description, lockout];
