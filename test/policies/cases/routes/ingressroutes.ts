import type { RuleCases } from "../case";
import {
    ingressRoute,
    KATO_HOST,
    KATO_SERVICE,
    middleware,
    plainIngressRoute,
    serversTransport,
    tlsOption,
    to,
    toKato,
} from "./traefik-objects";

const TLS13 = { minVersion: "VersionTLS13", sniStrict: true, disableSessionTickets: true };
const TLS12 = { ...TLS13, minVersion: "VersionTLS12", cipherSuites: ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"] };

const ANSWERED = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-XSS-Protection": "0",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=()",
    "X-Powered-By": "",
    Server: "",
};
const answered = (headers: object, name = "headers") =>
    middleware({ headers: { customResponseHeaders: headers } }, name);
/** Rules about what stands in Middlewares and TLSOptions of Traefik. */
export const ingressRouteCases: readonly RuleCases[] = [
    {
        rule: "ingressroute-tls",
        fails: [
            {
                what: "TLS 1.2",
                resources: [tlsOption({ ...TLS12 })],
                at: "spec.minVersion",
            },
            {
                what: "Traefik's default, which is TLS 1.2",
                resources: [
                    tlsOption({
                        ...TLS13,
                        minVersion: undefined,
                        cipherSuites: ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"],
                    }),
                ],
                at: "spec.minVersion",
            },
            {
                what: "TLS 1.1, in development",
                resources: [tlsOption({ ...TLS12, minVersion: "VersionTLS11" })],
                at: "spec.minVersion",
                development: true,
            },
            {
                what: "nothing newer than TLS 1.2",
                resources: [tlsOption({ ...TLS13, maxVersion: "VersionTLS12" })],
                at: "spec.maxVersion",
            },
            {
                what: "clients that name no host",
                resources: [tlsOption({ ...TLS13, sniStrict: undefined })],
                at: "spec.sniStrict",
            },
            {
                what: "session tickets",
                resources: [tlsOption({ ...TLS13, disableSessionTickets: false })],
                at: "spec.disableSessionTickets",
            },
            {
                what: "a suite without forward secrecy",
                resources: [tlsOption({ ...TLS12, cipherSuites: ["TLS_RSA_WITH_AES_128_GCM_SHA256"] })],
                at: "spec.cipherSuites",
                development: true,
            },
            {
                what: "TLS 1.2 with Go's own suites",
                resources: [tlsOption({ ...TLS12, cipherSuites: undefined })],
                at: "spec.cipherSuites",
                development: true,
            },
            {
                what: "a route with the default of whoever runs Traefik",
                resources: [ingressRoute([toKato(KATO_HOST)], { tls: { secretName: "kato-tls" } })],
                at: "spec.tls.options.name",
            },
        ],
        passes: [{ what: "TLS 1.3", resources: [tlsOption(TLS13), ingressRoute([toKato(KATO_HOST)])] }],
        nearMisses: [
            { what: "TLS 1.2, in development", resources: [tlsOption(TLS12)], development: true },
            { what: "plain HTTP, which is for `route-listener`", resources: [plainIngressRoute([toKato(KATO_HOST)])] },
            { what: "the newest TLS there is", resources: [tlsOption({ ...TLS13, maxVersion: "VersionTLS13" })] },
            { what: "how backends are reached", resources: [serversTransport({ minVersion: "VersionTLS12" })] },
        ],
    },
    {
        rule: "ingressroute-headers",
        fails: [
            {
                what: "no Middleware",
                resources: [ingressRoute([toKato(KATO_HOST)])],
                at: "spec.routes[0].middlewares",
            },
            {
                what: "a short time for HSTS",
                resources: [
                    ingressRoute([toKato(KATO_HOST, "headers")]),
                    answered({ ...ANSWERED, "Strict-Transport-Security": "max-age=60" }),
                ],
                at: "spec.routes[0].middlewares",
            },
            ...Object.keys(ANSWERED).map((name) => ({
                what: `no ${name}`,
                resources: [
                    ingressRoute([toKato(KATO_HOST, "headers")]),
                    answered(Object.fromEntries(Object.entries(ANSWERED).filter(([key]) => key !== name))),
                ],
                at: "spec.routes[0].middlewares",
            })),
            {
                what: "a Middleware before it that may answer without them",
                resources: [
                    ingressRoute([toKato(KATO_HOST, "limit", "headers")]),
                    answered(ANSWERED),
                    middleware({ rateLimit: { average: 1 } }, "limit"),
                ],
                at: "spec.routes[0].middlewares",
            },
            {
                what: "one of another namespace",
                resources: [
                    ingressRoute([
                        to(KATO_SERVICE, KATO_HOST, [], { middlewares: [{ name: "headers", namespace: "b" }] }),
                    ]),
                    answered(ANSWERED),
                ],
                at: "spec.routes[0].middlewares",
            },
        ],
        passes: [
            {
                what: "the headers of the guide, before the limit",
                resources: [
                    ingressRoute([toKato(KATO_HOST, "headers", "limit")]),
                    answered(ANSWERED),
                    middleware({ rateLimit: { average: 1 } }, "limit"),
                ],
            },
        ],
        nearMisses: [
            {
                what: "in a chain, in another letter case",
                resources: [
                    ingressRoute([toKato(KATO_HOST, "chain")]),
                    middleware({ chain: { middlewares: [{ name: "headers" }] } }, "chain"),
                    answered({ ...ANSWERED, "X-Frame-Options": undefined, "x-frame-options": "DENY" }),
                ],
            },
        ],
    },
    {
        rule: "ingressroute-namespace",
        fails: [
            {
                what: "a Service of another namespace",
                resources: [ingressRoute([to({ ...KATO_SERVICE, namespace: "kato" }, KATO_HOST)])],
                at: "spec.routes[0].services[0].namespace",
            },
            {
                what: "a Middleware of another namespace",
                resources: [
                    ingressRoute([to(KATO_SERVICE, KATO_HOST, [], { middlewares: [{ name: "a", namespace: "b" }] })]),
                ],
                at: "spec.routes[0].middlewares[0].namespace",
            },
            {
                what: "a TLSOption of another namespace",
                resources: [
                    ingressRoute([toKato(KATO_HOST)], {
                        tls: { secretName: "a", options: { name: "a", namespace: "b" } },
                    }),
                ],
                at: "spec.tls.options.namespace",
            },
            {
                what: "a link of a chain",
                resources: [middleware({ chain: { middlewares: [{ name: "a", namespace: "b" }] } })],
                at: "spec.chain.middlewares[0].namespace",
            },
        ],
        passes: [{ what: "none named", resources: [ingressRoute([toKato(KATO_HOST, "headers")])] }],
        nearMisses: [
            {
                what: "its own",
                resources: [ingressRoute([to({ ...KATO_SERVICE, namespace: "traefik" }, KATO_HOST)])],
            },
        ],
    },
];
