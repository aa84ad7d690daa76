/** Types of the AWS provider that the rules here judge. */
export const KEY = "aws:kms/key:Key";
export const SECRET = "aws:secretsmanager/secret:Secret";
export const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
export const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";
export const ROLE = "aws:iam/role:Role";

/** Every kind of key: our own, copies in other regions, and those whose material comes from elsewhere. */
export const KEYS: readonly string[] = [
    KEY,
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
];

/** What grants somebody something by a policy of its own. */
export const IDENTITY_POLICIES: readonly string[] = [
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
];

/** What gives somebody a policy that stands elsewhere. */
export const ATTACHMENTS: readonly string[] = [
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
];
