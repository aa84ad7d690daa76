import type { Place } from "../places";
import { becomes, both, removed, rows } from "../row";

const ANSWERED = [
    "Strict-Transport-Security",
    "X-Frame-Options",
    "X-Content-Type-Options",
    "X-XSS-Protection",
    "Referrer-Policy",
    "Permissions-Policy",
    "X-Powered-By",
    "Server",
];
const REMOVED = [
    "Forwarded",
    "True-Client-IP",
    "X-Client-IP",
    "X-Forwarded-Prefix",
    "X-Forwarded-Server",
    "X-HTTP-Method-Override",
    "X-Original-URL",
    "X-Rewrite-URL",
];

const KRATOS = "Host(`auth.karima.com`)";

export const traefikFields = [
    ...rows("IngressRoute.traefik.io", [
        ["spec.routes[].match", "route-host", both(removed, becomes("PathPrefix(`/`)", "HostRegexp(`.+`)"))],
        ["spec.routes[].match", "ingressroute-denied-paths", becomes(`${KRATOS} && Path(\`/elsewhere\`)`), isDenied],
        ["spec.routes[].match", "rate-limit-strength", becomes(`${KRATOS} && Path(\`/elsewhere\`)`), isLimited],
        ["spec.routes[]", "ingressroute-denied-paths", removed, isDenied],
        ["spec.routes[].priority", "ingressroute-denied-paths", becomes(-1), isDenied],
        ["spec.routes[].priority", "rate-limit-strength", becomes(-1), isLimited],
        ["spec.routes[].middlewares", "ingressroute-headers", both(removed, becomes([]))],
        ["spec.routes[].middlewares[]", "ingressroute-headers", removed, isNamed(/headers$/)],
        ["spec.routes[].middlewares[].name", "ingressroute-headers", becomes("missing"), isNamed(/headers$/)],
        ["spec.routes[].middlewares[].name", "rate-limit-strength", becomes("missing"), isNamed(/limit$/)],
        ["spec.routes[].middlewares[].name", "ingressroute-denied-paths", becomes("missing"), isNamed(/deny$/)],
        ["spec.routes[].middlewares[].name", "route-listener", becomes("missing"), isNamed(/redirect$/)],
        ["spec.routes[].middlewares[].+namespace", "ingressroute-namespace", becomes("elsewhere")],
        ["spec.routes[].services[].name", "route-admin-port", becomes("kratos-admin", "api@internal")],
        ["spec.routes[].services[].port", "route-admin-port", becomes(4434, 5432, 27017, 6379)],
        ["spec.routes[].services[].scheme", "route-backend-tls", becomes("http")],
        ["spec.routes[].services[].+namespace", "ingressroute-namespace", becomes("kratos")],
        ["spec.tls", "route-listener", removed],
        ["spec.tls.secretName", "route-tls", both(removed, becomes(""))],
        ["spec.tls.options", "ingressroute-tls", removed],
        ["spec.tls.options.name", "ingressroute-tls", both(removed, becomes("default"))],
    ]),
    ...rows("Middleware.traefik.io", [
        ...ANSWERED.map(
            (name) => [`spec.headers.customResponseHeaders.${name}`, "ingressroute-headers", removed] as const,
        ),
        ...REMOVED.map(
            (name) =>
                [
                    `spec.headers.customRequestHeaders.${name}`,
                    "ingressroute-client-address",
                    both(removed, becomes("10.0.0.1")),
                ] as const,
        ),
        ["spec.headers.customRequestHeaders.+X-Forwarded-For", "ingressroute-client-address", becomes("", "10.0.0.1")],
        ["spec.headers.+accessControlAllowOriginList", "cors-origin", becomes(["*"])],
        ["spec.redirectScheme", "route-listener", removed],
        ["spec.redirectScheme.scheme", "route-redirect", both(removed, becomes("http"))],
        ["spec.ipAllowList", "ingressroute-denied-paths", removed],
        ["spec.ipAllowList.sourceRange[]", "ingressroute-denied-paths", both(removed, becomes("0.0.0.0/0"))],
        ["spec.ipAllowList.+ipStrategy", "ingressroute-denied-paths", becomes({ depth: 1 })],
        ["spec.rateLimit", "rate-limit-strength", removed],
        ["spec.rateLimit.average", "rate-limit-strength", both(removed, becomes(0, 1000))],
        ["spec.rateLimit.period", "rate-limit-strength", becomes("10ms")],
        ["spec.rateLimit.burst", "rate-limit-strength", becomes(100)],
        ["spec.rateLimit.sourceCriterion", "rate-limit-policy", becomes({ requestHeaderName: "X-A" })],
        ["spec.rateLimit.sourceCriterion.ipStrategy", "rate-limit-policy", becomes({ depth: 3 })],
        ["spec.+plugin", "route-snippets", becomes({ rewriter: {} })],
    ]),
    ...rows("ServersTransport.traefik.io", [
        ["spec.+insecureSkipVerify", "route-backend-tls", becomes(true)],
        ["spec.+minVersion", "route-backend-tls", becomes("VersionTLS10", "VersionTLS11", "VersionTLS13")],
        ["spec.+maxVersion", "route-backend-tls", becomes("VersionTLS10", "VersionTLS11")],
    ]),
    ...rows("TLSOption.traefik.io", [
        ["spec.minVersion", "ingressroute-tls", both(removed, becomes("VersionTLS12"))],
        ["spec.sniStrict", "ingressroute-tls", both(removed, becomes(false))],
        ["spec.disableSessionTickets", "ingressroute-tls", both(removed, becomes(false))],
        ["spec.+maxVersion", "ingressroute-tls", becomes("VersionTLS12")],
    ]),
    ...rows("Service", [["spec.externalName", "service-exposure", becomes("127.0.0.1", "localhost")]]),
];

interface Route {
    readonly middlewares: readonly { readonly name: string }[];
}

function names({ resource, keys }: Place): string[] {
    const { routes } = resource.props["spec"] as { routes: readonly Route[] };
    return routes[Number(keys[2])]?.middlewares.map(({ name }) => name) ?? [];
}

/** A route that refuses what the application would otherwise show. */
function isDenied(place: Place): boolean {
    return names(place).includes("kato-platform-deny");
}

function isLimited(place: Place): boolean {
    return names(place).some((name) => name.endsWith("limit"));
}

/** One of a route's Middlewares, or its name. */
function isNamed(name: RegExp): (place: Place) => boolean {
    return (place) => name.test(names(place)[Number(place.keys[4])] ?? "");
}
