import type { RuleCases } from "../case";
import { clusterIssuer, issuer } from "./objects";

const PRODUCTION = "https://acme-v02.api.letsencrypt.org/directory";
const STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory";

function acme(spec: object) {
    return clusterIssuer({ acme: { server: PRODUCTION, privateKeySecretRef: { name: "a" }, ...spec } });
}

/** Rules about issuers themselves. */
export const issuerCases: readonly RuleCases[] = [
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
];
