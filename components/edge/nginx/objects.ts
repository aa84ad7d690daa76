import { UNTRUSTED_HEADERS } from "../headers";
import type { Limit, Route, RoutePath } from "../route";
import type { EdgeSettings } from "../settings";
import type { CLIENT_NETWORK } from "./client-address";
import { routePath } from "./paths";
import { share } from "../shares";

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
    /** How many of the controller's pods a client's requests are spread over. */
    readonly pods: number;
}

export interface NginxObject {
    readonly apiVersion: "k8s.nginx.org/v1";
    readonly kind: "VirtualServer" | "VirtualServerRoute" | "Policy";
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: object;
}

/** A host: its certificate, and for each path where the answer is described. */
export function virtualServer(route: Route, { namespace, ingressClass }: Placement): NginxObject {
    const described = `${route.backend.namespace}/${route.name}`;
    return {
        apiVersion: "k8s.nginx.org/v1",
        kind: "VirtualServer",
        metadata: { name: route.name, namespace },
        spec: {
            ingressClassName: ingressClass,
            host: route.host,
            tls: { secret: route.tlsSecret, redirect: { enable: true, code: 308 } },
            routes: route.paths.map((path) => ({ path: routePath(path), route: described })),
        },
    };
}

/**
 * What a host's paths lead to. It is in the backend's namespace: the controller follows the pods of a Service for objects
 * of that Service's namespace alone, and goes on sending requests to pods that are gone for all others.
 */
export function virtualServerRoute(route: Route, settings: EdgeSettings, placement: Placement): NginxObject {
    const { backend, readTimeoutSeconds } = route;
    return {
        apiVersion: "k8s.nginx.org/v1",
        kind: "VirtualServerRoute",
        metadata: { name: route.name, namespace: backend.namespace },
        spec: {
            ingressClassName: placement.ingressClass,
            host: route.host,
            upstreams: [
                {
                    name: backend.service,
                    service: backend.service,
                    port: backend.port,
                    "client-max-body-size": route.bodySize,
                    "connect-timeout": "5s",
                    "read-timeout": `${readTimeoutSeconds}s`,
                    "send-timeout": `${readTimeoutSeconds}s`,
                    tls: backend.tlsServerName === undefined ? undefined : { enable: true },
                },
            ],
            subroutes: route.paths.map((path) => subroute(path, backend.service, settings, placement)),
        },
    };
}

function subroute(of: RoutePath, upstream: string, { proxy }: EdgeSettings, { namespace }: Placement): object {
    const path = routePath(of);
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
        policies: of.limit && [{ name: of.limit.name, namespace }],
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
    { key, pods }: Enforcement,
    { limits }: EdgeSettings,
    { namespace, ingressClass }: Placement,
): NginxObject {
    const { requestsPerMinute, burst } = share(limit, pods);
    return {
        apiVersion: "k8s.nginx.org/v1",
        kind: "Policy",
        metadata: { name: limit.name, namespace },
        spec: {
            ingressClassName: ingressClass,
            rateLimit: {
                rate: `${requestsPerMinute}r/m`,
                // The controller refuses a 0.
                ...(burst === 0 ? {} : { burst }),
                noDelay: true,
                key: `\${${key}}`,
                zoneSize: limits.zoneSize,
                rejectCode: 429,
            },
        },
    };
}
