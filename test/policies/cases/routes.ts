import type { RuleCases } from "./case";

export const routeCases: readonly RuleCases[] = [];
