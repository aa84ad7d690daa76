import { evaluate, type Violation } from "../../policies/engine/evaluate";
import type { Situation } from "../../policies/engine/rule";
import { rules } from "../../policies/rules";
import type { PolicyResource } from "../../kubernetes/resource";

/** What all rules object to, without exceptions. */
export function judge(resources: readonly PolicyResource[], situation: Situation): Violation[] {
    return evaluate(rules, resources, situation).map(({ violation }) => violation);
}
