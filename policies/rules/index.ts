import type { Rule } from "../engine/rule";
import { apiRules } from "./api";
import { awsRules } from "./aws";
import { dataRules } from "./data";
import { hygieneRules } from "./hygiene";
import { identityRules } from "./identity";
import { namespaceRules } from "./namespaces";
import { networkRules } from "./network";
import { normRules } from "./norms";
import { podSecurityRules } from "./pod-security";
import { podRules } from "./pods";
import { rbacRules } from "./rbac";
import { routeRules } from "./routes";
import { secretRules } from "./secrets";

/** All rules by area, in the order in which violations of one resource are listed. */
export const rulesByArea: Readonly<Record<string, readonly Rule[]>> = {
    "Pod Security Standards": podSecurityRules,
    Pods: podRules,
    Namespaces: namespaceRules,
    Network: networkRules,
    Routes: routeRules,
    RBAC: rbacRules,
    "The API server": apiRules,
    Secrets: secretRules,
    Data: dataRules,
    Identity: identityRules,
    Norms: normRules,
    AWS: awsRules,
    Hygiene: hygieneRules,
};

export const rules: readonly Rule[] = Object.values(rulesByArea).flat();
