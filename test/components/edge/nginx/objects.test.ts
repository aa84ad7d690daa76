import assert from "node:assert/strict";
import {
    type NginxObject,
    rateLimitPolicy,
    virtualServer,
    virtualServerRoute,
} from "../../../../components/edge/nginx/objects";
import { share } from "../../../../components/edge/shares";
import type { Route } from "../../../../components/edge/route";
import { proxy, routes, settings } from "../given";
import { defined } from "../../../support/defined";

const placement = { namespace: "nginx-ingress", ingressClass: "nginx" };

const set = [
    { name: "X-Forwarded-For", value: "${remote_addr}" },
    { name: "Forwarded", value: "" },
    { name: "True-Client-IP", value: "" },
    { name: "X-Client-IP", value: "" },
    { name: "X-Forwarded-Prefix", value: "" },
    { name: "X-Forwarded-Server", value: "" },
    { name: "X-HTTP-Method-Override", value: "" },
    { name: "X-Original-URL", value: "" },
    { name: "X-Rewrite-URL", value: "" },
];
const notFound = { return: { code: 404, type: "text/plain", body: "Not found" } };

function spec({ spec }: NginxObject): { readonly [field: string]: unknown } {
    return spec as { readonly [field: string]: unknown };
}

const EVERYTHING = String.raw`~ ^/(?!\.well-known/acme-challenge/)`;

/** Paths of a VirtualServer or VirtualServerRoute. */
function paths(object: NginxObject): string[] {
    const { routes: named, subroutes } = spec(object) as Record<string, { path: string }[] | undefined>;
    return (named ?? subroutes ?? []).map(({ path }) => path);
}

describe("virtualServer", () => {
    it("is the host with its certificate and its redirect (308), and leads to the namespace of the backend", () => {
        const [kato] = routes() as [Route];
        const route = "kato/kato-ingress";
        assert.deepEqual(virtualServer(kato, placement), {
            apiVersion: "k8s.nginx.org/v1",
            kind: "VirtualServer",
            metadata: { name: "kato-ingress", namespace: "nginx-ingress" },
            spec: {
                ingressClassName: "nginx",
                host: "kato.yourdomain.com",
                tls: { secret: "kato-tls", redirect: { enable: true, code: 308 } },
                routes: [
                    { path: "~* ^/metrics", route },
                    { path: "~* ^/sessions", route },
                    { path: "~* ^/auth", route },
                    { path: EVERYTHING, route },
                ],
            },
        });
    });

    it("has the paths of its VirtualServerRoute, all of one kind, or the controller takes none of them", () => {
        for (const route of routes()) {
            const named = paths(virtualServer(route, placement));
            assert.deepEqual(named, paths(virtualServerRoute(route, settings, placement)));
            assert.deepEqual(
                named.filter((path) => !path.startsWith("~")),
                [],
            );
        }
    });
});

