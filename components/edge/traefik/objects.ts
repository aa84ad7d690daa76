import { HEADERS, TELLTALES, UNTRUSTED_HEADERS } from "../headers";
import { pathPattern } from "../path-pattern";
import type { Limit, Route, RouteBackend, RoutePath } from "../route";
import type { EdgeSettings } from "../settings";
import { rateLimit } from "./limits";

/** Where the objects live: all in the controller's namespace, so that it reads Secrets in no other. */
export interface Placement {
    readonly namespace: string;
    readonly ingressClass: string;
}

export interface TraefikObject {
    readonly apiVersion: "traefik.io/v1alpha1";
    readonly kind: "IngressRoute" | "Middleware" | "ServersTransport" | "TLSOption";
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: object;
}

const TLS_OPTION = "kato-platform-tls";
const HEADERS_NAME = "kato-platform-headers";
const REDIRECT_NAME = "kato-platform-redirect";
const DENY_NAME = "kato-platform-deny";

/** Security guide, "TLS Configuration Best Practices"; those of TLS 1.3 are Go's own. */
const TLS12_CIPHERS = [
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
];

/** No client has it. */
const NOBODY = "255.255.255.255/32";

export function tlsOption(settings: EdgeSettings, { namespace }: Placement): TraefikObject {
    return object("TLSOption", TLS_OPTION, namespace, tlsOfClients(settings));
}

/** How clients are spoken to. */
export function tlsOfClients({ tls }: EdgeSettings): object {
    const isNew = tls.minVersion === "1.3";
    return {
        minVersion: isNew ? "VersionTLS13" : "VersionTLS12",
        ...(isNew ? {} : { cipherSuites: TLS12_CIPHERS }),
        // A host that is not served gets no certificate.
        sniStrict: true,
        // A ticket is as good as the key it was made with.
        disableSessionTickets: true,
    };
}

/** How TLS backends are verified. */
export function serversTransport(route: Route, authoritySecret: unknown, { namespace }: Placement): TraefikObject {
    const { tlsServerName: serverName } = route.backend;
    const rootCAs = [{ secret: authoritySecret }];
    // No `minVersion`: Traefik 3.7 then finds that it is above the highest, and takes its own defaults for all of this. The
    // backends themselves speak TLS 1.3 alone.
    return object("ServersTransport", route.name, namespace, {
        ...(serverName === undefined ? {} : { serverName, rootCAs }),
        forwardingTimeouts: { dialTimeout: "5s", responseHeaderTimeout: `${route.readTimeoutSeconds}s` },
    });
}

/** What all routes share. */
export function sharedMiddlewares(settings: EdgeSettings, { namespace }: Placement): TraefikObject[] {
    const hidden = [...UNTRUSTED_HEADERS, ...(settings.proxy === undefined ? [] : [settings.proxy.realIpHeader])];
    const removed = (names: readonly string[]): Record<string, string> =>
        Object.fromEntries(names.map((name) => [name, ""]));
    return [
        object("Middleware", HEADERS_NAME, namespace, {
            headers: {
                // An application's `Server` would be passed on, where NGINX says its own.
                customResponseHeaders: { ...HEADERS, ...removed([...TELLTALES, "Server"]) },
                customRequestHeaders: {
                    // Those of the client's address are Traefik's own to set.
                    ...removed(hidden.filter((name) => name.toLowerCase() !== "x-forwarded-for")),
                    // None of our applications changes protocols; an upgrade would be a connection that nothing looks into.
                    Upgrade: "",
                },
            },
        }),
        object("Middleware", REDIRECT_NAME, namespace, { redirectScheme: { scheme: "https", permanent: true } }),
        object("Middleware", DENY_NAME, namespace, { ipAllowList: { sourceRange: [NOBODY], rejectStatusCode: 404 } }),
    ];
}

export function limitMiddleware(
    limit: Limit,
    pods: number,
    settings: EdgeSettings,
    { namespace }: Placement,
): TraefikObject {
    return object("Middleware", limit.name, namespace, { rateLimit: rateLimit(limit, pods, settings) });
}

export function bodySizeMiddleware({ name, bodySize }: Route, { namespace }: Placement): TraefikObject {
    return object("Middleware", bodySizeName(name), namespace, {
        buffering: { maxRequestBodyBytes: bytes(bodySize) },
    });
}

/** A host: its certificate, and what its paths lead to. */
export function ingressRoute(route: Route, { namespace, ingressClass }: Placement): TraefikObject {
    const groups = grouped(route.paths);
    return object("IngressRoute", route.name, namespace, {
        ingressClassName: ingressClass,
        entryPoints: ["websecure"],
        tls: { secretName: route.tlsSecret, options: { name: TLS_OPTION } },
        routes: groups.map((paths, index) => {
            const [{ deny, limit }] = paths;
            const names =
                deny === undefined
                    ? [...(limit === undefined ? [] : [limit.name]), bodySizeName(route.name)]
                    : [DENY_NAME];
            return {
                kind: "Rule",
                match: `${hostRule(route)} && (${paths.map(pathRule).join(" || ")})`,
                // The first that matches decides, as in the list.
                priority: groups.length - index,
                middlewares: [HEADERS_NAME, ...names].map((name) => ({ name })),
                services: [service(route)],
            };
        }),
    });
}

/** The host by plain HTTP. Whatever answers a challenge for a certificate has a longer rule, and so comes first. */
export function redirectRoute(route: Route, { namespace, ingressClass }: Placement): TraefikObject {
    return object("IngressRoute", `${route.name}-http`, namespace, {
        ingressClassName: ingressClass,
        entryPoints: ["web"],
        routes: [
            {
                kind: "Rule",
                match: hostRule(route),
                priority: 1,
                middlewares: [{ name: HEADERS_NAME }, { name: REDIRECT_NAME }],
                services: [service(route)],
            },
        ],
    });
}

/** Name of the controller's own Service for a backend, which is only another name for it. */
export function aliasOf({ service: name }: RouteBackend): string {
    return name;
}

/** Each limit counts for itself in each of Traefik's routers: paths that share one are one router. */
function grouped(paths: readonly RoutePath[]): [RoutePath, ...RoutePath[]][] {
    const groups = new Map<string, [RoutePath, ...RoutePath[]]>();
    for (const path of paths) {
        const key = path.limit?.name ?? (path.deny === undefined ? path.path : "denied");
        const group = groups.get(key);
        if (group === undefined) {
            groups.set(key, [path]);
        } else {
            group.push(path);
        }
    }
    return [...groups.values()];
}

function service({ name, backend }: Route): object {
    return {
        name: aliasOf(backend),
        port: backend.port,
        scheme: backend.tlsServerName === undefined ? "http" : "https",
        serversTransport: name,
    };
}

function hostRule({ host }: Route): string {
    return `Host(\`${host}\`)`;
}

function pathRule(path: RoutePath): string {
    return `PathRegexp(\`(?i)${pathPattern(path)}\`)`;
}

function bodySizeName(route: string): string {
    return `${route}-body`;
}

/** `10m` is 10 MiB, as nginx writes sizes. */
function bytes(size: string): number {
    return Number.parseInt(size, 10) * (size.endsWith("m") ? 1024 * 1024 : 1024);
}

function object(kind: TraefikObject["kind"], name: string, namespace: string, spec: object): TraefikObject {
    return { apiVersion: "traefik.io/v1alpha1", kind, metadata: { name, namespace }, spec };
}
