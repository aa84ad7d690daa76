import assert from "node:assert/strict";
import { recordedPlatform } from "../support/platform";
import type { Recording } from "../support/record";

/** Namespace and name of every NetworkPolicy. */
function policyNames(recording: Recording): string[] {
    const policies = recording.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy");
    const metadata = policies.map(({ inputs }) => inputs["metadata"] as { namespace: string; name: string });
    return metadata.map(({ namespace, name }) => `${namespace}/${name}`).sort();
}

function policySpec(recording: Recording, name: string): unknown {
    return recording.one(`kubernetes:networking.k8s.io/v1:NetworkPolicy::${name}`).inputs["spec"];
}

const POLICIES = [
    "cert-manager/allow-ingress-to-webhook",
    "cert-manager/cainjector-to-kubernetes-api",
    "cert-manager/cert-manager-to-kubernetes-api",
    "cert-manager/default-deny-all",
    "cert-manager/startupapicheck-to-kubernetes-api",
    "cert-manager/webhook-to-kubernetes-api",
    "kato/allow-ingress-to-kato",
    "kato/allow-ingress-to-mongo-kb",
    "kato/allow-ingress-to-qdrant-kb",
    "kato/allow-ingress-to-redis-kb",
    "kato/default-deny-all",
    "kato/kato-to-databases",
    "kato/kato-to-kratos",
    "kratos/allow-ingress-to-kratos",
    "kratos/allow-ingress-to-kratos-postgres",
    "kratos/default-deny-all",
    "kratos/kratos-cleanup-to-kratos-postgres",
    "kratos/kratos-migrate-to-kratos-postgres",
    "kratos/kratos-to-kratos-postgres",
    "nginx-ingress/allow-ingress-to-nginx-ingress",
    "nginx-ingress/default-deny-all",
    "nginx-ingress/nginx-ingress-to-kato",
    "nginx-ingress/nginx-ingress-to-kratos",
    "nginx-ingress/nginx-ingress-to-kubernetes-api",
];