describe("virtualServerRoute", () => {
    const [kato, kratos] = routes() as [Route, Route];

    it("is what a host's paths lead to, beside the Service whose pods it follows", () => {
        const action = { proxy: { upstream: "kato", requestHeaders: { set } } };
        const limited = (name: string) => ({ policies: [{ name, namespace: "nginx-ingress" }], action });
        assert.deepEqual(defined(virtualServerRoute(kato, settings, placement)), {
            apiVersion: "k8s.nginx.org/v1",
            kind: "VirtualServerRoute",
            metadata: { name: "kato-ingress", namespace: "kato" },
            spec: {
                ingressClassName: "nginx",
                host: "kato.yourdomain.com",
                upstreams: [
                    {
                        name: "kato",
                        service: "kato",
                        port: 443,
                        "client-max-body-size": "10m",
                        "connect-timeout": "5s",
                        "read-timeout": "60s",
                        "send-timeout": "60s",
                        tls: { enable: true },
                    },
                ],
                subroutes: [
                    { path: "~* ^/metrics", action: notFound },
                    { path: "~* ^/sessions", ...limited("api-limit") },
                    { path: "~* ^/auth", ...limited("auth-limit") },
                    { path: EVERYTHING, action },
                ],
            },
        });
    });

    it("names no Service of another namespace, whose pods the controller would not follow", () => {
        for (const route of routes()) {
            const { metadata, ...object } = virtualServerRoute(route, settings, placement);
            const { upstreams } = object.spec as { upstreams: { service: string }[] };
            assert.deepEqual(
                [metadata.namespace, upstreams.map(({ service }) => service)],
                [route.backend.namespace, [route.backend.service]],
            );
            assert.ok(!("upstreams" in virtualServer(route, placement).spec));
        }
    });

    it("reaches Kratos by TLS, and what is denied comes before everything else", () => {
        const { upstreams, subroutes } = spec(virtualServerRoute(kratos, settings, placement)) as {
            upstreams: object[];
            subroutes: { path: string; policies?: unknown; action: object }[];
        };
        assert.deepEqual(upstreams, [
            {
                name: "kratos",
                service: "kratos",
                port: 4433,
                "client-max-body-size": "10m",
                "connect-timeout": "5s",
                "read-timeout": "60s",
                "send-timeout": "60s",
                tls: { enable: true },
            },
        ]);
        assert.deepEqual(
            subroutes.map(({ path, policies, action }) => [path, policies !== undefined, "return" in action]),
            [
                ["~* ^/admin", false, true],
                ["~* ^/metrics", false, true],
                ["~* ^/health/ready", false, true],
                ["~* ^/version", false, true],
                ["~* ^/self-service/login/?$", true, false],
                ["~* ^/self-service/registration/?$", true, false],
                ["~* ^/self-service/recovery/?$", true, false],
                ["~* ^/self-service/verification/?$", true, false],
                [EVERYTHING, false, false],
            ],
        );
    });

    it("passes on no header by which a proxy names clients, unless it is set to the truth anyway", () => {
        const names = (realIpHeader: string) => {
            const made = virtualServerRoute(kato, { ...settings, proxy: { ...proxy, realIpHeader } }, placement);
            const { subroutes } = spec(made) as {
                subroutes: { action: { proxy?: { requestHeaders: { set: { name: string }[] } } } }[];
            };
            return subroutes.at(-1)?.action.proxy?.requestHeaders.set.map(({ name }) => name) ?? [];
        };
        assert.deepEqual(names("CF-Connecting-IP").at(-1), "CF-Connecting-IP");
        for (const header of ["X-Forwarded-For", "x-real-ip"]) {
            assert.deepEqual(
                names(header),
                set.map(({ name }) => name),
            );
        }
    });

    it("takes special characters of a path for themselves", () => {
        const route = { ...kato, paths: [{ path: "/a.b(c)+", match: "exact" as const }] };
        assert.deepEqual(paths(virtualServerRoute(route, settings, placement)), [String.raw`~* ^/a\.b\(c\)\+/?$`]);
    });

    it("uses no snippet and no header of a location's own, which would undo the headers of all answers", () => {
        const text = JSON.stringify(
            routes().flatMap((route) => [
                virtualServer(route, placement),
                virtualServerRoute(route, settings, placement),
            ]),
        );
        for (const word of ["snippet", "responseHeaders", '"headers"', "errorPages"]) {
            assert.ok(!text.includes(word), word);
        }
    });
});

describe("rateLimitPolicy", () => {
    const limit = { name: "auth-limit", requestsPerMinute: 5, burst: 3 };

    it('is a zone of the size in the security guide, "Nginx Rate Limiting", all of it where a client comes to one pod', () => {
        const enforcement = { key: "binary_remote_addr", pods: 1 } as const;
        assert.deepEqual(rateLimitPolicy(limit, enforcement, settings, placement), {
            apiVersion: "k8s.nginx.org/v1",
            kind: "Policy",
            metadata: { name: "auth-limit", namespace: "nginx-ingress" },
            spec: {
                ingressClassName: "nginx",
                rateLimit: {
                    rate: "5r/m",
                    burst: 3,
                    noDelay: true,
                    key: "${binary_remote_addr}",
                    zoneSize: "10m",
                    rejectCode: 429,
                },
            },
        });
    });

    it("is shared out where a client comes to several: together they allow it within one request", () => {
        const limits = routes().flatMap(({ paths: all }) => all.flatMap(({ limit: one }) => one ?? []));
        for (const one of limits) {
            for (const pods of [1, 2, 5]) {
                const each = share(one, pods);
                const total = { rate: each.requestsPerMinute * pods, ahead: (each.burst + 1) * pods };
                assert.ok(Math.abs(total.rate - one.requestsPerMinute) <= 1, `${one.name}: ${total.rate}`);
                assert.ok(Math.abs(total.ahead - one.burst - 1) <= 1, `${one.name}: ${total.ahead} ahead`);
            }
        }
        assert.deepEqual(share(limit, 2), { name: "auth-limit", requestsPerMinute: 3, burst: 1 });
        assert.deepEqual(share(limit, 5), { name: "auth-limit", requestsPerMinute: 1, burst: 0 });
        assert.deepEqual(share(limit, 50), { name: "auth-limit", requestsPerMinute: 1, burst: 0 });
    });
});
