import type { MoreCases } from "../case";
import {
    ingressRoute,
    KATO_HOST,
    KATO_SERVICE,
    KRATOS_SERVICE,
    middleware,
    serversTransport,
    tcpIngressRoute,
    to,
} from "./traefik-objects";

/** What Traefik's objects lead to. */
export const traefikBackendCases: MoreCases = {
    "route-snippets": {
        fails: [
            {
                what: "a plugin of Traefik",
                resources: [middleware({ plugin: { rewriter: { a: 1 } } })],
                at: "spec.plugin",
            },
        ],
        nearMisses: [
            { what: "no plugin", resources: [middleware({ plugin: {} })] },
            { what: "a Middleware that Traefik has", resources: [middleware({ compress: {} })] },
        ],
    },
    "route-admin-port": {
        fails: [
            {
                what: "an IngressRoute to Kratos' admin port",
                resources: [ingressRoute([to({ ...KRATOS_SERVICE, port: 4434 }, KATO_HOST)])],
                at: "spec.routes[0].services[0].port",
            },
            {
                what: "a store behind an IngressRoute of TCP",
                resources: [tcpIngressRoute({ routes: [{ services: [{ name: "a", port: 5432 }] }] })],
                at: "spec.routes[0].services[0].port",
            },
            {
                what: "Traefik's own API",
                resources: [ingressRoute([to({ kind: "TraefikService", name: "api@internal" }, KATO_HOST)])],
                at: "spec.routes[0].services[0].name",
            },
            {
                what: "pages of the admin API for errors",
                resources: [middleware({ errors: { status: ["500"], service: { name: "kratos-admin", port: 80 } } })],
                at: "spec.errors.service.name",
            },
        ],
        nearMisses: [
            { what: "an IngressRoute to Kratos", resources: [ingressRoute([to(KRATOS_SERVICE, KATO_HOST)])] },
            {
                what: "a Service that is called like Traefik's own",
                resources: [ingressRoute([to({ ...KATO_SERVICE, name: "api-internal" }, KATO_HOST)])],
            },
        ],
    },
    "route-backend-tls": {
        fails: [
            {
                what: "plain HTTP to Kratos' TLS port by Traefik",
                resources: [ingressRoute([to({ ...KRATOS_SERVICE, scheme: undefined }, KATO_HOST)])],
                at: "spec.routes[0].services[0].scheme",
            },
            {
                what: "plain HTTP to 443",
                resources: [ingressRoute([to({ ...KATO_SERVICE, scheme: "http" }, KATO_HOST)])],
                at: "spec.routes[0].services[0].scheme",
            },
            {
                what: "a ServersTransport that verifies nobody",
                resources: [serversTransport({ insecureSkipVerify: true })],
                at: "spec.insecureSkipVerify",
            },
            {
                what: "a ServersTransport that speaks TLS 1.0",
                resources: [serversTransport({ minVersion: "VersionTLS10", maxVersion: "VersionTLS13" })],
                at: "spec.minVersion",
            },
            {
                what: "a ServersTransport that speaks TLS 1.1 at the most",
                resources: [serversTransport({ maxVersion: "VersionTLS11" })],
                at: "spec.maxVersion",
            },
            {
                what: "a lowest version, which Traefik takes for an error without a highest",
                resources: [serversTransport({ minVersion: "VersionTLS13" })],
                at: "spec.minVersion",
            },
            {
                what: "the same for lowest and highest, which it takes for an error as well",
                resources: [serversTransport({ minVersion: "VersionTLS13", maxVersion: "VersionTLS13" })],
                at: "spec.minVersion",
            },
            {
                what: "whoever says who a client is, unverified",
                resources: [middleware({ forwardAuth: { address: "https://a", tls: { insecureSkipVerify: true } } })],
                at: "spec.forwardAuth.tls.insecureSkipVerify",
            },
        ],
        nearMisses: [
            { what: "TLS to Kratos by Traefik", resources: [ingressRoute([to(KRATOS_SERVICE, KATO_HOST)])] },
            {
                what: "443, to which Traefik speaks TLS by itself",
                resources: [ingressRoute([to({ name: "kato", port: 443 }, KATO_HOST)])],
            },
            {
                what: "a ServersTransport with a lowest version below the highest",
                resources: [serversTransport({ minVersion: "VersionTLS12", maxVersion: "VersionTLS13" })],
            },
            {
                what: "a ServersTransport that verifies",
                resources: [serversTransport({ insecureSkipVerify: false })],
            },
        ],
    },
    "route-backend-plain": {
        fails: [
            {
                what: "plain HTTP to KATO by Traefik",
                resources: [ingressRoute([to({ name: "kato", port: 80 }, KATO_HOST)])],
                at: "spec.routes[0].services[0].scheme",
            },
            {
                what: "plain HTTP to whoever says who a client is",
                resources: [middleware({ forwardAuth: { address: "http://auth.kato.svc" } })],
                at: "spec.forwardAuth.address",
            },
        ],
        nearMisses: [
            {
                what: "TLS to port 80 by Traefik",
                resources: [ingressRoute([to({ name: "kato", port: 80, scheme: "https" }, KATO_HOST)])],
            },
            {
                what: "a service of Traefik's own",
                resources: [ingressRoute([to({ kind: "TraefikService", name: "noop@internal" }, KATO_HOST)])],
            },
        ],
    },
    "cors-origin": {
        fails: [
            {
                what: "a Middleware for every origin",
                resources: [middleware({ headers: { accessControlAllowOriginList: ["https://a.com", "*"] } })],
                at: "spec.headers.accessControlAllowOriginList[1]",
            },
            {
                what: "a pattern of origins",
                resources: [middleware({ headers: { accessControlAllowOriginListRegex: ["https://.*a.com"] } })],
                at: "spec.headers.accessControlAllowOriginListRegex[0]",
            },
            {
                what: "a header that a Middleware adds",
                resources: [middleware({ headers: { customResponseHeaders: { "access-control-allow-origin": "*" } } })],
                at: "spec.headers.customResponseHeaders.access-control-allow-origin",
            },
        ],
        nearMisses: [
            {
                what: "a Middleware with a list",
                resources: [middleware({ headers: { accessControlAllowOriginList: ["https://a.com"] } })],
            },
        ],
    },
};
