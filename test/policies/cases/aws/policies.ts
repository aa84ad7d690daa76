import type { PolicyResource } from "../../../../policies/resource";
import { UNKNOWN } from "../../../../policies/field";
import type { Case, RuleCases } from "../case";

type Json = Record<string, unknown>;

const SECURE = {
    Sid: "RefuseInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:*",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const ACCOUNT = "arn:aws:iam::111122223333:root";
const ROLE = "arn:aws:iam::111122223333:role/kato";
/** What AWS gives a key that comes without a policy. */
const DEFAULT = { Sid: "EnableIAM", Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "kms:*", Resource: "*" };
const READ = { Effect: "Allow", Principal: { AWS: ROLE }, Action: "secretsmanager:GetSecretValue", Resource: "*" };
const DECRYPT = { Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*" };

function policy(...statements: readonly unknown[]): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function made(type: string, props: Json): readonly PolicyResource[] {
    return [{ type: `aws:${type}`, name: "kato", props }];
}

function ofSecret(...statements: readonly unknown[]): readonly PolicyResource[] {
    const props = { secretArn: UNKNOWN, policy: policy(...statements), blockPublicPolicy: true };
    return made("secretsmanager/secretPolicy:SecretPolicy", props);
}

function ofKey(...statements: readonly unknown[]): readonly PolicyResource[] {
    return made("kms/key:Key", { policy: policy(...statements) });
}

function granted(...statements: readonly unknown[]): readonly PolicyResource[] {
    return made("iam/policy:Policy", {
        policy: policy(...statements.map((one) => ({ Effect: "Allow", ...(one as Json) }))),
    });
}

const trusted = (statement: Json): readonly PolicyResource[] =>
    made("iam/role:Role", { assumeRolePolicy: policy({ Effect: "Allow", Action: "sts:AssumeRole", ...statement }) });

const GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const token = (Condition?: Json): readonly PolicyResource[] =>
    trusted({ Principal: { Federated: GITHUB }, Action: "sts:AssumeRoleWithWebIdentity", Condition });
const SUB = "token.actions.githubusercontent.com:sub";
const AUD = "token.actions.githubusercontent.com:aud";

const NO_TLS_RULE: readonly [what: string, change: Json][] = [
    ["for one role alone", { Principal: { AWS: ROLE } }],
    ["for one action alone", { Action: "secretsmanager:PutSecretValue" }],
    ["for one secret alone", { Resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:other" }],
    ["the wrong way round", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
    ["another operator", { Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } }],
    ["another key", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } }],
    ["always", { Condition: undefined }],
    [
        "only together with another condition",
        { Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:PrincipalAccount": "1" } } },
    ],
    ["for all but some", { Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }],
    ["for other actions", { Action: undefined, NotAction: "secretsmanager:*" }],
];

const EVERYBODY: readonly unknown[] = ["*", { AWS: "*" }, { AWS: [ROLE, "*"] }, { "*": "*" }, { Federated: "*" }];

const WIDE_CONDITIONS: readonly Json[] = [
    { StringNotEquals: { "aws:PrincipalOrgID": "o-a" } },
    { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a" } },
    { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-a" } },
    { StringLike: { "aws:PrincipalArn": "*" } },
    { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"] } },
    { StringEquals: { "aws:PrincipalOrgID": [] } },
    { Bool: { "aws:SecureTransport": "true" } },
    { StringEquals: { "aws:RequestedRegion": "eu-central-1" } },
];

const MALFORMED: readonly (readonly [what: string, text: unknown])[] = [
    ["no JSON", "{"],
    ["a list", "[]"],
    ["no statement", '{"Version":"2012-10-17","Statement":[]}'],
    ["nothing in it", "{}"],
    ["a statement that is a text", '{"Statement":["Allow"]}'],
    ["an unknown effect", policy({ ...READ, Effect: "allow" })],
    ["no action", policy({ Effect: "Allow", Principal: { AWS: ROLE }, Resource: "*" })],
    ["an action that is a map", policy({ ...READ, Action: [{}] })],
    ["a number", 1],
];

const WIDE_GRANTS: readonly Json[] = [
    { Action: "*", Resource: "*" },
    { Action: "*:*", Resource: "arn:aws:s3:::backups" },
    { Action: ["s3:GetObject", "kms:*"], Resource: "*" },
    { Action: "kms:*", Resource: "arn:aws:kms:eu-central-1:111122223333:key/*" },
    { Action: "kms:*", NotResource: "arn:aws:kms:eu-central-1:111122223333:key/a" },
    { NotAction: "iam:*", Resource: "*" },
    { Action: "secretsmanager:GetSecretValue", Resource: "*" },
    { Action: "SecretsManager:Get*", Resource: ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:*"] },
    { Action: "kms:Dec????", Resource: "*" },
    { Action: "iam:PassRole", Resource: "*" },
    { Action: "sts:AssumeRole", Resource: "arn:aws:iam::111122223333:role/*" },
];

const fails: readonly Case[] = [
    ...EVERYBODY.map((Principal): Case => ({
        what: `everybody may read a secret: ${JSON.stringify(Principal)}`,
        resources: ofSecret(SECURE, { ...READ, Principal }),
        at: "policy",
    })),
    ...WIDE_CONDITIONS.map((Condition): Case => ({
        what: `a condition that narrows nothing: ${JSON.stringify(Condition)}`,
        resources: ofKey(DEFAULT, { ...DECRYPT, Principal: "*", Condition }),
        at: "policy",
    })),
    ...NO_TLS_RULE.map(([what, change]): Case => ({
        what: `requests without TLS refused ${what}`,
        resources: ofSecret({ ...SECURE, ...change }, READ),
        at: "policy",
    })),
    { what: "requests without TLS not refused", resources: ofSecret(READ), at: "policy" },
    {
        what: "no policy in a SecretPolicy",
        resources: made("secretsmanager/secretPolicy:SecretPolicy", { blockPublicPolicy: true }),
        at: "policy",
    },
    ...[undefined, false, "true"].map((blockPublicPolicy): Case => ({
        what: `public policies not blocked: ${String(blockPublicPolicy)}`,
        resources: made("secretsmanager/secretPolicy:SecretPolicy", { policy: policy(SECURE), blockPublicPolicy }),
        at: "blockPublicPolicy",
    })),
    {
        what: "a secret's own policy",
        resources: made("secretsmanager/secret:Secret", { policy: policy(READ) }),
        at: "policy",
    },
    { what: "all of KMS to a role", resources: ofKey({ ...DEFAULT, Principal: { AWS: ROLE } }), at: "policy" },
    {
        what: "everything to a service",
        resources: ofKey({ ...DEFAULT, Principal: { Service: "ec2.amazonaws.com" }, Action: "*" }),
        at: "policy",
    },
    {
        what: "everybody but one",
        resources: ofKey({ ...DECRYPT, Principal: undefined, NotPrincipal: { AWS: ROLE } }),
        at: "policy",
    },
    {
        what: "all actions but one",
        resources: ofKey({ ...DECRYPT, Action: undefined, NotAction: "kms:Delete*" }),
        at: "policy",
    },
    ...["kms/keyPolicy:KeyPolicy", "kms/replicaKey:ReplicaKey", "kms/externalKey:ExternalKey"].map((type): Case => ({
        what: `everybody, in a ${type}`,
        resources: made(type, { policy: policy({ ...DECRYPT, Principal: "*" }) }),
        at: "policy",
    })),
    ...WIDE_GRANTS.map((grant): Case => ({ what: JSON.stringify(grant), resources: granted(grant), at: "policy" })),
    ...["iam/rolePolicy:RolePolicy", "iam/userPolicy:UserPolicy", "iam/groupPolicy:GroupPolicy"].map((type): Case => ({
        what: `everything, in a ${type}`,
        resources: made(type, { policy: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } } }),
        at: "policy",
    })),
    {
        what: "everything, in a role",
        resources: made("iam/role:Role", {
            assumeRolePolicy: policy({
                Effect: "Allow",
                Action: "sts:AssumeRole",
                Principal: { Service: "ec2.amazonaws.com" },
            }),
            inlinePolicies: [{ name: "all", policy: policy({ Effect: "Allow", Action: "*", Resource: "*" }) }],
        }),
        at: "inlinePolicies[0].policy",
    },
    { what: "a role for everybody", resources: trusted({ Principal: { AWS: "*" } }), at: "assumeRolePolicy" },
    { what: "a role for any token", resources: token(), at: "assumeRolePolicy" },
    {
        what: "a role for any token for AWS",
        resources: token({ StringEquals: { [AUD]: "sts.amazonaws.com" } }),
        at: "assumeRolePolicy",
    },
    ...["*", "repo:*"].map((sub): Case => ({
        what: `a role for any repository: ${sub}`,
        resources: token({ StringLike: { [SUB]: sub } }),
        at: "assumeRolePolicy",
    })),
    ...["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"].map((name): Case => ({
        what: name,
        resources: made("iam/rolePolicyAttachment:RolePolicyAttachment", {
            policyArn: `arn:aws:iam::aws:policy/${name}`,
        }),
        at: "policyArn",
    })),
    {
        what: "AdministratorAccess in a role",
        resources: made("iam/role:Role", {
            assumeRolePolicy: policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: ROLE } }),
            managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        }),
        at: "managedPolicyArns[0]",
    },
    ...MALFORMED.map(([what, text]): Case => ({
        what,
        resources: made("kms/keyPolicy:KeyPolicy", { policy: text }),
        at: "policy",
    })),
];

const NARROW_CONDITIONS: readonly Json[] = [
    { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    { ArnLike: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/team-*"] } },
    { StringEquals: { "KMS:CallerAccount": "111122223333" } },
    { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
];

export const policyCases: readonly RuleCases[] = [
    {
        rule: "aws-public-policy",
        fails: fails as [Case, ...Case[]],
        passes: [{ what: "one role may read, with TLS", resources: ofSecret(SECURE, READ) }],
        nearMisses: [
            { what: "ours, which only takes away", resources: ofSecret(SECURE) },
            {
                what: "written in other words",
                resources: ofSecret({
                    ...SECURE,
                    Principal: { AWS: ["*"] },
                    Action: ["*"],
                    Condition: { Bool: { "aws:securetransport": false } },
                }),
            },
            { what: "AWS' default policy of a key", resources: ofKey(DEFAULT, DECRYPT) },
            { what: "the account by its number", resources: ofKey({ ...DEFAULT, Principal: { AWS: "111122223333" } }) },
            { what: "no policy of a key", resources: made("kms/key:Key", {}) },
            ...NARROW_CONDITIONS.map((Condition) => ({
                what: `everybody, narrowed: ${JSON.stringify(Condition)}`,
                resources: ofKey(DEFAULT, { ...DECRYPT, Principal: { AWS: "*" }, Condition }),
            })),
            {
                what: "what lists and has no resource",
                resources: granted({ Action: ["kms:ListKeys", "ec2:Describe*"], Resource: "*" }),
            },
            {
                what: "all of S3 in one bucket",
                resources: granted({ Action: "s3:*", Resource: ["arn:aws:s3:::backups", "arn:aws:s3:::backups/*"] }),
            },
            {
                what: "one service's secrets",
                resources: granted({
                    Action: "secretsmanager:GetSecretValue",
                    Resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:kato/*",
                }),
            },
            {
                what: "decryption for one service",
                resources: granted({
                    Action: "kms:Decrypt",
                    Resource: "*",
                    Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" } },
                }),
            },
            { what: "everything denied", resources: granted({ Effect: "Deny", Action: "*", Resource: "*" }) },
            { what: "all but some, denied", resources: granted({ Effect: "Deny", NotAction: "iam:*", Resource: "*" }) },
            { what: "a role for a service", resources: trusted({ Principal: { Service: "ec2.amazonaws.com" } }) },
            {
                what: "a role for one repository",
                resources: token({
                    StringEquals: { [AUD]: "sts.amazonaws.com" },
                    StringLike: { [SUB]: "repo:karima/platform:*" },
                }),
            },
            {
                what: "a role for a service account",
                resources: made("iam/role:Role", {
                    assumeRolePolicy: {
                        Statement: [
                            {
                                Effect: "Allow",
                                Principal: { Federated: GITHUB },
                                Action: ["sts:AssumeRoleWithWebIdentity"],
                                Condition: { StringEquals: { "oidc.eks:sub": "system:serviceaccount:kato:kato" } },
                            },
                        ],
                    },
                }),
            },
            {
                what: "a policy that the program makes",
                resources: made("iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: UNKNOWN }),
            },
            {
                what: "a narrow policy of AWS",
                resources: made("iam/rolePolicyAttachment:RolePolicyAttachment", {
                    policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
                }),
            },
        ],
    },
];
