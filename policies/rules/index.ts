import type { Rule } from "../rule";
import { awsRules } from "./aws";
import { dataRules } from "./data";
import { hygieneRules } from "./hygiene";
import { identityRules } from "./identity";
import { namespaceRules } from "./namespaces";
import { networkRules } from "./network";
import { podSecurityRules } from "./pod-security";
import { podRules } from "./pods";
import { rbacRules } from "./rbac";
import { routeRules } from "./routes";
import { secretRules } from "./secrets";

/** All rules, in the order in which violations of one resource are listed. */
export const rules: readonly Rule[] = [
    ...podSecurityRules,
    ...podRules,
    ...namespaceRules,
    ...networkRules,
    ...routeRules,
    ...rbacRules,
    ...secretRules,
    ...dataRules,
    ...identityRules,
    ...awsRules,
    ...hygieneRules,
];
