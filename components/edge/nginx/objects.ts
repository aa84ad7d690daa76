import type { Limit, Route, RoutePath } from "../route";
import type { EdgeSettings } from "../settings";
import type { CLIENT_NETWORK } from "./client-address";
import { virtualServerPath } from "./paths";
import { leastShare } from "./shares";

/** Where the objects live and who is to read them. */
export interface Placement {
    /** Namespace of the controller: it reads Secrets in no other. */
    readonly namespace: string;
    readonly ingressClass: string;
}

/** How limits are enforced. */
export interface Enforcement {
    /** What they count by, as nginx' variable. */
    readonly key: "binary_remote_addr" | typeof CLIENT_NETWORK;
    /** The largest number of the controller's pods. */
    readonly mostPods: number;
}

export interface NginxObject {
    readonly apiVersion: "k8s.nginx.org/v1";
    readonly kind: "VirtualServer" | "Policy";
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: object;
}

/** Request headers by which applications may be told who the client is or what it asked for; nobody outside sets them. */
const UNTRUSTED_HEADERS = [
    "Forwarded",
    "True-Client-IP",
    "X-Client-IP",
    "X-Forwarded-Prefix",
    "X-Forwarded-Server",
    "X-HTTP-Method-Override",
    "X-Original-URL",
    "X-Rewrite-URL",
];

/** A host. The backend is in another namespace: the controller follows `namespace/service`. */
export function virtualServer(route: Route, settings: EdgeSettings, placement: Placement): NginxObject {
    const { backend, readTimeoutSeconds } = route;
    const { namespace, ingressClass } = placement;
    return {
        apiVersion: "k8s.nginx.org/v1",
        kind: "VirtualServer",
        metadata: { name: route.name, namespace },
        spec: {
            ingressClassName: ingressClass,
            host: route.host,
            tls: { secret: route.tlsSecret, redirect: { enable: true, code: 308 } },
            upstreams: [
                {
                    name: backend.service,
                    service: `${backend.namespace}/${backend.service}`,
                    port: backend.port,
                    "client-max-body-size": route.bodySize,
                    "connect-timeout": "5s",
                    "read-timeout": `${readTimeoutSeconds}s`,
                    "send-timeout": `${readTimeoutSeconds}s`,
                    ...(backend.tlsServerName === undefined ? {} : { tls: { enable: true } }),
                },
            ],
            routes: route.paths.map((path) => virtualServerRoute(path, backend.service, settings)),
        },
    };
}

function virtualServerRoute(of: RoutePath, upstream: string, { proxy }: EdgeSettings): object {
    const path = virtualServerPath(of);
    if (of.deny !== undefined) {
        return { path, action: { return: { code: of.deny, type: "text/plain", body: "Not found" } } };
    }
    const hidden = [...UNTRUSTED_HEADERS, ...(proxy === undefined ? [] : [proxy.realIpHeader])];
    const set = [
        // Replaced, not appended to: the first address in a list is the client's own claim.
        { name: "X-Forwarded-For", value: "${remote_addr}" },
        ...hidden.filter(unlessSet).map((name) => ({ name, value: "" })),
    ];
    return {
        path,
        ...(of.limit === undefined ? {} : { policies: [{ name: of.limit.name }] }),
        action: { proxy: { upstream, requestHeaders: { set } } },
    };
}

/** The controller sets these itself, or we do. */
function unlessSet(name: string): boolean {
    return !["x-forwarded-for", "x-real-ip"].includes(name.toLowerCase());
}

/** A limit, shared by all routes that name it on one host. */
export function rateLimitPolicy(
    limit: Limit,
    { key, mostPods }: Enforcement,
    { limits }: EdgeSettings,
    { namespace, ingressClass }: Placement,
): NginxObject {
    return {
        apiVersion: "k8s.nginx.org/v1",
        kind: "Policy",
        metadata: { name: limit.name, namespace },
        spec: {
            ingressClassName: ingressClass,
            rateLimit: {
                ...rate(limit, mostPods),
                burst: limit.burst,
                noDelay: true,
                key: `\${${key}}`,
                zoneSize: limits.zoneSize,
                rejectCode: 429,
            },
        },
    };
}

/**
 * Each pod's share of a rate. The controller divides by the number of pods (`scale`) and rounds down, and it counts those
 * that are starting or ending: during a rollout twice as many and more. A small rate would become 0, which nginx
 * refuses together with the whole configuration, so it is divided here, by the largest number.
 */
function rate(limit: Limit, mostPods: number): { readonly rate: string; readonly scale: boolean } {
    return limit.requestsPerMinute >= 4 * mostPods
        ? { rate: `${limit.requestsPerMinute}r/m`, scale: true }
        : { rate: `${leastShare(limit, mostPods)}r/m`, scale: false };
}
