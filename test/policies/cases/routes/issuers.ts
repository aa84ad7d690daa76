import type { Case, RuleCases } from "../case";
import { certificate, clusterIssuer, gateway, ingress, ingressTo, issuer, virtualServer } from "./objects";

const PRODUCTION = "https://acme-v02.api.letsencrypt.org/directory";
const STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory";

const by = (name: string, kind = "ClusterIssuer") => ({ issuerRef: { group: "cert-manager.io", kind, name } });
const PUBLIC = { secretName: "kato-tls", dnsNames: ["kato.yourdomain.com"] };
const INTERNAL = { secretName: "redis-kb-tls", dnsNames: ["redis-kb", "redis-kb.kato.svc"] };
const STRONG = {
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    duration: "2160h",
    usages: ["digital signature", "server auth"],
};
const virtual = (name: string) =>
    virtualServer({
        host: "kato.yourdomain.com",
        tls: { secret: "a", redirect: { enable: true }, "cert-manager": { "cluster-issuer": name } },
    });
const SELF_SIGNED = clusterIssuer({ selfSigned: {} }, "by-itself");
const CA = clusterIssuer({ ca: { secretName: "a" } }, "own-authority");
const TEST = clusterIssuer({ acme: { server: STAGING } }, "acme");

function weak(what: string, spec: object, at: string): Case {
    return { what, resources: [certificate({ ...PUBLIC, ...by("letsencrypt-prod"), ...STRONG, ...spec })], at };
}

function acme(spec: object) {
    return clusterIssuer({ acme: { server: PRODUCTION, privateKeySecretRef: { name: "a" }, ...spec } });
}

