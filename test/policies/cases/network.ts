import type { RuleCases } from "./case";

export const networkCases: readonly RuleCases[] = [];
