import { type Attributed, evaluate } from "./evaluate";
import { applyExceptions, type Excepted } from "./exception";
import { readExceptions, unusedExceptions } from "./exception-list";
import type { PolicyResource } from "../../kubernetes/resource";
import type { Rule, Situation } from "./rule";

/** What to judge resources by. */
export interface Standard {
    readonly rules: readonly Rule[];
    /** As written: checked here. */
    readonly exceptions: readonly unknown[];
    readonly situation: Situation;
}

/** All there is to say about resources. */
export interface Verdict {
    /** What counts: the list of exceptions first, then by resource, rule and message. */
    readonly violations: readonly Attributed[];
    /** What would count without an exception. */
    readonly excepted: readonly Excepted[];
}

/**
 * Judges resources by rules and exceptions.
 *
 * @param whole whether these are all resources of a stack; of some, nobody can tell which exceptions are unused
 */
export function verdict(resources: readonly PolicyResource[], standard: Standard, whole: boolean): Verdict {
    const { rules, situation } = standard;
    const { exceptions, violations } = readExceptions(standard.exceptions, rules, situation);
    const { counting, excepted, used } = applyExceptions(evaluate(rules, resources, situation), exceptions);
    // Only the engine's run of the pack knows the state, see Session.
    const elsewhere = new Set(rules.filter(({ needs }) => needs !== undefined).map(({ id }) => id));
    const idle = exceptions.filter((one) => !used.has(one) && !elsewhere.has(one.exception.rule));
    const unused = whole ? idle : [];
    return { violations: [...violations, ...unusedExceptions(unused, situation), ...counting], excepted };
}
