import type { Condition, Principal, Statement } from "./policy-document";

/** Whose policy it is: of a secret or key, of an identity, or of a role about who may take it on. */
export type PolicyOf = "resource" | "identity" | "trust";

/** What is wrong with a statement, e.g. `lets everybody in`; `undefined` if nothing is. */
export function faultOf(statement: Statement, of: PolicyOf): string | undefined {
    const { actions, inverts } = statement;
    // A Deny only takes away.
    if (statement.effect === "Deny") {
        return undefined;
    }
    if (inverts.Principal) {
        return "lets everybody in but some (NotPrincipal)";
    }
    if (inverts.Action) {
        return "allows everything but some actions (NotAction)";
    }
    if (statement.principals?.some(isEverybody) === true && !statement.conditions.some(narrows)) {
        return "lets everybody in";
    }
    if (of === "trust" && trustsAnyToken(statement)) {
        return "takes any token of the identity provider, whoever it was made for";
    }
    if (of === "identity") {
        return faultOfGrant(statement);
    }
    const toAll = actions.filter((action) => isEverything(action) || isWholeService(action));
    return toAll.length > 0 && statement.principals?.every(isAccount) !== true
        ? `allows ${toAll.join(", ")} to others than the account itself`
        : undefined;
}

/** Reading every secret, decrypting with every key, or becoming somebody else. */
const SENSITIVE = ["secretsmanager:GetSecretValue", "kms:Decrypt", "iam:PassRole", "sts:AssumeRole"];

function faultOfGrant({ actions, inverts, resources, conditions }: Statement): string | undefined {
    if (actions.some(isEverything)) {
        return "allows every action";
    }
    if (!inverts.Resource && !resources.some(isEveryResource)) {
        return undefined;
    }
    const wide = actions.find(isWholeService) ?? (conditions.length > 0 ? undefined : actions.find(coversSensitive));
    return wide === undefined ? undefined : `allows ${wide} on every resource`;
}

/** `*`, `*:*`. */
function isEverything(action: string): boolean {
    return /^\*+(?::\*+)?$/.test(action);
}

/** `kms:*`. */
function isWholeService(action: string): boolean {
    return /^[^:]*:\*+$/.test(action);
}

function coversSensitive(action: string): boolean {
    const pattern = action
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replace(/\*/g, ".*")
        .replace(/\?/g, ".");
    const form = new RegExp(`^${pattern}$`, "i");
    return SENSITIVE.some((name) => form.test(name));
}

/** `*`, or all of a type in an account, `arn:aws:secretsmanager:eu-central-1:111122223333:secret:*`. */
function isEveryResource(resource: string): boolean {
    return /^\*+$/.test(resource) || /^arn:(?:[^:]*:){4}(?:(?:secret|key|role|user|policy)[:/])?\*+$/.test(resource);
}

function isEverybody({ id }: Principal): boolean {
    return /^\*+$/.test(id);
}

/** The account's root, which hands the decision to IAM: the policy that AWS itself gives a key. */
function isAccount({ type, id }: Principal): boolean {
    return type === "AWS" && /^(?:arn:aws[\w-]*:iam::\d{12}:root|\d{12})$/.test(id);
}

/** Condition keys by which AWS itself tells a public policy from one that is not, and those of an organization. */
const NARROWING: ReadonlySet<string> = new Set([
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "kms:calleraccount",
]);

/**
 * Whether only some principals meet it. Operators that hold where the key is absent (`…IfExists`, `ForAllValues:`) or say
 * who may not do not narrow, and neither does a value that everybody has.
 */
function narrows({ operator, key, values }: Condition): boolean {
    return (
        NARROWING.has(key) &&
        /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/.test(
            operator,
        ) &&
        values.length > 0 &&
        !values.some((value) => /^(?:[*?]|0\.0\.0\.0\/0$|::\/0$|arn:[*?])/.test(value))
    );
}

/** Anybody may have a token of GitHub or of a cluster: which one is in its `sub`. */
function trustsAnyToken({ actions, principals, conditions }: Statement): boolean {
    const byToken = actions.some((action) => /^sts:assumerolewithwebidentity$/i.test(action) || action.includes("*"));
    const federated = principals?.some(({ type }) => type === "Federated") === true;
    return byToken && federated && !conditions.some(namesSubject);
}

function namesSubject({ operator, key, values }: Condition): boolean {
    // Cognito's tokens name the pool in `aud`.
    const subject = key.endsWith(":sub") || key === "cognito-identity.amazonaws.com:aud";
    return (
        subject &&
        /^(?:ForAnyValue:)?String(?:Equals|Like)$/.test(operator) &&
        values.length > 0 &&
        !values.some((value) => /^(?:\w+:)?[*?]/.test(value))
    );
}

/** Whether it refuses everybody who does not come over TLS. */
export function refusesInsecureTransport(statement: Statement): boolean {
    const { effect, principals, conditions, actions, inverts, resources } = statement;
    const [condition, ...more] = conditions;
    return (
        effect === "Deny" &&
        Object.values(inverts).every((inverted) => !inverted) &&
        principals?.some(isEverybody) === true &&
        actions.some((action) => isEverything(action) || /^secretsmanager:\*+$/i.test(action)) &&
        resources.some(isEveryResource) &&
        // Another condition beside it would have to hold as well.
        more.length === 0 &&
        condition?.operator === "Bool" &&
        condition.key === "aws:securetransport" &&
        condition.values.join() === "false"
    );
}
