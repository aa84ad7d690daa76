import type { RuleCases } from "../case";
import { namespaceDefaultDeny } from "./namespace-default-deny";
import { namespaceQuota } from "./namespace-quota";
import { namespaceRestrictedLabel } from "./namespace-restricted-label";
import { reservedNamespaces } from "./reserved-namespaces";

export const namespaceCases: readonly RuleCases[] = [
    namespaceRestrictedLabel,
    namespaceDefaultDeny,
    namespaceQuota,
    reservedNamespaces,
];
