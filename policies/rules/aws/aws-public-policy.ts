import type { Field } from "../../../kubernetes/field";
import { isNotKnownYet } from "../../../kubernetes/known";
import { aws, seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { ATTACHMENTS, IDENTITY_POLICIES, KEY_POLICY, KEYS, ROLE, SECRET, SECRET_POLICY } from "./kinds";
import { MalformedPolicy, readPolicy, type Statement } from "./policy-document";
import { faultOf, type PolicyOf, refusesInsecureTransport } from "./statements";

const WRITE = "the principals, actions and resources that are needed, by name";

export const awsPublicPolicy: Rule = {
    id: "aws-public-policy",
    title: "AWS policies name who may do what on what",
    description:
        "A policy with `*` lets in whoever comes: other accounts, every identity of ours, or every token of an identity provider. A secret's own policy must also refuse whoever does not come over TLS.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("KATO security guide", "AWS Secrets Manager"),
        aws(
            "Security best practices in IAM: Apply least-privilege permissions",
            "IAM/latest/UserGuide/best-practices.html",
        ),
        aws("How AWS tells a public policy", "AmazonS3/latest/userguide/access-control-block-public-access.html"),
        aws("Default key policy", "kms/latest/developerguide/key-policy-default.html"),
    ],
    remediation:
        "Name principals, actions and resources; where `*` must stand for a principal, narrow it by `aws:PrincipalOrgID` or `aws:SourceArn`. A SecretPolicy has `blockPublicPolicy: true` and the Deny on `aws:SecureTransport`.",
    kinds: [SECRET, SECRET_POLICY, KEY_POLICY, ROLE, ...KEYS, ...IDENTITY_POLICIES, ...ATTACHMENTS],
    check(object) {
        const { type, props } = object;
        if (ATTACHMENTS.includes(type)) {
            return judged(() => judgeManaged(props.at("policyArn")));
        }
        return [
            ...documents(object).flatMap(([at, of]) => judged(() => judgeDocument(at, of, type))),
            ...(type === ROLE ? props.at("managedPolicyArns").items() : []).flatMap((arn) =>
                judged(() => judgeManaged(arn)),
            ),
            ...(type === SECRET_POLICY ? judged(() => judgeBlocking(props.at("blockPublicPolicy"))) : []),
        ];
    },
};

function documents({ type, props }: PolicyObject): [Field, PolicyOf][] {
    if (type === ROLE) {
        const inline = props.at("inlinePolicies").items();
        return [
            [props.at("assumeRolePolicy"), "trust"],
            ...inline.map((policy): [Field, PolicyOf] => [policy.at("policy"), "identity"]),
        ];
    }
    return [[props.at("policy"), IDENTITY_POLICIES.includes(type) ? "identity" : "resource"]];
}

function judgeDocument(at: Field, of: PolicyOf, type: string): Finding[] {
    // Without a policy, a key has AWS' default one and a secret none: neither is public.
    if (!at.isGiven) {
        return type === SECRET_POLICY ? [insecureTransport(at)] : [];
    }
    const statements = statementsOf(at);
    if (!Array.isArray(statements)) {
        return [statements];
    }
    const faults = statements.flatMap((statement) => {
        const fault = faultOf(statement, of);
        return fault === undefined
            ? []
            : [{ at, found: `${statement.name}, which ${fault}`, expected: "no more than is needed", write: WRITE }];
    });
    const ofSecret = type === SECRET_POLICY || type === SECRET;
    return ofSecret && !statements.some(refusesInsecureTransport) ? [...faults, insecureTransport(at)] : faults;
}

function statementsOf(at: Field): Statement[] | Finding {
    try {
        return readPolicy(at);
    } catch (error) {
        if (error instanceof MalformedPolicy) {
            return {
                at,
                found: error.message,
                expected: "a policy document",
                write: "JSON.stringify({ Version, Statement })",
            };
        }
        throw error;
    }
}

function insecureTransport(at: Field): Finding {
    return {
        at,
        found: "no statement that refuses requests without TLS",
        expected: 'a Deny of secretsmanager:* for everybody where aws:SecureTransport is "false"',
        write: 'Effect: "Deny", Principal: "*", Action: "secretsmanager:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } }',
    };
}

function judgeBlocking(at: Field): Finding | undefined {
    return at.value === true ? undefined : { at, expected: "true", write: "blockPublicPolicy: true" };
}

/** AWS' own policies that allow everything, everything but IAM, or IAM, which comes to the same. */
function judgeManaged(at: Field): Finding | undefined {
    // The ARN of a policy that the same program makes: that policy is judged itself.
    const arn = isNotKnownYet(at) ? undefined : at.text;
    return arn !== undefined && /:aws:policy\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess)$/.test(arn)
        ? { at, expected: "a policy with the actions that are needed", write: WRITE }
        : undefined;
}
