import type { RuleCases } from "../case";
import {
    configMap,
    gateway,
    grpcRoute,
    httpRoute,
    ingress,
    ingressTo,
    nginxPolicy,
    virtualServer,
    virtualServerRoute,
} from "./objects";

const HOST = "kato.yourdomain.com";
const HTTP = { name: "http", port: 80, protocol: "HTTP", hostname: HOST };
const HTTPS = {
    name: "https",
    port: 443,
    protocol: "HTTPS",
    hostname: HOST,
    tls: { certificateRefs: [{ name: "a" }] },
};
const toKato = [{ backendRefs: [{ name: "kato", port: 80 }] }];
const toHttps = [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }];
const attached = (parent: object, rules: readonly object[] = toKato) =>
    httpRoute({ hostnames: [HOST], parentRefs: [{ name: "a", ...parent }], rules });

/** Rules about what goes over the network unencrypted. */
export const plainHttpCases: readonly RuleCases[] = [
    {
        rule: "route-redirect",
        fails: [
            {
                what: "no redirect, which is the default",
                resources: [virtualServer({ host: HOST, tls: { secret: "kato-tls" } })],
                at: "spec.tls.redirect.enable",
            },
            {
                what: "a redirect that is off",
                resources: [virtualServer({ host: HOST, tls: { secret: "kato-tls", redirect: { enable: false } } })],
                at: "spec.tls.redirect.enable",
            },
            ...["nginx.org/redirect-to-https", "ingress.kubernetes.io/ssl-redirect", "haproxy.org/ssl-redirect"].map(
                (key) => ({
                    what: `${key} off`,
                    resources: [ingress(ingressTo("kato"), { [key]: "false" })],
                    at: `metadata.annotations["${key}"]`,
                }),
            ),
            ...["ssl-redirect", "force-ssl-redirect"].map((name) => ({
                what: `ingress-nginx' ${name} off`,
                resources: [ingress(ingressTo("kato"), { [`nginx.ingress.kubernetes.io/${name}`]: "False" })],
                at: `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`,
            })),
            {
                what: "all redirects off, in the controller's ConfigMap",
                resources: [configMap({ "ssl-redirect": "false" })],
                at: "data.ssl-redirect",
            },
        ],
        passes: [
            {
                what: "a redirect",
                resources: [virtualServer({ host: HOST, tls: { secret: "kato-tls", redirect: { enable: true } } })],
            },
        ],
        nearMisses: [
            {
                what: "no certificate to redirect to: `route-tls` refuses that",
                resources: [virtualServer({ host: HOST })],
            },
            { what: "an Ingress that says nothing, which redirects", resources: [ingress(ingressTo("kato"))] },
            {
                what: "a redirect that is asked for",
                resources: [ingress(ingressTo("kato"), { "nginx.ingress.kubernetes.io/force-ssl-redirect": "true" })],
            },
            {
                what: "another redirect that is off",
                resources: [
                    ingress(ingressTo("kato"), { "nginx.ingress.kubernetes.io/from-to-www-redirect": "false" }),
                ],
            },
            { what: "redirects on, in the controller's ConfigMap", resources: [configMap({ "ssl-redirect": "true" })] },
        ],
    },
    {
        rule: "route-listener",
        fails: [
            {
                what: "every listener, with plain HTTP among them",
                resources: [gateway([HTTP, HTTPS]), attached({})],
                at: "spec.parentRefs[0].sectionName",
            },
            {
                what: "the listener for plain HTTP",
                resources: [gateway([HTTP, HTTPS]), attached({ sectionName: "http" })],
                at: "spec.parentRefs[0].sectionName",
            },
            {
                what: "its port",
                resources: [gateway([HTTP, HTTPS]), attached({ port: 80 })],
                at: "spec.parentRefs[0].sectionName",
            },
            {
                what: "the second of two parents",
                resources: [
                    gateway([HTTP, HTTPS]),
                    httpRoute({ parentRefs: [{ name: "a", sectionName: "https" }, { name: "a" }], rules: toKato }),
                ],
                at: "spec.parentRefs[1].sectionName",
            },
            {
                what: "a Gateway in another namespace",
                resources: [gateway([HTTP], { namespace: "edge" }), attached({ namespace: "edge" })],
                at: "spec.parentRefs[0].sectionName",
            },
            {
                what: "one rule that forwards beside one that redirects",
                resources: [gateway([HTTP]), attached({}, [...toHttps, ...toKato])],
                at: "spec.parentRefs[0].sectionName",
            },
            {
                what: "a redirect to plain HTTP",
                resources: [gateway([HTTP]), attached({}, [{ filters: [{ requestRedirect: { scheme: "http" } }] }])],
                at: "spec.parentRefs[0].sectionName",
            },
            {
                what: "a Gateway of somebody else's, by its listener's name",
                resources: [attached({ sectionName: "http" })],
                at: "spec.parentRefs[0].sectionName",
            },
            {
                what: "a GRPCRoute",
                resources: [gateway([HTTP]), grpcRoute({ parentRefs: [{ name: "a" }], rules: toKato })],
                at: "spec.parentRefs[0].sectionName",
            },
        ],
        passes: [
            {
                what: "the listener for HTTPS",
                resources: [gateway([HTTP, HTTPS]), attached({ sectionName: "https" })],
            },
        ],
        nearMisses: [
            { what: "a route that only redirects", resources: [gateway([HTTP]), attached({}, toHttps)] },
            { what: "the port of HTTPS", resources: [gateway([HTTP, HTTPS]), attached({ port: 443 })] },
            { what: "a Gateway with HTTPS alone", resources: [gateway([HTTPS]), attached({})] },
            {
                what: "a Gateway of the same name elsewhere",
                resources: [gateway([HTTP], { namespace: "b" }), attached({})],
            },
            { what: "a Gateway of somebody else's", resources: [attached({ namespace: "edge" })] },
            { what: "a route inside a mesh", resources: [attached({ group: "", kind: "Service" })] },
        ],
    },
    {
        rule: "route-backend-tls",
        fails: [
            {
                what: "plain HTTP to Kratos' TLS port",
                resources: [virtualServer({ upstreams: [{ name: "kratos", service: "kratos/kratos", port: 4433 }] })],
                at: "spec.upstreams[0].tls.enable",
            },
            {
                what: "TLS that is off",
                resources: [
                    virtualServer({ upstreams: [{ name: "a", service: "a", port: 443, tls: { enable: false } }] }),
                ],
                at: "spec.upstreams[0].tls.enable",
            },
            {
                what: "a VirtualServerRoute",
                resources: [virtualServerRoute({ upstreams: [{ name: "a", service: "a", port: 8443 }] })],
                at: "spec.upstreams[0].tls.enable",
            },
            {
                what: "a backend that nobody verifies",
                resources: [nginxPolicy({ egressMTLS: { tlsSecret: "a" } })],
                at: "spec.egressMTLS.verifyServer",
            },
            ...["externalAuth", "jwt", "oidc"].map((kind) => ({
                what: `whom ${kind} asks unverified`,
                resources: [nginxPolicy({ [kind]: { sslVerify: false } })],
                at: `spec.${kind}.sslVerify`,
            })),
            {
                what: "ingress-nginx' verification off",
                resources: [ingress(ingressTo("kato"), { "nginx.ingress.kubernetes.io/proxy-ssl-verify": "off" })],
                at: 'metadata.annotations["nginx.ingress.kubernetes.io/proxy-ssl-verify"]',
            },
        ],
        passes: [
            {
                what: "TLS to the backend",
                resources: [
                    virtualServer({
                        upstreams: [{ name: "kratos", service: "kratos/kratos", port: 4433, tls: { enable: true } }],
                    }),
                ],
            },
        ],
        nearMisses: [
            {
                what: "a port for plain HTTP, which is for `route-backend-plain`",
                resources: [virtualServer({ upstreams: [{ name: "kato", service: "kato/kato", port: 80 }] })],
            },
            { what: "a verified backend", resources: [nginxPolicy({ egressMTLS: { verifyServer: true } })] },
            {
                what: "a Policy of another kind",
                resources: [nginxPolicy({ accessControl: { allow: ["10.0.0.0/8"] } })],
            },
            {
                what: "an authority that verifies by default",
                resources: [nginxPolicy({ jwt: { jwksURI: "https://a" } })],
            },
            {
                what: "ingress-nginx' verification on",
                resources: [ingress(ingressTo("kato"), { "nginx.ingress.kubernetes.io/proxy-ssl-verify": "on" })],
            },
        ],
    },
];
