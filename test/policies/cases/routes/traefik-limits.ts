import type { MoreCases } from "../case";
import { ingressRoute, KATO_HOST, KATO_SERVICE, middleware, to, toKato, toKratos } from "./traefik-objects";

const AUTH = `${KATO_HOST} && PathRegexp(\`(?i)^/auth\`)`;

function limit(rateLimit: object) {
    return middleware({ rateLimit: { average: 1, period: "39s", burst: 2, ...rateLimit } }, "limit");
}

function withLimit(rateLimit: object) {
    return [ingressRoute([toKato(AUTH, "limit")]), limit(rateLimit)];
}

/** How often Traefik lets a client ask. */
export const traefikLimitCases: MoreCases = {
    "rate-limit-policy": {
        fails: [
            {
                what: "a header that Traefik counts by",
                resources: [limit({ sourceCriterion: { requestHeaderName: "X-Client" } })],
                at: "spec.rateLimit.sourceCriterion.requestHeaderName",
            },
            {
                what: "the host that Traefik counts by",
                resources: [limit({ sourceCriterion: { requestHost: true } })],
                at: "spec.rateLimit.sourceCriterion.requestHost",
            },
            {
                what: "an address before the proxy's",
                resources: [limit({ sourceCriterion: { ipStrategy: { depth: 2 } } })],
                at: "spec.rateLimit.sourceCriterion.ipStrategy.depth",
            },
            {
                what: "a proxy that may be anybody",
                resources: [limit({ sourceCriterion: { ipStrategy: { excludedIPs: ["0.0.0.0/0"] } } })],
                at: "spec.rateLimit.sourceCriterion.ipStrategy.excludedIPs",
            },
        ],
        nearMisses: [
            { what: "Traefik's own choice", resources: [limit({})] },
            {
                what: "the network of an address",
                resources: [limit({ sourceCriterion: { requestHost: false, ipStrategy: { ipv6Subnet: 64 } } })],
            },
            {
                what: "the address before the proxies'",
                resources: [limit({ sourceCriterion: { ipStrategy: { excludedIPs: ["173.245.48.0/20"] } } })],
            },
        ],
    },
    "rate-limit-strength": {
        fails: [
            {
                what: "no Middleware for /auth",
                resources: [ingressRoute([toKato(AUTH, "headers")]), middleware({ headers: {} }, "headers")],
                at: "spec.routes[0].middlewares",
            },
            {
                what: "a Middleware that is not deployed",
                resources: [ingressRoute([toKato(AUTH, "limit")])],
                at: "spec.routes[0].middlewares",
            },
            {
                what: "a route by a header that comes before the limited one",
                resources: [
                    ingressRoute([
                        to(KATO_SERVICE, `${KATO_HOST} && Header(\`X-A\`, \`b\`)`, [], { priority: 1000 }),
                        toKato(AUTH, "limit"),
                    ]),
                    limit({}),
                ],
                at: "spec.routes[0].middlewares",
            },
            {
                what: "a limited route that comes after the rest, by its priority",
                resources: [
                    ingressRoute([
                        to(KATO_SERVICE, AUTH, ["limit"], { priority: 1 }),
                        to(KATO_SERVICE, `${KATO_HOST} && PathPrefix(\`/a\`)`, [], { priority: 2 }),
                    ]),
                    limit({}),
                ],
                at: "spec.routes[1].middlewares",
            },
            {
                what: "a rate that is too high",
                resources: withLimit({ period: "10s", burst: 1 }),
                at: "spec.rateLimit.average",
            },
            {
                what: "a rate of Traefik for a second, which is its period",
                resources: withLimit({ period: undefined, burst: 1 }),
                at: "spec.rateLimit.average",
            },
            {
                what: "no rate, which is no limit",
                resources: withLimit({ average: 0, burst: 1 }),
                at: "spec.rateLimit.average",
            },
            { what: "a burst over the guide's", resources: withLimit({ burst: 5 }), at: "spec.rateLimit.burst" },
            {
                what: "a burst that a patient client has again and again",
                resources: withLimit({ burst: 3 }),
                at: "spec.rateLimit.burst",
            },
            {
                what: "Kratos' flows by Traefik",
                resources: [
                    ingressRoute([toKratos("PathRegexp(`(?i)^/self-service/login`)", "limit")]),
                    limit({ average: 30, period: "1m", burst: 2 }),
                ],
                at: "spec.rateLimit.average",
            },
        ],
        nearMisses: [
            { what: "a limit of Traefik", resources: withLimit({}) },
            { what: "a longer period", resources: withLimit({ period: "1m", burst: 3 }) },
            {
                what: "a limit in a chain",
                resources: [
                    ingressRoute([toKato(AUTH, "chain")]),
                    middleware({ chain: { middlewares: [{ name: "limit" }] } }, "chain"),
                    limit({}),
                ],
            },
            {
                what: "paths that no route leads to",
                resources: [ingressRoute([toKato(`${KATO_HOST} && Path(\`/health\`)`)])],
            },
            {
                what: "another's paths",
                resources: [ingressRoute([to({ name: "grafana", port: 443 }, AUTH)])],
            },
        ],
    },
};
