import type { RuleCases } from "./case";
import { namespaceCases } from "./namespaces";
import { baselineCases } from "./pod-security-baseline";
import { restrictedCases } from "./pod-security-restricted";
import { podCases } from "./pods";
import { secretCases } from "./secrets";

/** The cases of every rule. */
export const cases: readonly RuleCases[] = [
    ...baselineCases,
    ...restrictedCases,
    ...podCases,
    ...namespaceCases,
    ...secretCases,
];
