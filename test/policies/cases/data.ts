import type { RuleCases } from "./case";

export const dataCases: readonly RuleCases[] = [];
