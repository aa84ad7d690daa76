import type { Rule } from "../../engine/rule";
import { certificateStrength } from "./certificate-strength";
import { corsOrigin } from "./cors-origin";
import { ingressRouteClientAddress } from "./ingressroute-client-address";
import { ingressRouteDeniedPaths } from "./ingressroute-denied-paths";
import { ingressRouteHeaders } from "./ingressroute-headers";
import { ingressRouteNamespace } from "./ingressroute-namespace";
import { ingressRouteTls } from "./ingressroute-tls";
import { issuerAuthority } from "./issuer-authority";
import { issuerSolvers } from "./issuer-solvers";
import { rateLimitPolicy } from "./rate-limit-policy";
import { rateLimitStrength } from "./rate-limit-strength";
import { routeAdminPort } from "./route-admin-port";
import { routeBackendPlain } from "./route-backend-plain";
import { routeBackendTls } from "./route-backend-tls";
import { routeClientAddress } from "./route-client-address";
import { routeDeniedPaths } from "./route-denied-paths";
import { routeHost } from "./route-host";
import { routeIssuer } from "./route-issuer";
import { routeListener } from "./route-listener";
import { routeRateLimit } from "./route-rate-limit";
import { routeRedirect } from "./route-redirect";
import { routeSnippets } from "./route-snippets";
import { routeTls } from "./route-tls";

export const routeRules: readonly Rule[] = [
    routeTls,
    routeHost,
    routeRedirect,
    routeListener,
    routeIssuer,
    issuerAuthority,
    issuerSolvers,
    certificateStrength,
    routeSnippets,
    routeAdminPort,
    routeDeniedPaths,
    routeBackendTls,
    routeBackendPlain,
    routeClientAddress,
    routeRateLimit,
    rateLimitPolicy,
    rateLimitStrength,
    corsOrigin,
    ingressRouteTls,
    ingressRouteHeaders,
    ingressRouteDeniedPaths,
    ingressRouteClientAddress,
    ingressRouteNamespace,
];