/** Rules about certificates and who signs them. */
export const issuerCases: readonly RuleCases[] = [
    {
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
                resources: [
                    ingress(ingressTo("a", {}, "a.internal"), { "cert-manager.io/cluster-issuer": "selfsigned" }),
                ],
            },
        ],
    },
    {
        rule: "issuer-authority",
        fails: [
            { what: "a test environment", resources: [acme({ server: STAGING })], at: "spec.acme.server" },
            {
                what: "a directory that nobody knows",
                resources: [acme({ server: "https://acme.example.com/directory" })],
                at: "spec.acme.server",
            },
            { what: "no directory", resources: [acme({ server: undefined })], at: "spec.acme.server" },
            {
                what: "a directory over plain HTTP, in development too",
                resources: [acme({ server: "http://pebble.test/dir" })],
                at: "spec.acme.server",
                development: true,
            },
            { what: "no verification", resources: [acme({ skipTLSVerify: true })], at: "spec.acme.skipTLSVerify" },
            {
                what: "a namespace's issuer",
                resources: [issuer({ acme: { server: STAGING } })],
                at: "spec.acme.server",
            },
            {
                what: "a Vault over plain HTTP",
                resources: [issuer({ vault: { server: "http://vault:8200" } })],
                at: "spec.vault.server",
            },
            {
                what: "Venafi over plain HTTP",
                resources: [issuer({ venafi: { tpp: { url: "http://tpp" } } })],
                at: "spec.venafi.tpp.url",
            },
        ],
        passes: [{ what: "Let's Encrypt", resources: [acme({})] }],
        nearMisses: [
            { what: "a test environment in development", resources: [acme({ server: STAGING })], development: true },
            { what: "Google's authority", resources: [acme({ server: "https://dv.acme-v02.api.pki.goog/directory" })] },
            { what: "verification that is not skipped", resources: [acme({ skipTLSVerify: false })] },
            { what: "what an internal authority begins with", resources: [issuer({ selfSigned: {} })] },
            { what: "an internal authority", resources: [clusterIssuer({ ca: { secretName: "internal-ca-root" } })] },
            { what: "a Vault", resources: [issuer({ vault: { server: "https://vault:8200" } })] },
            { what: "Venafi's cloud", resources: [issuer({ venafi: { cloud: {} } })] },
        ],
    },
    {
        rule: "issuer-solvers",
        fails: [
            {
                what: "a solver for every host",
                resources: [acme({ solvers: [{ dns01: { route53: {} } }] })],
                at: "spec.acme.solvers[0].selector",
            },
            {
                what: "a selector that selects all",
                resources: [acme({ solvers: [{ selector: { dnsNames: [] }, dns01: {} }] })],
                at: "spec.acme.solvers[0].selector",
            },
            {
                what: "a port on every node, which is the default",
                resources: [
                    acme({ solvers: [{ selector: { dnsNames: ["a.example.com"] }, http01: { ingress: {} } }] }),
                ],
                at: "spec.acme.solvers[0].http01.ingress.serviceType",
            },
            {
                what: "the second solver",
                resources: [
                    acme({
                        solvers: [
                            { selector: { dnsZones: ["example.com"] }, dns01: {} },
                            {
                                selector: { dnsZones: ["b.com"] },
                                http01: { gatewayHTTPRoute: { serviceType: "NodePort" } },
                            },
                        ],
                    }),
                ],
                at: "spec.acme.solvers[1].http01.gatewayHTTPRoute.serviceType",
            },
        ],
        passes: [
            {
                what: "named hosts, and no port on a node",
                resources: [
                    acme({
                        solvers: [
                            {
                                selector: { dnsNames: ["kato.yourdomain.com"] },
                                http01: { ingress: { serviceType: "ClusterIP" } },
                            },
                        ],
                    }),
                ],
            },
        ],
        nearMisses: [
            {
                what: "labels",
                resources: [acme({ solvers: [{ selector: { matchLabels: { public: "yes" } }, dns01: {} }] })],
            },
            {
                what: "a namespace's issuer",
                resources: [issuer({ acme: { server: PRODUCTION, solvers: [{ dns01: {} }] } })],
            },
            { what: "an issuer without solvers", resources: [clusterIssuer({ ca: { secretName: "a" } })] },
        ],
    },
    {
        rule: "certificate-strength",
        fails: [
            weak("a short RSA key", { privateKey: { algorithm: "RSA", size: 1024 } }, "spec.privateKey.size"),
            weak(
                "RSA, the default, of an elliptic curve's size",
                { privateKey: { size: 256 } },
                "spec.privateKey.size",
            ),
            weak("a short curve", { privateKey: { algorithm: "ECDSA", size: 224 } }, "spec.privateKey.size"),
            weak("a size that is none", { privateKey: { size: "4096" } }, "spec.privateKey.size"),
            weak("a key that is kept", { privateKey: { rotationPolicy: "Never" } }, "spec.privateKey.rotationPolicy"),
            weak("ten years", { duration: "87600h" }, "spec.duration"),
            weak("ten years in minutes", { duration: "5256000m" }, "spec.duration"),
            weak("a duration that is none", { duration: "10 years" }, "spec.duration"),
            weak("a server that may sign others", { isCA: true }, "spec.isCA"),
            weak("any usage", { usages: ["any"] }, "spec.usages"),
            weak("a server's certificate that signs", { usages: ["server auth", "cert sign"] }, "spec.usages"),
            weak(
                "a keystore of old ciphers",
                { keystores: { pkcs12: { profile: "LegacyRC2" } } },
                "spec.keystores.pkcs12.profile",
            ),
            weak(
                "an authority for a century",
                { isCA: true, usages: ["cert sign"], duration: "876000h" },
                "spec.duration",
            ),
        ],
        passes: [
            { what: "an elliptic curve, renewed", resources: [certificate({ ...PUBLIC, ...by("a"), ...STRONG })] },
        ],
        nearMisses: [
            { what: "nothing said, which is RSA of 2048 bits", resources: [certificate({ ...PUBLIC, ...by("a") })] },
            { what: "RSA of 4096 bits", resources: [certificate({ privateKey: { algorithm: "RSA", size: 4096 } })] },
            {
                what: "Ed25519, which has no sizes",
                resources: [certificate({ privateKey: { algorithm: "Ed25519", size: 1 } })],
            },
            { what: "a year", resources: [certificate({ duration: "8760h0m0s" })] },
            {
                what: "an authority for ten years that keeps its key",
                resources: [certificate({ isCA: true, duration: "87600h", privateKey: { rotationPolicy: "Never" } })],
            },
            {
                what: "an authority that is also a server",
                resources: [
                    certificate({ isCA: true, dnsNames: ["identity.linkerd"], usages: ["cert sign", "server auth"] }),
                ],
            },
            {
                what: "a keystore of today",
                resources: [certificate({ keystores: { pkcs12: { profile: "Modern2023" } } })],
            },
        ],
    },
];
