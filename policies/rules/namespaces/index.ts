import type { Rule } from "../../engine/rule";
import { namespaceDefaultDeny } from "./namespace-default-deny";
import { namespaceQuota } from "./namespace-quota";
import { namespaceRestrictedLabel } from "./namespace-restricted-label";
import { reservedNamespaces } from "./reserved-namespaces";

export const namespaceRules: readonly Rule[] = [
    namespaceRestrictedLabel,
    namespaceDefaultDeny,
    namespaceQuota,
    reservedNamespaces,
];