const inNamespace = (namespace: string, app: string) => ({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    podSelector: { matchLabels: { app } },
});
const CONTROLLER = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "nginx-ingress" } },
    podSelector: { matchLabels: { "app.kubernetes.io/name": "nginx-ingress" } },
};
const tcp = (port: number) => [{ protocol: "TCP", port }];
const DNS_PORTS = [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
];
const DNS_RULES = [
    {
        to: [
            {
                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
                podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
        ],
        ports: DNS_PORTS,
    },
    { to: [{ ipBlock: { cidr: "169.254.20.10/32" } }], ports: DNS_PORTS },
];

describe("Platform's NetworkPolicies", () => {
    let dev: Recording;
    let prod: Recording;
    before(async () => {
        dev = await recordedPlatform("dev");
        prod = await recordedPlatform("prod");
    });

    it("are these (security guide, “Kubernetes Network Policies”)", () => {
        assert.deepEqual(policyNames(dev), POLICIES);
        assert.deepEqual(
            policyNames(prod),
            [
                ...POLICIES,
                "cert-manager/cert-manager-to-internet",
                "cert-manager/cert-manager-to-nginx-ingress",
                "kato/kato-retention-to-databases",
                "kratos/kratos-courier-to-internet",
                "kratos/kratos-courier-to-kratos-postgres",
                "nginx-ingress/allow-ingress-to-acme-solver",
                "nginx-ingress/nginx-ingress-to-acme-solver",
            ].sort(),
        );
    });

    it("let nobody but Kratos and its jobs reach Postgres (setup guide, “4. Network Security”)", () => {
        const clients = (...names: string[]) => ({
            podSelector: { matchLabels: { app: "kratos-postgres" } },
            policyTypes: ["Ingress"],
            ingress: names.map((name) => ({ from: [inNamespace("kratos", name)], ports: tcp(5432) })),
        });
        assert.deepEqual(
            policySpec(prod, "kratos-network-allow-ingress-to-kratos-postgres"),
            clients("kratos", "kratos-courier", "kratos-migrate", "kratos-cleanup"),
        );
        assert.deepEqual(
            policySpec(dev, "kratos-network-allow-ingress-to-kratos-postgres"),
            clients("kratos", "kratos-migrate", "kratos-cleanup"),
        );
    });

    it("let KATO and the edge reach Kratos, and nobody its admin API (setup guide, “4. Network Security”)", () => {
        assert.deepEqual(policySpec(prod, "kratos-network-allow-ingress-to-kratos"), {
            podSelector: { matchLabels: { app: "kratos" } },
            policyTypes: ["Ingress"],
            ingress: [
                { from: [inNamespace("kato", "kato")], ports: tcp(4433) },
                { from: [CONTROLLER], ports: tcp(4433) },
            ],
        });
    });

    it("let KATO out to its stores (security guide, “Allow KATO to Databases”)", () => {
        assert.deepEqual(policySpec(prod, "kato-network-kato-to-databases"), {
            podSelector: { matchLabels: { app: "kato" } },
            policyTypes: ["Egress"],
            egress: [
                ...DNS_RULES,
                { to: [inNamespace("kato", "mongo-kb")], ports: tcp(27017) },
                { to: [inNamespace("kato", "redis-kb")], ports: tcp(6379) },
                { to: [inNamespace("kato", "qdrant-kb")], ports: [...tcp(6333), ...tcp(6334)] },
            ],
        });
    });

    it("let the ingress controller in to KATO, and nobody else (security guide, “Allow Ingress to KATO”)", () => {
        assert.deepEqual(policySpec(prod, "kato-network-allow-ingress-to-kato"), {
            podSelector: { matchLabels: { app: "kato" } },
            policyTypes: ["Ingress"],
            ingress: [{ from: [CONTROLLER], ports: tcp(8443) }],
        });
    });

    it("let nobody but KATO and its deletion of old data reach its stores", () => {
        for (const [store, ...ports] of [
            ["mongo-kb", 27017],
            ["redis-kb", 6379],
            ["qdrant-kb", 6333, 6334],
        ] as const) {
            assert.deepEqual(policySpec(prod, `kato-network-allow-ingress-to-${store}`), {
                podSelector: { matchLabels: { app: store } },
                policyTypes: ["Ingress"],
                ingress: ["kato", "kato-retention"].map((client) => ({
                    from: [inNamespace("kato", client)],
                    ports: ports.flatMap(tcp),
                })),
            });
        }
    });

    it("deny everything else in KATO's namespace (security guide, “Deny All Traffic by Default”)", () => {
        assert.deepEqual(policySpec(prod, "kato-default-deny-all"), {
            podSelector: {},
            policyTypes: ["Ingress", "Egress"],
        });
    });

    it("let Kratos out to its database and DNS alone", () => {
        assert.deepEqual(policySpec(prod, "kratos-network-kratos-to-kratos-postgres"), {
            podSelector: { matchLabels: { app: "kratos" } },
            policyTypes: ["Egress"],
            egress: [...DNS_RULES, { to: [inNamespace("kratos", "kratos-postgres")], ports: tcp(5432) }],
        });
    });

    it("let the courier out to the internet's mail port, never to private ranges or 169.254.169.254", () => {
        assert.deepEqual(policySpec(prod, "kratos-network-kratos-courier-to-internet"), {
            podSelector: { matchLabels: { app: "kratos-courier" } },
            policyTypes: ["Egress"],
            egress: [
                ...DNS_RULES,
                {
                    to: [
                        {
                            ipBlock: {
                                cidr: "0.0.0.0/0",
                                except: [
                                    "0.0.0.0/8",
                                    "10.0.0.0/8",
                                    "100.64.0.0/10",
                                    "127.0.0.0/8",
                                    "168.63.129.16/32",
                                    "169.254.0.0/16",
                                    "172.16.0.0/12",
                                    "192.0.0.0/24",
                                    "192.168.0.0/16",
                                    "198.18.0.0/15",
                                    "224.0.0.0/4",
                                    "240.0.0.0/4",
                                ],
                            },
                        },
                        {
                            ipBlock: {
                                cidr: "::/0",
                                except: [
                                    "::1/128",
                                    "64:ff9b::/96",
                                    "64:ff9b:1::/48",
                                    "2001::/32",
                                    "2002::/16",
                                    "fc00::/7",
                                    "fe80::/10",
                                    "ff00::/8",
                                ],
                            },
                        },
                    ],
                    ports: tcp(465),
                },
            ],
        });
    });

    it("let the API server reach cert-manager's webhook, from the stack's ranges alone", () => {
        assert.deepEqual(policySpec(prod, "cert-manager-network-allow-ingress-to-webhook"), {
            podSelector: { matchLabels: { app: "webhook" } },
            policyTypes: ["Ingress"],
            ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/28" } }], ports: tcp(10250) }],
        });
        assert.deepEqual(policySpec(dev, "cert-manager-network-allow-ingress-to-webhook"), {
            podSelector: { matchLabels: { app: "webhook" } },
            policyTypes: ["Ingress"],
            ingress: [
                {
                    from: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map((cidr) => ({ ipBlock: { cidr } })),
                    ports: tcp(10250),
                },
            ],
        });
    });
});
