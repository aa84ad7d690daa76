import type { Rule } from "../../rule";
import { namespaceDefaultDeny } from "./namespace-default-deny";
import { namespaceRestrictedLabel } from "./namespace-restricted-label";

export const namespaceRules: readonly Rule[] = [namespaceRestrictedLabel, namespaceDefaultDeny];
