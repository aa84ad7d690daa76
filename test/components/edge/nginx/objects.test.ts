import assert from "node:assert/strict";
import { type NginxObject, rateLimitPolicy, virtualServer } from "../../../../components/edge/nginx/objects";
import type { Route } from "../../../../components/edge/route";
import { proxy, routes, settings } from "../given";

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

describe("virtualServer", () => {
    const [kato, kratos] = routes() as [Route, Route];

    it("is the host with its certificate, its redirect (308) and its backend in another namespace", () => {
        const action = { proxy: { upstream: "kato", requestHeaders: { set } } };
        assert.deepEqual(virtualServer(kato, settings, placement), {
            apiVersion: "k8s.nginx.org/v1",
            kind: "VirtualServer",
            metadata: { name: "kato-ingress", namespace: "nginx-ingress" },
            spec: {
                ingressClassName: "nginx",
                host: "kato.yourdomain.com",
                tls: { secret: "kato-tls", redirect: { enable: true, code: 308 } },
                upstreams: [
                    {
                        name: "kato",
                        service: "kato/kato",
                        port: 80,
                        "client-max-body-size": "10m",
                        "connect-timeout": "5s",
                        "read-timeout": "60s",
                        "send-timeout": "60s",
                    },
                ],
                routes: [
                    { path: "~* ^/metrics", action: notFound },
                    { path: "~* ^/sessions", policies: [{ name: "api-limit" }], action },
                    { path: "~* ^/auth", policies: [{ name: "auth-limit" }], action },
                    { path: "/", action },
                ],
            },
        });
    });

    it("reaches Kratos by TLS, and what is denied comes before everything else", () => {
        const { upstreams, routes: paths } = spec(virtualServer(kratos, settings, placement)) as {
            upstreams: object[];
            routes: { path: string; policies?: unknown; action: object }[];
        };
        assert.deepEqual(upstreams, [
            {
                name: "kratos",
                service: "kratos/kratos",
                port: 4433,
                "client-max-body-size": "10m",
                "connect-timeout": "5s",
                "read-timeout": "60s",
                "send-timeout": "60s",
                tls: { enable: true },
            },
        ]);
        assert.deepEqual(
            paths.map(({ path, policies, action }) => [path, policies !== undefined, "return" in action]),
            [
                ["~* ^/admin", false, true],
                ["~* ^/metrics", false, true],
                ["~* ^/health/ready", false, true],
                ["~* ^/version", false, true],
                ["~* ^/self-service/login/?$", true, false],
                ["~* ^/self-service/registration/?$", true, false],
                ["~* ^/self-service/recovery/?$", true, false],
                ["~* ^/self-service/verification/?$", true, false],
                ["/", false, false],
            ],
        );
    });

    it("passes on no header by which a proxy names clients, unless it is set to the truth anyway", () => {
        const names = (realIpHeader: string) => {
            const made = virtualServer(kato, { ...settings, proxy: { ...proxy, realIpHeader } }, placement);
            const { routes: paths } = spec(made) as {
                routes: { action: { proxy?: { requestHeaders: { set: { name: string }[] } } } }[];
            };
            return paths.at(-1)?.action.proxy?.requestHeaders.set.map(({ name }) => name) ?? [];
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
        const { routes: paths } = spec(virtualServer(route, settings, placement)) as { routes: { path: string }[] };
        assert.equal(paths[0]?.path, String.raw`~* ^/a\.b\(c\)\+/?$`);
    });

    it("uses no snippet and no header of a location's own, which would undo the headers of all answers", () => {
        const text = JSON.stringify(routes().map((route) => virtualServer(route, settings, placement)));
        for (const word of ["snippet", "responseHeaders", '"headers"', "errorPages"]) {
            assert.ok(!text.includes(word), word);
        }
    });
});

describe("rateLimitPolicy", () => {
    const limit = (requestsPerMinute: number) => ({ name: "auth-limit", requestsPerMinute, burst: 3 });
    const policy = (requestsPerMinute: number, mostPods: number) => {
        const enforcement = { key: "binary_remote_addr", mostPods } as const;
        return rateLimitPolicy(limit(requestsPerMinute), enforcement, settings, placement);
    };

    it('is a zone of the size in the security guide, "Nginx Rate Limiting"', () => {
        assert.deepEqual(policy(5, 1), {
            apiVersion: "k8s.nginx.org/v1",
            kind: "Policy",
            metadata: { name: "auth-limit", namespace: "nginx-ingress" },
            spec: {
                ingressClassName: "nginx",
                rateLimit: {
                    rate: "5r/m",
                    scale: true,
                    burst: 3,
                    noDelay: true,
                    key: "${binary_remote_addr}",
                    zoneSize: "10m",
                    rejectCode: 429,
                },
            },
        });
    });

    it("is divided by the controller where there is enough to divide, and else here", () => {
        const rateOf = (requestsPerMinute: number, mostPods: number) => {
            const { rate, scale } = (
                spec(policy(requestsPerMinute, mostPods)) as { rateLimit: Record<string, unknown> }
            ).rateLimit;
            return [rate, scale];
        };
        assert.deepEqual(rateOf(100, 5), ["100r/m", true]);
        assert.deepEqual(rateOf(30, 5), ["30r/m", true]);
        assert.deepEqual(rateOf(5, 5), ["1r/m", false]);
        assert.deepEqual(rateOf(5, 2), ["2r/m", false]);
        assert.deepEqual(rateOf(20, 5), ["20r/m", true]);
        assert.deepEqual(rateOf(19, 5), ["3r/m", false]);
    });
});
