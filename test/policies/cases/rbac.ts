import type { RuleCases } from "./case";

export const rbacCases: readonly RuleCases[] = [];
