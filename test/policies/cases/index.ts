import { apiCases } from "./api";
import { awsCases } from "./aws";
import type { RuleCases } from "./case";
import { dataCases } from "./data";
import { hygieneCases } from "./hygiene";
import { identityCases } from "./identity";
import { namespaceCases } from "./namespaces";
import { networkCases } from "./network";
import { normCases } from "./norms";
import { baselineCases } from "./pod-security-baseline";
import { restrictedCases } from "./pod-security-restricted";
import { podCases } from "./pods";
import { rbacCases } from "./rbac";
import { routeCases } from "./routes";
import { secretCases } from "./secrets";

/** The cases of every rule. */
export const cases: readonly RuleCases[] = [
    ...baselineCases,
    ...restrictedCases,
    ...podCases,
    ...namespaceCases,
    ...networkCases,
    ...routeCases,
    ...rbacCases,
    ...apiCases,
    ...secretCases,
    ...dataCases,
    ...identityCases,
    ...normCases,
    ...awsCases,
    ...hygieneCases,
];
