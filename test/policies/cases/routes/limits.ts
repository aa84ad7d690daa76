import type { RuleCases } from "../case";
import {
    AUTH,
    edgeService,
    forward,
    katoServer,
    kratosServer,
    limit,
    nginxPolicy,
    notFound,
    SESSIONS,
    STICKY_TARGETS,
    virtualServer,
    virtualServerRoute,
} from "./objects";

const KATO = [
    forward("~* ^/sessions", "kato", "api-limit"),
    forward("~* ^/auth", "kato", "auth-limit"),
    notFound("~* ^/metrics"),
    forward("/", "kato"),
];
const FLOWS = ["login", "registration", "recovery", "verification"];
const KRATOS = [
    ...FLOWS.map((flow) => forward(`~* ^/self-service/${flow}/?$`, "kratos", "submission-limit")),
    forward("/", "kratos"),
];
const API_LIMIT = limit(SESSIONS, "api-limit");
const withAuth = (rateLimit: object) => [katoServer(KATO), API_LIMIT, limit({ ...AUTH, ...rateLimit })];

/** Rules about how often a client may ask. */
export const limitCases: readonly RuleCases[] = [
    {
        rule: "route-rate-limit",
        fails: [
            {
                what: "KATO's /auth without a limit",
                resources: [katoServer([KATO[0]!, forward("~* ^/auth", "kato"), forward("/", "kato")])],
                at: "spec.routes[1].policies",
            },
            {
                what: "an empty list",
                resources: [katoServer([{ ...KATO[0], policies: [] }, ...KATO.slice(1)])],
                at: "spec.routes[0].policies",
            },
            {
                what: "no route of its own for /sessions",
                resources: [katoServer(KATO.slice(1))],
                at: "spec.routes[2].policies",
            },
            {
                what: "/AUTH, which an application may take for the same",
                resources: [katoServer([KATO[0]!, forward("/auth", "kato", "auth-limit"), forward("/", "kato")])],
                at: "spec.routes[2].policies",
            },
            {
                what: "what is below /auth",
                resources: [katoServer([KATO[0]!, forward("~* ^/auth$", "kato", "auth-limit"), forward("/", "kato")])],
                at: "spec.routes[2].policies",
            },
            {
                what: "a route that comes before the one with the limit",
                resources: [katoServer([forward("~ ^/a", "kato"), ...KATO])],
                at: "spec.routes[0].policies",
            },
            ...FLOWS.map((flow, index) => ({
                what: `Kratos' ${flow} without a limit`,
                resources: [kratosServer(KRATOS.toSpliced(index, 1))],
                at: "spec.routes[3].policies",
            })),
            {
                what: "Kratos behind a name and on a port of its own",
                resources: [
                    virtualServer({
                        upstreams: [{ name: "a", service: "identity", port: 4433 }],
                        routes: [forward("/", "a")],
                    }),
                ],
                at: "spec.routes[0].policies",
            },
            {
                what: "a VirtualServerRoute",
                resources: [
                    virtualServerRoute({
                        upstreams: [{ name: "a", service: "kato", port: 80 }],
                        subroutes: [{ path: "~* ^/auth", action: { pass: "a" } }],
                    }),
                ],
                at: "spec.subroutes[0].policies",
            },
        ],
        passes: [{ what: "a limit for each", resources: [katoServer(KATO)] }],
        nearMisses: [
            { what: "Kratos' flows with a limit", resources: [kratosServer(KRATOS)] },
            {
                what: "a limit for all of the host",
                resources: [katoServer([forward("/", "kato")], { policies: [{ name: "a" }] })],
            },
            {
                what: "paths that are not forwarded",
                resources: [katoServer([forward("/health", "kato"), notFound("/")])],
            },
            {
                what: "another application's /auth",
                resources: [
                    virtualServer({
                        upstreams: [{ name: "a", service: "grafana", port: 80 }],
                        routes: [forward("/", "a")],
                    }),
                ],
            },
        ],
    },
    {
        rule: "rate-limit-strength",
        fails: [
            { what: "a higher rate for /auth", resources: withAuth({ rate: "6r/m" }), at: "spec.rateLimit.rate" },
            { what: "a rate for each second", resources: withAuth({ rate: "1r/s" }), at: "spec.rateLimit.rate" },
            { what: "a rate that is none", resources: withAuth({ rate: "5" }), at: "spec.rateLimit.rate" },
            { what: "the rate for every pod", resources: withAuth({ scale: false }), at: "spec.rateLimit.rate" },
            {
                what: "the rate for every pod, of which any may get a client",
                resources: [...withAuth({ scale: false }), edgeService({ sessionAffinity: "None" })],
                at: "spec.rateLimit.rate",
            },
            { what: "a burst", resources: withAuth({ burst: 4 }), at: "spec.rateLimit.burst" },
            {
                what: "a limit for some requests",
                resources: withAuth({ condition: { jwt: {} } }),
                at: "spec.rateLimit.condition",
            },
            {
                what: "a higher rate for /sessions",
                resources: [katoServer(KATO), limit(AUTH), limit({ ...SESSIONS, rate: "200r/m" }, "api-limit")],
                at: "spec.rateLimit.rate",
            },
            {
                what: "the limit for /sessions named for /auth as well",
                resources: [
                    katoServer([KATO[0]!, forward("~* ^/auth", "kato", "api-limit")]),
                    limit({ ...SESSIONS, burst: 3 }, "api-limit"),
                ],
                at: "spec.rateLimit.rate",
            },
            {
                what: "a Policy that is no limit",
                resources: [katoServer(KATO), API_LIMIT, nginxPolicy({ accessControl: {} }, { name: "auth-limit" })],
                at: "spec.rateLimit.rate",
            },
            {
                what: "a Policy that nobody defines",
                resources: [katoServer([KATO[0]!, forward("~* ^/auth", "kato", "no-limit")]), API_LIMIT],
                at: "spec.routes[1].policies[0].name",
            },
            {
                what: "a Policy of another namespace",
                resources: [katoServer(KATO), API_LIMIT, limit(AUTH, "auth-limit", "elsewhere")],
                at: "spec.routes[1].policies[0].name",
            },
            {
                what: "Kratos' flows",
                resources: [kratosServer(KRATOS), limit({ ...AUTH, rate: "31r/m" }, "submission-limit")],
                at: "spec.rateLimit.rate",
            },
            {
                what: "a limit for the whole host that is too weak for /auth",
                resources: [
                    katoServer([forward("~* ^/auth", "kato")], { policies: [{ name: "rest" }] }),
                    limit({ ...AUTH, rate: "6r/m" }, "rest"),
                ],
                at: "spec.rateLimit.rate",
            },
            {
                what: "a weak limit beside another Policy",
                resources: [
                    katoServer([{ ...KATO[1], policies: [{ name: "addresses" }, { name: "auth-limit" }] }]),
                    limit({ ...AUTH, burst: 4 }),
                    nginxPolicy({ accessControl: {} }, { name: "addresses" }),
                ],
                at: "spec.rateLimit.burst",
            },
            {
                what: "a VirtualServerRoute's",
                resources: [
                    virtualServerRoute({
                        upstreams: [{ name: "a", service: "kato", port: 80 }],
                        subroutes: [{ path: "~* ^/auth", policies: [{ name: "auth-limit" }], action: { pass: "a" } }],
                    }),
                    limit({ ...AUTH, burst: 100 }),
                ],
                at: "spec.rateLimit.burst",
            },
        ],
        passes: [{ what: "what the guide asks for", resources: withAuth({}) }],
        nearMisses: [
            { what: "less", resources: withAuth({ rate: "1r/m", burst: 0 }) },
            { what: "a share for each of two pods", resources: withAuth({ rate: "3r/m", scale: false }) },
            {
                what: "the rate for every pod, of which one gets all of a client",
                resources: [...withAuth({ scale: false }), edgeService({ sessionAffinity: "ClientIP" })],
            },
            {
                what: "the same by an AWS load balancer",
                resources: [...withAuth({ scale: false }), edgeService({}, STICKY_TARGETS)],
            },
            { what: "a limit of other routes", resources: [limit({ ...AUTH, rate: "100r/s", burst: 1000 })] },
            {
                what: "a limit in another namespace, named with it",
                resources: [
                    katoServer([{ ...KATO[1], policies: [{ name: "auth-limit", namespace: "edge" }] }]),
                    limit(AUTH, "auth-limit", "edge"),
                ],
            },
            {
                what: "a Policy beside the limit that is deployed elsewhere",
                resources: [
                    katoServer([{ ...KATO[1], policies: [{ name: "auth-limit" }, { name: "elsewhere" }] }]),
                    limit(AUTH),
                ],
            },
            {
                what: "a weaker limit for the rest of the host",
                resources: [
                    katoServer(KATO.slice(1), { policies: [{ name: "rest" }] }),
                    limit(AUTH),
                    limit({ ...SESSIONS, burst: 20 }, "rest"),
                    limit({ ...SESSIONS, rate: "100r/s" }, "unused"),
                ],
            },
            {
                what: "a weaker limit beside it, as both hold",
                resources: [
                    katoServer([{ ...KATO[1], policies: [{ name: "auth-limit" }, { name: "weaker" }] }]),
                    limit(AUTH),
                    limit({ ...AUTH, rate: "1r/s" }, "weaker"),
                ],
            },
            {
                what: "another Policy beside the limit",
                resources: [
                    katoServer([{ ...KATO[1], policies: [{ name: "auth-limit" }, { name: "addresses" }] }]),
                    limit(AUTH),
                    API_LIMIT,
                    nginxPolicy({ accessControl: {} }, { name: "addresses" }),
                ],
            },
        ],
    },
];
