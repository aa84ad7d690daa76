import type { RuleCases } from "../case";
import {
    certificate,
    gateway,
    grpcRoute,
    httpRoute,
    ingress,
    ingressPatch,
    ingressTo,
    oldIngress,
    tlsRoute,
    virtualServer,
    virtualServerRoute,
} from "./objects";

const HOST = "kato.yourdomain.com";
const https = (tls: object) => ({ name: "https", port: 443, protocol: "HTTPS", hostname: HOST, tls });

/** Rules about the names that routes have and the certificates for them. */
export const hostCases: readonly RuleCases[] = [
    {
        rule: "route-tls",
        fails: [
            { what: "no certificate", resources: [virtualServer({ host: HOST })], at: "spec.tls.secret" },
            {
                what: "TLS without a Secret",
                resources: [virtualServer({ host: HOST, tls: { secret: "", redirect: { enable: true } } })],
                at: "spec.tls.secret",
            },
            {
                what: "a listener of its own for plain HTTP alone",
                resources: [virtualServer({ host: HOST, tls: { secret: "a" }, listener: { http: "http-8080" } })],
                at: "spec.listener.https",
            },
            {
                what: "an Ingress without TLS",
                resources: [ingress({ ...ingressTo("kato"), tls: undefined })],
                at: "spec.rules[0].host",
            },
            {
                what: "another host's certificate",
                resources: [ingress({ ...ingressTo("kato"), tls: [{ hosts: ["b.example.com"], secretName: "b" }] })],
                at: "spec.rules[0].host",
            },
            {
                what: "a wildcard one level up",
                resources: [ingress({ ...ingressTo("kato"), tls: [{ hosts: ["*.com"], secretName: "b" }] })],
                at: "spec.rules[0].host",
            },
            {
                what: "a certificate for whichever host",
                resources: [ingress({ ...ingressTo("kato"), tls: [{ secretName: "a" }] })],
                at: "spec.rules[0].host",
            },
            {
                what: "the second host of two",
                resources: [
                    ingress({
                        rules: [{ host: HOST }, { host: "b.example.com" }],
                        tls: [{ hosts: [HOST], secretName: "a" }],
                    }),
                ],
                at: "spec.rules[1].host",
            },
            {
                what: "an Ingress of an API that is gone",
                resources: [oldIngress({ rules: [{ host: HOST }] })],
                at: "spec.rules[0].host",
            },
            {
                what: "the part of an Ingress that should have the certificate",
                resources: [ingress({ rules: [{ host: HOST }] }, { "nginx.org/mergeable-ingress-type": "master" })],
                at: "spec.rules[0].host",
            },
            {
                what: "pass-through that is switched off",
                resources: [
                    ingress({ rules: [{ host: HOST }] }, { "nginx.ingress.kubernetes.io/ssl-passthrough": "false" }),
                ],
                at: "spec.rules[0].host",
            },
            {
                what: "an HTTPS listener without a certificate",
                resources: [gateway([https({ mode: "Terminate" })])],
                at: "spec.listeners[0].tls.certificateRefs",
            },
            {
                what: "a TLS listener with no certificate in its list",
                resources: [gateway([{ ...https({ certificateRefs: [] }), protocol: "TLS" }])],
                at: "spec.listeners[0].tls.certificateRefs",
            },
        ],
        passes: [
            {
                what: "a Secret with the certificate",
                resources: [virtualServer({ host: HOST, tls: { secret: "kato-tls", redirect: { enable: true } } })],
            },
        ],
        nearMisses: [
            {
                what: "a VirtualServerRoute, which has its VirtualServer's",
                resources: [virtualServerRoute({ host: HOST, subroutes: [] })],
            },
            {
                what: "listeners of its own for both",
                resources: [
                    virtualServer({
                        host: HOST,
                        tls: { secret: "a" },
                        listener: { http: "http-80", https: "https-443" },
                    }),
                ],
            },
            { what: "no host: `route-host` refuses that", resources: [ingress({ rules: [{}, { host: "" }] })] },
            { what: "an Ingress with TLS", resources: [ingress(ingressTo("kato"))] },
            {
                what: "a wildcard certificate, in another case",
                resources: [ingress({ ...ingressTo("kato"), tls: [{ hosts: ["*.Example.com"], secretName: "a" }] })],
            },
            {
                what: "a part of an Ingress whose other part has the certificate",
                resources: [ingress({ rules: [{ host: HOST }] }, { "nginx.org/mergeable-ingress-type": "minion" })],
            },
            {
                what: "TLS that the application ends",
                resources: [
                    ingress({ rules: [{ host: HOST }] }, { "nginx.ingress.kubernetes.io/ssl-passthrough": "true" }),
                ],
            },
            {
                what: "the cloud's own certificate",
                resources: [
                    ingress({ rules: [{ host: HOST }] }, { "alb.ingress.kubernetes.io/certificate-arn": "arn:…" }),
                ],
            },
            { what: "a patch of something else", resources: [ingressPatch({ rules: [{ host: HOST }] })] },
            {
                what: "a listener with a certificate",
                resources: [gateway([https({ certificateRefs: [{ name: "a" }] })])],
            },
            { what: "a listener that passes through", resources: [gateway([https({ mode: "Passthrough" })])] },
            {
                what: "the listener that redirects",
                resources: [gateway([{ name: "http", port: 80, protocol: "HTTP", hostname: HOST }])],
            },
        ],
    },
    {
        rule: "route-host",
        fails: [
            { what: "a wildcard", resources: [virtualServer({ host: "*.yourdomain.com" })], at: "spec.host" },
            { what: "no host", resources: [virtualServer({})], at: "spec.host" },
            { what: "an empty host", resources: [virtualServerRoute({ host: "" })], at: "spec.host" },
            {
                what: "an Ingress rule for every host",
                resources: [ingress({ rules: [{ http: { paths: [] } }] })],
                at: "spec.rules[0].host",
            },
            {
                what: "an Ingress rule with a wildcard",
                resources: [ingress({ rules: [{ host: HOST }, { host: "*.example.com" }] })],
                at: "spec.rules[1].host",
            },
            {
                what: "a default backend",
                resources: [
                    ingress({ ...ingressTo("kato"), defaultBackend: { service: { name: "a", port: { number: 80 } } } }),
                ],
                at: "spec.defaultBackend",
            },
            {
                what: "a default backend as it used to be written",
                resources: [oldIngress({ backend: { serviceName: "a", servicePort: 80 } })],
                at: "spec.backend",
            },
            { what: "an HTTPRoute for every host", resources: [httpRoute({ rules: [] })], at: "spec.hostnames" },
            {
                what: "an HTTPRoute with a wildcard",
                resources: [httpRoute({ hostnames: [HOST, "*.example.com"] })],
                at: "spec.hostnames[1]",
            },
            { what: "a GRPCRoute for every host", resources: [grpcRoute({ hostnames: [] })], at: "spec.hostnames" },
            {
                what: "a TLSRoute with a wildcard",
                resources: [tlsRoute({ hostnames: ["*"] })],
                at: "spec.hostnames[0]",
            },
            {
                what: "a listener for every host",
                resources: [gateway([{ name: "https", port: 443, protocol: "HTTPS" }])],
                at: "spec.listeners[0].hostname",
            },
            {
                what: "a listener for a whole top-level domain",
                resources: [gateway([{ name: "https", port: 443, protocol: "TLS", hostname: "*.com" }])],
                at: "spec.listeners[0].hostname",
            },
            {
                what: "a certificate for every host",
                resources: [certificate({ dnsNames: [HOST, "*"] })],
                at: "spec.dnsNames[1]",
            },
            {
                what: "a certificate for a whole top-level domain",
                resources: [certificate({ dnsNames: ["*.com"] })],
                at: "spec.dnsNames[0]",
            },
        ],
        passes: [{ what: "a host", resources: [virtualServer({ host: HOST })] }],
        nearMisses: [
            { what: "a host of one word, for development", resources: [virtualServer({ host: "localhost" })] },
            { what: "several rules", resources: [ingress({ rules: [{ host: HOST }, { host: "b.example.com" }] })] },
            { what: "a patch that leaves the host", resources: [ingressPatch({ rules: [{ http: {} }] })] },
            { what: "an HTTPRoute with its hosts", resources: [httpRoute({ hostnames: [HOST] })] },
            {
                what: "a route inside a mesh, which has none",
                resources: [httpRoute({ parentRefs: [{ group: "", kind: "Service", name: "kato" }] })],
            },
            {
                what: "a listener for all hosts of a domain",
                resources: [gateway([{ name: "https", port: 443, protocol: "HTTPS", hostname: "*.yourdomain.com" }])],
            },
            {
                what: "a listener of a protocol without hosts",
                resources: [gateway([{ name: "smtp", port: 25, protocol: "TCP" }])],
            },
            {
                what: "a wildcard certificate for a domain",
                resources: [certificate({ dnsNames: ["*.yourdomain.com"] })],
            },
        ],
    },
];
