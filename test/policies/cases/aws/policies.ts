import type { PolicyResource } from "../../../../kubernetes/resource";
import { UNKNOWN } from "../../../../kubernetes/field";
import type { Case, RuleCases } from "../case";
import { ACCOUNT, type Json, made, policy, ROLE } from "./documents";
import { identityFails, identityNearMisses } from "./identities";

const SECURE = {
    Sid: "RefuseInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:*",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const DEFAULT = { Sid: "EnableIAM", Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "kms:*", Resource: "*" };
const READ = { Effect: "Allow", Principal: { AWS: ROLE }, Action: "secretsmanager:GetSecretValue", Resource: "*" };
const DECRYPT = { Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*" };

function ofSecret(...statements: readonly unknown[]): readonly PolicyResource[] {
    const props = { secretArn: UNKNOWN, policy: policy(...statements), blockPublicPolicy: true };
    return made("secretsmanager/secretPolicy:SecretPolicy", props);
}

function ofKey(...statements: readonly unknown[]): readonly PolicyResource[] {
    return made("kms/key:Key", { policy: policy(...statements) });
}

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
    {
        what: "all of KMS to the account and to a role",
        resources: ofKey({ ...DEFAULT, Principal: { AWS: [ACCOUNT, ROLE] } }),
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
    ...identityFails,
    ...MALFORMED.map(([what, text]): Case => ({
        what,
        resources: made("kms/keyPolicy:KeyPolicy", { policy: text }),
        at: "policy",
    })),
];

const NARROW_CONDITIONS: readonly Json[] = [
    { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    ...["aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:SourceAccount", "aws:SourceOrgID", "aws:userid"].map(
        (key) => ({ StringEquals: { [key]: "a" } }),
    ),
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
                    Resource: ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:a", "*"],
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
            ...identityNearMisses,
        ],
    },
];
