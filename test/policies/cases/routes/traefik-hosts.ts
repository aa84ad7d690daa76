import type { MoreCases } from "../case";
import { ingressRoute, KATO_HOST, middleware, plainIngressRoute, toKato } from "./traefik-objects";

/** What an IngressRoute is for, and how it speaks with clients. */
export const traefikHostCases: MoreCases = {
    "route-host": {
        fails: [
            {
                what: "a rule of Traefik without a host",
                resources: [ingressRoute([toKato("PathPrefix(`/`)")])],
                at: "spec.routes[0].match",
            },
            {
                what: "a rule with one alternative for every host",
                resources: [ingressRoute([toKato(KATO_HOST), toKato(`${KATO_HOST} || Path(\`/a\`)`)])],
                at: "spec.routes[1].match",
            },
            {
                what: "a pattern of hosts",
                resources: [ingressRoute([toKato("HostRegexp(`.+`)")])],
                at: "spec.routes[0].match",
            },
            {
                what: "every host but one",
                resources: [ingressRoute([toKato(`!${KATO_HOST}`)])],
                at: "spec.routes[0].match",
            },
            { what: "no rule", resources: [ingressRoute([{ kind: "Rule" }])], at: "spec.routes[0].match" },
        ],
        nearMisses: [
            { what: "a rule of Traefik with a host", resources: [ingressRoute([toKato(KATO_HOST)])] },
            {
                what: "hosts on both sides of an or",
                resources: [ingressRoute([toKato(`(${KATO_HOST} || Host("b.com")) && !Path(\`/a\`)`)])],
            },
        ],
    },
    "route-tls": {
        fails: [
            {
                what: "an IngressRoute without a certificate",
                resources: [ingressRoute([toKato(KATO_HOST)], { tls: { options: { name: "tls" } } })],
                at: "spec.tls.secretName",
            },
        ],
        nearMisses: [
            { what: "an IngressRoute with a certificate", resources: [ingressRoute([toKato(KATO_HOST)])] },
            {
                what: "one whose certificate Traefik gets",
                resources: [ingressRoute([toKato(KATO_HOST)], { tls: { certResolver: "letsencrypt" } })],
            },
            {
                what: "one for plain HTTP, which is for `route-listener`",
                resources: [plainIngressRoute([toKato(KATO_HOST)])],
            },
        ],
    },
    "route-redirect": {
        fails: [
            {
                what: "a Middleware that leads to plain HTTP",
                resources: [middleware({ redirectScheme: { scheme: "http" } })],
                at: "spec.redirectScheme.scheme",
            },
        ],
        nearMisses: [
            { what: "one that leads to https", resources: [middleware({ redirectScheme: { scheme: "https" } })] },
            { what: "one that does something else", resources: [middleware({ compress: {} })] },
        ],
    },
    "route-listener": {
        fails: [
            {
                what: "an IngressRoute that forwards by plain HTTP",
                resources: [plainIngressRoute([toKato(KATO_HOST)])],
                at: "spec.routes[0]",
            },
            {
                what: "a redirect that is not deployed",
                resources: [plainIngressRoute([toKato(KATO_HOST, "redirect")])],
                at: "spec.routes[0]",
            },
            {
                what: "one route of two that redirects",
                resources: [
                    plainIngressRoute([toKato(KATO_HOST, "redirect"), toKato(`${KATO_HOST} && Path(\`/a\`)`)]),
                    middleware({ redirectScheme: { scheme: "https" } }, "redirect"),
                ],
                at: "spec.routes[1]",
            },
        ],
        nearMisses: [
            {
                what: "an IngressRoute that redirects",
                resources: [
                    plainIngressRoute([toKato(KATO_HOST, "redirect")]),
                    middleware({ redirectScheme: { scheme: "https" } }, "redirect"),
                ],
            },
            {
                what: "one that redirects by a chain",
                resources: [
                    plainIngressRoute([toKato(KATO_HOST, "all")]),
                    middleware({ chain: { middlewares: [{ name: "redirect" }] } }, "all"),
                    middleware({ redirectScheme: { scheme: "https" } }, "redirect"),
                ],
            },
            { what: "one for TLS", resources: [ingressRoute([toKato(KATO_HOST)])] },
        ],
    },
};
