import type { RuleCases } from "./case";

export const hygieneCases: readonly RuleCases[] = [];
