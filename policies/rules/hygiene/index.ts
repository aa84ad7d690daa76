import type { Rule } from "../../rule";

export const hygieneRules: readonly Rule[] = [];
