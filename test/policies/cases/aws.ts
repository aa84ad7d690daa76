import type { RuleCases } from "./case";

export const awsCases: readonly RuleCases[] = [];
