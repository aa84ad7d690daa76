import { Field, isRecord } from "../../../kubernetes/field";

/** One statement of a policy document. */
export interface Statement {
    /** What it is called by in a message: its Sid, or its place. */
    readonly name: string;
    readonly effect: "Allow" | "Deny";
    readonly actions: readonly string[];
    /** Whether it is about all but some actions, principals or resources. */
    readonly inverts: Readonly<Record<"Action" | "Principal" | "Resource", boolean>>;
    /** Undefined in the policy of an identity, which has none. */
    readonly principals: readonly Principal[] | undefined;
    readonly resources: readonly string[];
    readonly conditions: readonly Condition[];
}

export interface Principal {
    /** `AWS`, `Service`, `Federated`, `CanonicalUser`; `AWS` for a plain `*`, which means the same. */
    readonly type: string;
    readonly id: string;
}

export interface Condition {
    readonly operator: string;
    /** In lower case, as AWS compares it. */
    readonly key: string;
    readonly values: readonly string[];
}

/** A text that AWS would not take for a policy; the message carries nothing of it. */
export class MalformedPolicy extends Error {}

/**
 * Reads a policy document, given as JSON text or as an object.
 *
 * @throws UnknownValue if it is not known yet
 * @throws MalformedPolicy if it is no policy
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(document: Field): Statement[] {
    const root = typeof document.value === "string" ? Field.root(parsed(document.value)) : document;
    if (!isRecord(root.value)) {
        throw new MalformedPolicy("no JSON object");
    }
    const statement = root.at("Statement");
    const all = Array.isArray(statement.value) ? statement.items() : [statement];
    if (all.length === 0) {
        throw new MalformedPolicy("no statement");
    }
    return all.map(readStatement);
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new MalformedPolicy("a text that is no JSON");
    }
}

function readStatement(field: Field, index: number): Statement {
    if (!isRecord(field.value)) {
        throw new MalformedPolicy(`statement ${index + 1} is no object`);
    }
    const sid = field.at("Sid").text ?? "";
    const name = sid === "" ? `statement ${index + 1}` : `statement ${JSON.stringify(sid)}`;
    const effect = field.at("Effect").value;
    if (effect !== "Allow" && effect !== "Deny") {
        throw new MalformedPolicy(`${name} has no Effect`);
    }
    const actions = [...texts(field.at("Action")), ...texts(field.at("NotAction"))];
    if (actions.length === 0) {
        throw new MalformedPolicy(`${name} has no Action`);
    }
    return {
        name,
        effect,
        actions,
        inverts: {
            Action: field.at("NotAction").isSet,
            Principal: field.at("NotPrincipal").isSet,
            Resource: field.at("NotResource").isSet,
        },
        principals: readPrincipals(field),
        resources: texts(field.at("Resource")),
        conditions: readConditions(field.at("Condition")),
    };
}

function readPrincipals(statement: Field): Principal[] | undefined {
    const field = statement.at(statement.at("NotPrincipal").isSet ? "NotPrincipal" : "Principal");
    if (!field.isSet) {
        return undefined;
    }
    if (typeof field.value === "string") {
        return [{ type: "AWS", id: field.value }];
    }
    return field.entries().flatMap(([type, ids]) => texts(ids).map((id) => ({ type, id })));
}

function readConditions(condition: Field): Condition[] {
    return condition
        .entries()
        .flatMap(([operator, keys]) =>
            keys.entries().map(([key, values]) => ({ operator, key: key.toLowerCase(), values: texts(values) })),
        );
}

/** A text or a list of them; AWS takes booleans and numbers in conditions as well. */
function texts(field: Field): string[] {
    const fields = Array.isArray(field.value) ? field.items() : field.isSet ? [field] : [];
    return fields.map(({ value }) => {
        if (typeof value !== "string" && typeof value !== "boolean" && typeof value !== "number") {
            throw new MalformedPolicy("a list or a map where a text is expected");
        }
        return String(value);
    });
}
