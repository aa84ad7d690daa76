import type { RuleCases } from "../case";
import { forward, katoServer, kratosServer, notFound, SET_HEADERS, virtualServer, virtualServerRoute } from "./objects";

const to = (service: string, port: number) => [{ name: "a", service, port }];
const HIDDEN = ["/admin", "/metrics", "/health/ready", "/version"].map((path) => notFound(`~* ^${path}`));
const ALL_DENIED = [...HIDDEN, forward("/", "kratos")];
const headers = (set: readonly object[], more: object = {}) =>
    katoServer([{ path: "/", action: { proxy: { upstream: "kato", requestHeaders: { set, ...more } } } }]);
const SET_AT = "spec.routes[0].action.proxy.requestHeaders.set";

/** Rules about the requests that KATO and Kratos get. */
export const requestCases: readonly RuleCases[] = [
    {
        rule: "route-denied-paths",
        fails: [
            {
                what: "Kratos' /admin",
                resources: [kratosServer([...HIDDEN.slice(1), forward("/", "kratos")])],
                at: "spec.routes[3]",
            },
            { what: "KATO's /metrics", resources: [katoServer([forward("/", "kato")])], at: "spec.routes[0]" },
            {
                what: "/ADMIN, which an application may take for the same",
                resources: [kratosServer([notFound("~ ^/admin"), ...ALL_DENIED.slice(1)])],
                at: "spec.routes[4]",
            },
            {
                what: "what is below /admin",
                resources: [kratosServer([notFound("=/admin"), notFound("=/ADMIN"), ...ALL_DENIED.slice(1)])],
                at: "spec.routes[5]",
            },
            {
                what: "a route that comes before the one that answers",
                resources: [kratosServer([forward("~ ^/a", "kratos"), ...ALL_DENIED])],
                at: "spec.routes[0]",
            },
            {
                what: "/version",
                resources: [kratosServer([...HIDDEN.slice(0, 3), forward("/", "kratos")])],
                at: "spec.routes[3]",
            },
            {
                what: "some of the requests",
                resources: [
                    katoServer([
                        {
                            path: "~* ^/metrics",
                            splits: [
                                { weight: 99, action: { return: {} } },
                                { weight: 1, action: { pass: "kato" } },
                            ],
                        },
                        forward("/", "kato"),
                    ]),
                ],
                at: "spec.routes[0]",
            },
            {
                what: "requests with a certain header",
                resources: [
                    katoServer([
                        {
                            path: "~* ^/metrics",
                            matches: [{ action: { pass: "kato" } }],
                            action: { return: { code: 404 } },
                        },
                        forward("/", "kato"),
                    ]),
                ],
                at: "spec.routes[0]",
            },
            {
                what: "a VirtualServerRoute",
                resources: [
                    virtualServerRoute({
                        upstreams: to("my-kato", 80),
                        subroutes: [{ path: "/metrics", action: { pass: "a" } }],
                    }),
                ],
                at: "spec.subroutes[0]",
            },
        ],
        passes: [{ what: "404 before anything is forwarded", resources: [kratosServer(ALL_DENIED)] }],
        nearMisses: [
            {
                what: "another application's",
                resources: [virtualServer({ upstreams: to("grafana", 80), routes: [forward("/", "a")] })],
            },
            { what: "only some paths forwarded", resources: [kratosServer([forward("/self-service", "kratos")])] },
            {
                what: "prefixes in both cases",
                resources: [katoServer([notFound("/metrics"), notFound("/METRICS"), forward("/", "kato")])],
            },
            {
                what: "a redirect",
                resources: [
                    katoServer([{ path: "~* ^/metrics", action: { redirect: { url: "/" } } }, forward("/", "kato")]),
                ],
            },
        ],
    },
    {
        rule: "route-client-address",
        fails: [
            {
                what: "headers as they come",
                resources: [katoServer([{ path: "/", action: { pass: "kato" } }])],
                at: SET_AT,
            },
            { what: "no X-Forwarded-For", resources: [headers(SET_HEADERS.slice(1))], at: SET_AT },
            {
                what: "the client's own list, with an address more",
                resources: [
                    headers([
                        { name: "X-Forwarded-For", value: "${proxy_add_x_forwarded_for}" },
                        ...SET_HEADERS.slice(1),
                    ]),
                ],
                at: `${SET_AT}[0].value`,
            },
            {
                what: "one header that is left",
                resources: [headers(SET_HEADERS.filter(({ name }) => name !== "True-Client-IP"))],
                at: SET_AT,
            },
            {
                what: "one header with a value",
                resources: [
                    headers(SET_HEADERS.map((header) => (header.value === "" ? { ...header, value: "a" } : header))),
                ],
                at: SET_AT,
            },
            {
                what: "some of the requests",
                resources: [katoServer([{ ...forward("/", "kato"), matches: [{ action: { pass: "kato" } }] }])],
                at: "spec.routes[0].matches[0].action.proxy.requestHeaders.set",
            },
            {
                what: "a VirtualServerRoute",
                resources: [
                    virtualServerRoute({
                        upstreams: to("kratos-public", 80),
                        subroutes: [{ path: "/", action: { pass: "a" } }],
                    }),
                ],
                at: "spec.subroutes[0].action.proxy.requestHeaders.set",
            },
        ],
        passes: [{ what: "set by the edge", resources: [katoServer([forward("/", "kato")])] }],
        nearMisses: [
            {
                what: "in another case",
                resources: [headers(SET_HEADERS.map(({ name, value }) => ({ name: name.toLowerCase(), value })))],
            },
            { what: "no header of the client's", resources: [headers(SET_HEADERS.slice(0, 1), { pass: false })] },
            { what: "an answer of its own", resources: [katoServer([notFound("/")])] },
            {
                what: "another application",
                resources: [
                    virtualServer({ upstreams: to("grafana", 80), routes: [{ path: "/", action: { pass: "a" } }] }),
                ],
            },
        ],
    },
];
