import type { RuleCases } from "../case";
import { backendPlainCases } from "./backend-plain";
import { backendCases } from "./backends";
import { certificateCases } from "./certificates";
import { corsCases } from "./cors";
import { hostCases } from "./hosts";
import { issuerCases } from "./issuers";
import { limitCases } from "./limits";
import { plainHttpCases } from "./plain-http";
import { rateLimitPolicyCases } from "./rate-limit-policy";
import { requestCases } from "./requests";
import { routeIssuerCases } from "./route-issuer";

export const routeCases: readonly RuleCases[] = [
    ...hostCases,
    ...plainHttpCases,
    ...backendPlainCases,
    routeIssuerCases,
    ...issuerCases,
    ...certificateCases,
    ...backendCases,
    ...requestCases,
    ...limitCases,
    rateLimitPolicyCases,
    ...corsCases,
];
