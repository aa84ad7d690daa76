import type { RuleCases } from "../case";
import { certificate, clusterIssuer, gateway, ingress, ingressTo, issuer, virtualServer } from "./objects";

const PRODUCTION = "https://acme-v02.api.letsencrypt.org/directory";
const STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory";

const by = (name: string, kind = "ClusterIssuer") => ({ issuerRef: { group: "cert-manager.io", kind, name } });
const PUBLIC = { secretName: "kato-tls", dnsNames: ["kato.yourdomain.com"] };
const INTERNAL = { secretName: "redis-kb-tls", dnsNames: ["redis-kb", "redis-kb.kato.svc"] };
const virtual = (name: string) =>
    virtualServer({
        host: "kato.yourdomain.com",
        tls: { secret: "a", redirect: { enable: true }, "cert-manager": { "cluster-issuer": name } },
    });
const SELF_SIGNED = clusterIssuer({ selfSigned: {} }, "by-itself");
const CA = clusterIssuer({ ca: { secretName: "a" } }, "own-authority");
const TEST = clusterIssuer({ acme: { server: STAGING } }, "acme");

/** Who signs what browsers see. */
export const routeIssuerCases: RuleCases = {
    rule: "route-issuer",
    fails: [
        {
            what: "a test environment's certificate for a public host",
            resources: [certificate({ ...PUBLIC, ...by("letsencrypt-staging") })],
            at: "spec.issuerRef.name",
        },
        {
            what: "an issuer that is of a test environment whatever its name",
            resources: [certificate({ ...PUBLIC, ...by("acme") }), TEST],
            at: "spec.issuerRef.name",
        },
        {
            what: "an authority of one's own for a public host",
            resources: [certificate({ ...PUBLIC, ...by("own-authority") }), CA],
            at: "spec.issuerRef.name",
        },
        {
            what: "the internal authority, which is deployed elsewhere",
            resources: [certificate({ ...PUBLIC, ...by("internal-ca") })],
            at: "spec.issuerRef.name",
        },
        {
            what: "a certificate signed by itself, for a server inside the cluster",
            resources: [certificate({ ...INTERNAL, ...by("by-itself") }), SELF_SIGNED],
            at: "spec.issuerRef.name",
        },
        {
            what: "the same in development",
            resources: [certificate({ ...INTERNAL, ...by("by-itself") }), SELF_SIGNED],
            at: "spec.issuerRef.name",
            development: true,
        },
        {
            what: "a namespace's own issuer",
            resources: [certificate({ ...PUBLIC, ...by("own", "Issuer") }), issuer({ selfSigned: {} }, "own")],
            at: "spec.issuerRef.name",
        },
        {
            what: "a VirtualServer that asks for one",
            resources: [virtual("letsencrypt-staging")],
            at: "spec.tls.cert-manager.cluster-issuer",
        },
        {
            what: "an Ingress that asks for one",
            resources: [ingress(ingressTo("kato"), { "cert-manager.io/cluster-issuer": "acme" }), TEST],
            at: 'metadata.annotations["cert-manager.io/cluster-issuer"]',
        },
        {
            what: "an Ingress that asks its namespace's issuer",
            resources: [ingress(ingressTo("kato"), { "cert-manager.io/issuer": "selfsigned" })],
            at: 'metadata.annotations["cert-manager.io/issuer"]',
        },
        {
            what: "a Gateway that asks for one",
            resources: [
                gateway([{ name: "https", protocol: "HTTPS", hostname: "a.example.com" }], {
                    annotations: { "cert-manager.io/cluster-issuer": "pebble" },
                }),
            ],
            at: 'metadata.annotations["cert-manager.io/cluster-issuer"]',
        },
    ],
    passes: [
        {
            what: "a public authority's certificate",
            resources: [
                certificate({ ...PUBLIC, ...by("letsencrypt-prod") }),
                clusterIssuer({ acme: { server: PRODUCTION } }, "letsencrypt-prod"),
            ],
        },
    ],
    nearMisses: [
        {
            what: "an annotation of another controller",
            resources: [
                ingress(ingressTo("kato"), { "example.com/issuer": "test", "cert-manager.io/email-sans": "test" }),
            ],
        },
        {
            what: "the internal authority for names inside the cluster",
            resources: [certificate({ ...INTERNAL, ...by("own-authority") }), CA],
        },
        {
            what: "one that also has a name inside the cluster, which no public authority would sign",
            resources: [
                certificate({ dnsNames: ["kratos.kratos.svc", "auth.karima.com"], ...by("own-authority") }),
                CA,
            ],
        },
        {
            what: "a client's certificate",
            resources: [certificate({ commonName: "kato.kato", ...by("own-authority") }), CA],
        },
        {
            what: "an authority that signs itself",
            resources: [certificate({ isCA: true, commonName: "root", ...by("by-itself") }), SELF_SIGNED],
        },
        {
            what: "a public host in development",
            resources: [certificate({ ...PUBLIC, ...by("own-authority") }), CA],
            development: true,
        },
        {
            what: "an issuer of the same name in another namespace",
            resources: [
                certificate({ ...PUBLIC, ...by("own", "Issuer") }),
                {
                    ...issuer({ selfSigned: {} }),
                    props: { metadata: { name: "own", namespace: "b" }, spec: { selfSigned: {} } },
                },
            ],
        },
        { what: "an issuer that is deployed elsewhere", resources: [certificate({ ...PUBLIC, ...by("zerossl") })] },
        {
            what: "an issuer of another controller",
            resources: [
                certificate({
                    ...PUBLIC,
                    issuerRef: { group: "awspca.cert-manager.io", kind: "AWSPCAClusterIssuer", name: "test" },
                }),
            ],
        },
        {
            what: "a word that only contains another",
            resources: [certificate({ ...PUBLIC, ...by("latest-and-greatest") })],
        },
        {
            what: "a Vault's certificate",
            resources: [certificate({ ...PUBLIC, ...by("v") }), clusterIssuer({ vault: {} }, "v")],
        },
        {
            what: "an Ingress for a host inside the cluster",
            resources: [ingress(ingressTo("a", {}, "a.internal"), { "cert-manager.io/cluster-issuer": "selfsigned" })],
        },
    ],
};
