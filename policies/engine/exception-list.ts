import { closest } from "../../config/suggest";
import { ENVIRONMENTS } from "../../environments";
import { type Attributed, RULE_ERROR, shown, UNKNOWN_VALUE } from "./evaluate";
import { type Exception, exceptionId, type ExceptionInForce, inForce } from "./exception";
import { isRecord } from "../../kubernetes/field";
import type { Rule, Situation } from "./rule";

/** Violations of the list of exceptions itself: an entry that is wrong, one whose time is over, one that covers nothing. */
export const EXCEPTION_INVALID = "exception-invalid";
export const EXCEPTION_EXPIRED = "exception-expired";
export const EXCEPTION_UNUSED = "exception-unused";
type ExceptionRule = typeof EXCEPTION_INVALID | typeof EXCEPTION_EXPIRED | typeof EXCEPTION_UNUSED;

const REQUIRED = ["resource", "rule", "reason", "owner", "expiry"] as const;
const FIELDS: readonly string[] = [...REQUIRED, "environment"];

/** What is wrong with one field of an entry. */
interface Problem {
    readonly field: string;
    readonly found: string;
    readonly expected: string;
    readonly write: string;
}

/**
 * Reads the list: which exceptions hold today in this environment, and what is wrong with the others, which cover nothing.
 *
 * @param given as written; nothing checks its types before it is loaded
 * @param rules those that an exception may be for
 */
export function readExceptions(
    given: readonly unknown[],
    rules: readonly Rule[],
    situation: Situation,
): { readonly exceptions: readonly ExceptionInForce[]; readonly violations: readonly Attributed[] } {
    const exceptions: ExceptionInForce[] = [];
    const violations: Attributed[] = [];
    given.forEach((value, index) => {
        const entry = index + 1;
        const problems = problemsOf(value, rules, situation.today);
        if (problems.length > 0) {
            violations.push(...problems.map((problem) => violation(EXCEPTION_INVALID, entry, value, problem)));
            return;
        }
        const exception = value as Exception;
        if (exception.expiry < situation.today) {
            violations.push(violation(EXCEPTION_EXPIRED, entry, exception, expired(exception, situation.today)));
        } else if ((exception.environment ?? situation.environment) === situation.environment) {
            exceptions.push(inForce(exception, entry));
        }
    });
    return { exceptions, violations };
}

/** The violations for exceptions that cover nothing. */
export function unusedExceptions(unused: readonly ExceptionInForce[], situation: Situation): Attributed[] {
    return unused.map(({ exception, entry }) =>
        violation(EXCEPTION_UNUSED, entry, exception, {
            field: "resource",
            found: `no violation of ${exception.rule} that ${shown(exception.resource)} covers in ${situation.environment}`,
            expected: "one",
            write: "nothing: delete the entry, or name the one environment that needs it",
        }),
    );
}

function violation(rule: ExceptionRule, entry: number, value: unknown, problem: Problem): Attributed {
    const { field, found, expected, write } = problem;
    const [of, at] = isRecord(value) ? [value["rule"], value["resource"]] : [];
    const about = typeof of === "string" && typeof at === "string" ? ` (${of} for ${at})` : "";
    const place = `policies/exceptions.ts, entry ${entry}${about}${field === "" ? "" : `, ${field}`}`;
    const message = `${place}: found ${found}, expected ${expected}. Write: ${write}`;
    return { violation: { rule, level: "mandatory", severity: "high", resource: exceptionId(entry), message } };
}

function expired({ expiry, owner }: Exception, today: string): Problem {
    return {
        field: "expiry",
        found: expiry,
        expected: `${today} or later`,
        write: `what the rule asks for, and delete the entry; or a later day, if ${owner} answers for it`,
    };
}

function problemsOf(value: unknown, rules: readonly Rule[], today: string): Problem[] {
    if (!isRecord(value)) {
        const expected = `an object with ${REQUIRED.join(", ")}`;
        return [{ field: "", found: shown(value), expected, write: 'resource: "…", rule: "…", …' }];
    }
    const unknown = Object.keys(value).filter((key) => !FIELDS.includes(key));
    const empty = REQUIRED.filter((key) => !isText(value[key]));
    const problems = [
        ...unknown.map((field): Problem => {
            const meant = closest(field, FIELDS);
            const write = meant === undefined ? `one of ${FIELDS.join(", ")}` : `${meant}: "…"`;
            return { field, found: shown(value[field]), expected: "no such field", write };
        }),
        ...empty.map((field): Problem => {
            return { field, found: shown(value[field]), expected: "a text that is not empty", write: `${field}: "…"` };
        }),
    ];
    const { resource, rule, expiry, environment } = value;
    const checks = [
        isText(resource) && resourceProblem(resource),
        isText(rule) && ruleProblem(rule, rules),
        isText(expiry) && expiryProblem(expiry, today),
        environment !== undefined && environmentProblem(environment),
    ];
    return [...problems, ...checks.filter((problem) => typeof problem === "object")];
}

function isText(value: unknown): value is string {
    return typeof value === "string" && value.trim() !== "";
}

function resourceProblem(resource: string): Problem | undefined {
    const found = shown(resource);
    if (!/^[^/\s]+\/[^/\s]+\/\S+$/.test(resource)) {
        const expected = "<namespace>/<Kind>/<name>, with _cluster for what belongs to no namespace";
        return { field: "resource", found, expected, write: 'resource: "kato/Deployment/kato"' };
    }
    if (/^[*/]+$/.test(resource)) {
        const expected = "a namespace, a kind or a name: a rule is not switched off for everything";
        return { field: "resource", found, expected, write: 'resource: "kato/Deployment/*"' };
    }
    return undefined;
}

function ruleProblem(rule: string, rules: readonly Rule[]): Problem | undefined {
    const found = shown(rule);
    if (rule === UNKNOWN_VALUE || rule === RULE_ERROR) {
        const expected = "a rule: nobody knows what an exception for something undecided lets through";
        return { field: "rule", found, expected, write: "nothing: give the field a plain value, or mend the rule" };
    }
    const ids = rules.map(({ id }) => id);
    if (ids.includes(rule)) {
        return undefined;
    }
    const meant = closest(rule, ids);
    const write = meant === undefined ? "the id of a rule in docs/policies.md" : `rule: "${meant}"`;
    return { field: "rule", found, expected: "the id of a rule", write };
}

function expiryProblem(expiry: string, today: string): Problem | undefined {
    const found = shown(expiry);
    const [year = "", ...rest] = today.split("-");
    const latest = [Number(year) + 1, ...rest].join("-");
    if (!isDay(expiry)) {
        return {
            field: "expiry",
            found,
            expected: "a day of the calendar, as 2026-11-22",
            write: `expiry: "${latest}"`,
        };
    }
    if (expiry > latest) {
        return { field: "expiry", found, expected: `${latest} at the latest`, write: `expiry: "${latest}"` };
    }
    return undefined;
}

function isDay(text: string): boolean {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
    // 2026-02-30 parses, as a day in March.
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function environmentProblem(environment: unknown): Problem | undefined {
    if (ENVIRONMENTS.some((known) => known === environment)) {
        return undefined;
    }
    const expected = `${ENVIRONMENTS.join(", ")}, or nothing for all of them`;
    return { field: "environment", found: shown(environment), expected, write: 'environment: "production"' };
}
