import { isUnknown, UnknownValue } from "../../kubernetes/field";
import { type PolicyObject, type PolicyResource, readResource } from "../../kubernetes/resource";
import type { Context, Finding, Kinds, Level, Rule, Severity, Situation } from "./rule";

/** An entry of policy.json. */
export interface Violation {
    /** The rule's id, or `unknown-value` or `rule-error` where it could not be decided. */
    readonly rule: string;
    readonly level: Level;
    readonly severity: Severity;
    /** `<namespace>/<Kind>/<name>`, `_cluster` for what belongs to no namespace. */
    readonly resource: string;
    readonly message: string;
}

/** A violation with where it comes from. */
export interface Attributed {
    readonly violation: Violation;
    /** The rule that was violated or could not be decided. @default none: no rule could be, or none is concerned */
    readonly origin?: Rule;
    /** @default none: it is the list of exceptions that is wrong */
    readonly source?: PolicyResource;
}

/** A field that a rule reads is unknown: passing would let through what nobody has looked at. */
export const UNKNOWN_VALUE = "unknown-value";
/** A rule threw, or a resource could not be read: the same. */
export const RULE_ERROR = "rule-error";

/**
 * Judges resources by rules: pure, and always in the same order (by resource, rule, message).
 *
 * @param resources everything that is deployed together: some rules relate objects to each other
 */
export function evaluate(
    rules: readonly Rule[],
    resources: readonly PolicyResource[],
    situation: Situation,
): Attributed[] {
    const found: Attributed[] = [];
    const objects = resources.flatMap((resource) => {
        try {
            return readResource(resource);
        } catch (error) {
            const id = `_cluster/${resource.type.slice(resource.type.lastIndexOf(":") + 1)}/${resource.name}`;
            found.push({ violation: unreadable(id, error), source: resource });
            return [];
        }
    });
    const context = contextOf(objects, situation);
    const rulesFor = dispatch(rules);
    for (const object of objects) {
        for (const rule of rulesFor(object)) {
            for (const violation of judge(rule, object, context)) {
                found.push({ violation, origin: rule, source: object.source });
            }
        }
    }
    const order = new Map(rules.map((rule, index) => [rule, index]));
    const rank = ({ origin }: Attributed): number => (origin === undefined ? -1 : (order.get(origin) ?? -1));
    return found.sort(
        (a, b) =>
            compare(a.violation.resource, b.violation.resource) ||
            rank(a) - rank(b) ||
            compare(a.violation.message, b.violation.message),
    );
}

function contextOf(objects: readonly PolicyObject[], situation: Situation): Context {
    const byKind = new Map<string, PolicyObject[]>();
    for (const object of objects) {
        const same = byKind.get(object.qualifiedKind);
        if (same === undefined) {
            byKind.set(object.qualifiedKind, [object]);
        } else {
            same.push(object);
        }
    }
    return { ...situation, objects, of: (kind) => byKind.get(kind) ?? [] };
}

/** The rules for an object. Kinds are few and objects many, so each kind is looked up once. */
function dispatch(rules: readonly Rule[]): (object: PolicyObject) => readonly Rule[] {
    const byType = new Map<string, readonly Rule[]>();
    return (object) => {
        let known = byType.get(object.type);
        if (known === undefined) {
            known = rules.filter(({ kinds }) => judges(kinds, object));
            byType.set(object.type, known);
        }
        return known;
    };
}

function judges(kinds: Kinds, object: PolicyObject): boolean {
    switch (kinds) {
        case "pods":
            return object.holdsPod;
        case "kubernetes":
            return object.isKubernetes;
        case "any":
            return true;
        default:
            return kinds.includes(object.qualifiedKind);
    }
}

function judge(rule: Rule, object: PolicyObject, context: Context): readonly Violation[] {
    try {
        return rule
            .check(object, context)
            .map((result) =>
                "unknownPath" in result
                    ? undecided(rule, object, result.unknownPath)
                    : violationOf(rule, object, rule.id, messageOf(result)),
            );
    } catch (error) {
        return [
            error instanceof UnknownValue
                ? undecided(rule, object, error.path)
                : violationOf(rule, object, RULE_ERROR, `${rule.id} could not be decided: ${reason(error)}`),
        ];
    }
}

function undecided(rule: Rule, object: PolicyObject, path: string): Violation {
    const message = `${path}: not known before deployment, so ${rule.id} cannot be decided. Give it a plain value.`;
    return violationOf(rule, object, UNKNOWN_VALUE, message);
}

/** @param kind the rule's own id, or what kept it from deciding */
function violationOf({ level, severity }: Rule, object: PolicyObject, kind: string, message: string): Violation {
    return { rule: kind, level, severity, resource: object.id, message };
}

function unreadable(resource: string, error: unknown): Violation {
    if (error instanceof UnknownValue) {
        const message = `${error.path}: not known before deployment, so no rule can be decided. Give it a plain value.`;
        return { rule: UNKNOWN_VALUE, level: "mandatory", severity: "critical", resource, message };
    }
    const message = `no rule could be decided: ${reason(error)}`;
    return { rule: RULE_ERROR, level: "mandatory", severity: "critical", resource, message };
}

/** One line; the error is a rule's own, which by contract carries no value. */
function reason(error: unknown): string {
    return (error instanceof Error ? error.message : String(error)).split("\n", 1).join("");
}

/** Field, what was found there, what is expected, and the line to write. */
function messageOf(finding: Finding): string {
    const container = finding.container === undefined ? "" : ` (container ${finding.container})`;
    const found = finding.found ?? shown(finding.at.value);
    const path = finding.at.path === "" ? "the resource" : finding.at.path;
    return `${path}${container}: found ${found}, expected ${finding.expected}. Write: ${finding.write}`;
}

const SHOWN_LENGTH = 60;

/** A value as messages quote it: on one line, and cut if it is long. */
export function shown(value: unknown): string {
    if (value === undefined) {
        return "nothing";
    }
    const text = isUnknown(value) ? "an unknown value" : JSON.stringify(value);
    return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

/** By code unit: the order must not depend on the machine's locale. */
function compare(a: string, b: string): number {
    return a < b ? -1 : Number(a > b);
}
