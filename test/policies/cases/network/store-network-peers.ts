import type { Case, RuleCases } from "../case";
import { alone, block, ingress, KATO, MONGO, networkPolicy, port } from "./objects";

const PORTS = [port(27017)];
const EDGE = { matchLabels: { "app.kubernetes.io/name": "nginx-ingress" } };
const WEB = { matchLabels: { app: "web" } };
const ANYWHERE = [block("0.0.0.0/0")];

function peers(what: string, from: unknown, at: string): Case {
    return alone(what, ingress({ from, ports: PORTS }), at);
}

/** Opened to the world: whether that opens a store depends on the ports and the pods. */
function opened(what: string, ports: unknown, podSelector: unknown = WEB): Case {
    return alone(what, ingress({ from: ANYWHERE, ports }, podSelector), "spec.ingress[0].from[0].ipBlock.cidr");
}

function notOpened(what: string, ports: unknown, podSelector: unknown = WEB): Case {
    return alone(what, ingress({ from: ANYWHERE, ports }, podSelector));
}

const FROM = "spec.ingress[0].from";

export const storeNetworkPeers: RuleCases = {
    rule: "store-network-peers",
    fails: [
        alone("no peers, which is everybody", ingress({ ports: PORTS }), FROM),
        peers("an empty list of them", [], FROM),
        peers("a peer that names nobody", [KATO, {}], `${FROM}[1]`),
        peers("the world", [block("0.0.0.0/0")], `${FROM}[0].ipBlock.cidr`),
        peers("the world by IPv6", [KATO, block("::/0")], `${FROM}[1].ipBlock.cidr`),
        peers("the world without some networks", [block("0.0.0.0/0", "10.0.0.0/8")], `${FROM}[0].ipBlock.cidr`),
        peers("half of the world", [block("128.0.0.0/1")], `${FROM}[0].ipBlock.cidr`),
        peers("public addresses", [block("203.0.113.0/24")], `${FROM}[0].ipBlock.cidr`),
        peers("a public address by IPv6", [block("2001:db8::1/128")], `${FROM}[0].ipBlock.cidr`),
        ...["11.0.0.0/16", "172.15.0.0/16", "172.32.0.0/16", "192.169.0.0/16", "100.63.0.0/16", "100.128.0.0/16"].map(
            (cidr) => peers(`what only looks private, ${cidr}`, [block(cidr)], `${FROM}[0].ipBlock.cidr`),
        ),
        peers("all of a private range, pods and nodes included", [block("10.0.0.0/8")], `${FROM}[0].ipBlock.cidr`),
        peers("all private addresses by IPv6", [block("fd00::/8")], `${FROM}[0].ipBlock.cidr`),
        peers("all namespaces", [{ namespaceSelector: {} }], `${FROM}[0].namespaceSelector`),
        peers(
            "pods of a name in all namespaces, which anybody may give a pod",
            [{ ...KATO, namespaceSelector: {} }],
            `${FROM}[0].namespaceSelector`,
        ),
        peers(
            "all namespaces but one",
            [
                {
                    namespaceSelector: {
                        matchExpressions: [
                            { key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["kube-system"] },
                        ],
                    },
                },
            ],
            `${FROM}[0].namespaceSelector`,
        ),
        peers(
            "all namespaces that have a name",
            [{ namespaceSelector: { matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "Exists" }] } }],
            `${FROM}[0].namespaceSelector`,
        ),
        alone("a rule that allows all", networkPolicy({ podSelector: {}, ingress: [{}] }), FROM),
        alone(
            "the second of two rules",
            networkPolicy({ podSelector: MONGO, ingress: [{ from: [KATO], ports: PORTS }, { ports: PORTS }] }),
            "spec.ingress[1].from",
        ),
        alone("a patch that adds one", networkPolicy({ ingress: [{ ports: PORTS }] }, "Patch"), FROM),
        opened("all ports of all pods", undefined, {}),
        opened("all ports of all pods, as an empty list", [], {}),
        opened("all ports of TCP of all pods", [{ protocol: "TCP" }], {}),
        opened("all ports of pods that do not say what they are", undefined, { matchLabels: { tier: "backend" } }),
        opened("all ports of a store", undefined, { matchLabels: { "app.kubernetes.io/name": "redis" } }),
        opened("PostgreSQL’s port", [port(5432)]),
        opened("Redis’ port, without a protocol", [{ port: 6379 }]),
        opened("Qdrant’s port for gRPC among others", [port(443), port(6334)]),
        opened("MySQL’s port", [port(3306)]),
        opened("Kratos’ admin port", [port(4434)], { matchLabels: { app: "kratos" } }),
        opened("a range with a store’s port in it", [port(1024, { endPort: 65535 })], {}),
        opened("a range of a store", [port(1024, { endPort: 65535 })], { matchLabels: { app: "redis" } }),
        opened("a store’s port by its name", [port("tcp-redis")]),
        opened("a store’s port for all pods", [port(27017)], {}),
        opened("another port of what is called a database", [port(9216)], {
            matchLabels: { "app.kubernetes.io/component": "database" },
        }),
        opened("another port of a well-known engine", [port(8080)], {
            matchLabels: { "app.kubernetes.io/name": "postgresql" },
        }),
        opened("another port of one of several components", [port(8080)], {
            matchExpressions: [{ key: "app.kubernetes.io/component", operator: "In", values: ["web", "cache"] }],
        }),
        opened("another port of one of several", [port(8080)], {
            matchExpressions: [{ key: "app", operator: "In", values: ["web", "redis"] }],
        }),
    ],
    passes: [alone("its client", ingress({ from: [KATO], ports: PORTS }))],
    nearMisses: [
        alone("pods of its own namespace", ingress({ from: [{ podSelector: {} }], ports: PORTS })),
        alone("one namespace", ingress({ from: [{ namespaceSelector: KATO.namespaceSelector }], ports: PORTS })),
        alone(
            "namespaces of a team",
            ingress({
                from: [{ namespaceSelector: { matchExpressions: [{ key: "team", operator: "Exists" }] } }],
                ports: PORTS,
            }),
        ),
        alone(
            "two namespaces by name",
            ingress({
                from: [
                    {
                        namespaceSelector: {
                            matchExpressions: [
                                { key: "kubernetes.io/metadata.name", operator: "In", values: ["kato", "kratos"] },
                            ],
                        },
                    },
                ],
                ports: PORTS,
            }),
        ),
        ...["10.20.0.0/16", "172.16.0.0/16", "172.31.0.0/16", "192.168.0.0/16", "100.64.0.0/16", "100.127.0.0/16"].map(
            (cidr) => alone(`a private network, ${cidr}`, ingress({ from: [block(cidr)], ports: PORTS })),
        ),
        alone("a private network by IPv6", ingress({ from: [block("fd00:20::/64")], ports: PORTS })),
        alone("nobody", networkPolicy({ podSelector: MONGO, policyTypes: ["Ingress"] })),
        notOpened("the edge’s ports", [port(80), port(443)], EDGE),
        notOpened("all ports of what is no store", undefined),
        notOpened("all ports of what is no store, as an empty list", []),
        notOpened("all ports of TCP of what is no store", [{ protocol: "TCP" }]),
        notOpened("many ports of what is no store", [port(1024, { endPort: 65535 })]),
        notOpened("all ports of several that are no stores", undefined, {
            matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: ["web", "api"] }],
        }),
        notOpened("a port by a name that is no store’s", [port("https")]),
        notOpened("a range beside the stores’ ports", [port(8000, { endPort: 8999 })]),
        notOpened("a store’s port, but for UDP", [port(5432, { protocol: "UDP" })]),
        notOpened("UDP for a database", [port(5000, { protocol: "UDP" })], MONGO),
        notOpened("pods that are no database", [port(8080)], {
            matchExpressions: [{ key: "app", operator: "NotIn", values: ["redis"] }],
        }),
        alone(
            "what a store may connect to",
            networkPolicy({ podSelector: MONGO, policyTypes: ["Egress"], egress: [{ ports: PORTS }] }),
        ),
        alone(
            "rules that have no effect",
            networkPolicy({ podSelector: MONGO, policyTypes: ["Egress"], ingress: [{ ports: PORTS }] }),
        ),
        alone("another kind of policy", {
            ...ingress({ ports: PORTS }),
            type: "kubernetes:crd.projectcalico.org/v1:NetworkPolicy",
        }),
    ],
};
