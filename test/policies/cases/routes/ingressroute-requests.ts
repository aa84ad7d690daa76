import type { RuleCases } from "../case";
import { SET_HEADERS } from "./objects";
import {
    ingressRoute,
    KATO_HOST,
    KATO_SERVICE,
    middleware,
    plainIngressRoute,
    to,
    toKato,
    toKratos,
} from "./traefik-objects";

const ASKED = Object.fromEntries(
    SET_HEADERS.filter(({ value }) => value === "").map(({ name, value }) => [name, value]),
);
const asked = (headers: object) => middleware({ headers: { customRequestHeaders: headers } }, "headers");

const NOBODY = { sourceRange: ["255.255.255.255/32"], rejectStatusCode: 404 };
const deny = (ipAllowList: object, name = "deny") => middleware({ ipAllowList }, name);
const REST = toKratos("PathPrefix(`/`)");
const OPERATORS = "PathRegexp(`(?i)^/(admin|metrics|version|health/ready)`) || PathRegexp(`(?i)^/health/READY`)";
const withDenied = (...routes: readonly Readonly<Record<string, unknown>>[]) => ingressRoute([...routes, REST]);

/** Rules about the requests that Traefik forwards. */
export const ingressRouteRequestCases: readonly RuleCases[] = [
    {
        rule: "ingressroute-denied-paths",
        fails: [
            {
                what: "all of Kratos",
                resources: [ingressRoute([toKratos("PathPrefix(`/x`)"), toKratos("PathPrefix(`/admin`)")])],
                at: "spec.routes[1]",
            },
            {
                what: "a list of addresses that some have",
                resources: [
                    ingressRoute([toKratos("PathPrefix(`/version`)", "deny")]),
                    deny({ sourceRange: ["10.0.0.0/8"] }),
                ],
                at: "spec.routes[0]",
            },
            {
                what: "an address that a client may claim",
                resources: [
                    ingressRoute([toKratos("PathRegexp(`(?i)^/admin`)", "deny")]),
                    deny({ ...NOBODY, ipStrategy: { depth: 1 } }),
                ],
                at: "spec.routes[0]",
            },
            {
                what: "KATO's /METRICS",
                resources: [
                    ingressRoute([
                        toKato(`${KATO_HOST} && PathPrefix(\`/metrics\`)`, "deny"),
                        toKato(`${KATO_HOST} && Path(\`/METRICS\`)`),
                    ]),
                    deny(NOBODY),
                ],
                at: "spec.routes[1]",
            },
            {
                what: "a refusal for some methods alone",
                resources: [
                    ingressRoute([
                        to(KATO_SERVICE, `${KATO_HOST} && Path(\`/metrics\`)`, [], { priority: 1 }),
                        to(KATO_SERVICE, `${KATO_HOST} && Path(\`/metrics\`) && Method(\`GET\`)`, ["deny"], {
                            priority: 2,
                        }),
                    ]),
                    deny(NOBODY),
                ],
                at: "spec.routes[0]",
            },
            {
                what: "a Middleware that makes another path of it",
                resources: [
                    ingressRoute([toKratos("Path(`/a`)", "strip")]),
                    middleware({ stripPrefix: { prefixes: ["/a"] } }, "strip"),
                ],
                at: "spec.routes[0].middlewares",
            },
        ],
        passes: [{ what: "everybody refused", resources: [withDenied(toKratos(OPERATORS, "deny")), deny(NOBODY)] }],
        nearMisses: [
            {
                what: "a path beside it",
                resources: [ingressRoute([toKratos("PathPrefix(`/health/alive`)")])],
            },
            {
                what: "another application's /admin",
                resources: [ingressRoute([to({ name: "shop", port: 443 }, KATO_HOST)])],
            },
            { what: "plain HTTP, which is for `route-listener`", resources: [plainIngressRoute([REST])] },
        ],
    },
    {
        rule: "ingressroute-client-address",
        fails: [
            { what: "no Middleware", resources: [ingressRoute([toKato(KATO_HOST)])], at: "spec.routes[0].middlewares" },
            ...Object.keys(ASKED).map((name) => ({
                what: `${name} as the client sent it`,
                resources: [
                    ingressRoute([toKato(KATO_HOST, "headers")]),
                    asked({ ...ASKED, [name]: undefined, "X-Other": "" }),
                ],
                at: "spec.routes[0].middlewares",
            })),
            {
                what: "an address of the Middleware's own",
                resources: [
                    ingressRoute([toKato(KATO_HOST, "headers")]),
                    asked({ ...ASKED, "X-Forwarded-For": "10.0.0.1" }),
                ],
                at: "spec.routes[0].middlewares",
            },
        ],
        passes: [{ what: "all removed", resources: [ingressRoute([toKato(KATO_HOST, "headers")]), asked(ASKED)] }],
        nearMisses: [
            { what: "another application", resources: [ingressRoute([to({ name: "shop", port: 443 }, KATO_HOST)])] },
        ],
    },
];
