import { UNKNOWN } from "../../../../kubernetes/field";
import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case } from "../case";
import { type Json, made, policy, ROLE } from "./documents";

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

/** What an identity may do and who may become one, said too widely. */
export const identityFails: readonly Case[] = [
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
];

/** What looks as wide and is not. */
export const identityNearMisses: readonly Case[] = [
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
];
