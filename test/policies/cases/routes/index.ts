import type { MoreCases, RuleCases } from "../case";
import { backendPlainCases } from "./backend-plain";
import { backendCases } from "./backends";
import { certificateCases } from "./certificates";
import { corsCases } from "./cors";
import { hostCases } from "./hosts";
import { ingressRouteRequestCases } from "./ingressroute-requests";
import { ingressRouteCases } from "./ingressroutes";
import { issuerCases } from "./issuers";
import { limitCases } from "./limits";
import { plainHttpCases } from "./plain-http";
import { rateLimitPolicyCases } from "./rate-limit-policy";
import { requestCases } from "./requests";
import { routeIssuerCases } from "./route-issuer";
import { traefikBackendCases } from "./traefik-backends";
import { traefikHostCases } from "./traefik-hosts";
import { traefikLimitCases } from "./traefik-limits";

const casesOfEach: readonly RuleCases[] = [
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
    ...ingressRouteCases,
    ...ingressRouteRequestCases,
];

const ofTraefik: MoreCases = { ...traefikHostCases, ...traefikBackendCases, ...traefikLimitCases };

export const routeCases: readonly RuleCases[] = casesOfEach.map((one) => {
    const { fails = [], nearMisses = [] } = ofTraefik[one.rule] ?? {};
    return { ...one, fails: [...one.fails, ...fails], nearMisses: [...one.nearMisses, ...nearMisses] };
});
