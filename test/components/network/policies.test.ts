import assert from "node:assert/strict";
import { addresses, allowed, type Connection } from "../../../components/network/connections";
import { generatePolicies, NetworkPolicies } from "../../../components/network/policies";
import { type AddressRange, type Endpoint, type Peer, workload } from "../../../components/workload/identity";
import { defaultDns } from "../../../config";
import { record } from "../../support/record";

const client = workload("front", "client");
const worker = workload("front", "worker");
const server: Endpoint = { workload: workload("back", "server"), host: "server.back.svc", port: 8000 };
const metrics: Endpoint = { ...server, port: 9090 };

/** What every workload that may reach something has as well (Kubernetes: DNS is UDP, and TCP for long answers). */
const DNS = [
    {
        to: [
            {
                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
                podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
        ],
        ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
        ],
    },
    {
        to: [{ ipBlock: { cidr: "169.254.20.10/32" } }],
        ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
        ],
    },
];

const allow = (from: Peer, to: Endpoint, policy?: string): Connection[] => allowed(defaultDns, from, [to], policy);

function policies(namespace: string, ...connections: Connection[][]) {
    return generatePolicies(connections.flat(), namespace);
}

describe("generatePolicies", () => {
    it("writes the caller's side in the caller's namespace, and nothing else there", () => {
        assert.deepEqual(policies("front", allow(client, server)), [
            {
                name: "client-to-server",
                spec: {
                    podSelector: { matchLabels: { app: "client" } },
                    policyTypes: ["Egress"],
                    egress: [
                        ...DNS,
                        {
                            to: [
                                {
                                    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "back" } },
                                    podSelector: { matchLabels: { app: "server" } },
                                },
                            ],
                            ports: [{ protocol: "TCP", port: 8000 }],
                        },
                    ],
                },
            },
        ]);
    });

    it("writes the server's side in the server's namespace, one rule per peer with all its ports", () => {
        assert.deepEqual(
            policies(
                "back",
                allow(client, server),
                allow(worker, server),
                allow(worker, metrics),
                allow(worker, metrics),
            ),
            [
                {
                    name: "allow-ingress-to-server",
                    spec: {
                        podSelector: { matchLabels: { app: "server" } },
                        policyTypes: ["Ingress"],
                        ingress: [
                            {
                                from: [
                                    {
                                        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "front" } },
                                        podSelector: { matchLabels: { app: "client" } },
                                    },
                                ],
                                ports: [{ protocol: "TCP", port: 8000 }],
                            },
                            {
                                from: [
                                    {
                                        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "front" } },
                                        podSelector: { matchLabels: { app: "worker" } },
                                    },
                                ],
                                ports: [
                                    { protocol: "TCP", port: 8000 },
                                    { protocol: "TCP", port: 9090 },
                                ],
                            },
                        ],
                    },
                },
            ],
        );
    });

    it("writes nothing for other namespaces, kube-system's DNS among them", () => {
        const table = allow(client, server);
        assert.deepEqual(
            policies("kube-system", table).map(({ name }) => name),
            ["allow-ingress-to-kube-dns"],
        );
        assert.deepEqual(policies("elsewhere", table), []);
    });

    it("gives each address range only the exceptions of its own IP version", () => {
        const outside: AddressRange = {
            kind: "addresses",
            name: "outside",
            cidrs: ["0.0.0.0/0", "::/0"],
            except: ["10.0.0.0/8", "fc00::/7"],
        };
        const [policy] = policies("front", allow(client, { workload: outside, host: "outside", port: 465 }));
        assert.deepEqual(policy?.spec, {
            podSelector: { matchLabels: { app: "client" } },
            policyTypes: ["Egress"],
            egress: [
                ...DNS,
                {
                    to: [
                        { ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } },
                        { ipBlock: { cidr: "::/0", except: ["fc00::/7"] } },
                    ],
                    ports: [{ protocol: "TCP", port: 465 }],
                },
            ],
        });
    });

    it("lets addresses in without saying anything about their way out", () => {
        const api = addresses("kubernetes-api", ["10.0.0.0/28"], 443);
        assert.deepEqual(policies("back", allow(api.workload, server)), [
            {
                name: "allow-ingress-to-server",
                spec: {
                    podSelector: { matchLabels: { app: "server" } },
                    policyTypes: ["Ingress"],
                    ingress: [
                        {
                            from: [{ ipBlock: { cidr: "10.0.0.0/28" } }],
                            ports: [{ protocol: "TCP", port: 8000 }],
                        },
                    ],
                },
            },
        ]);
    });

    it("selects software that is not ours by its own labels", () => {
        const foreign = { ...client, podLabels: { "k8s-app": "foreign" } };
        const [policy] = policies("front", allow(foreign, server));
        assert.deepEqual(policy?.spec.podSelector, { matchLabels: { "k8s-app": "foreign" } });
    });

    it("refuses one name for the policies of two workloads", () => {
        assert.throws(
            () => policies("front", allow(client, server, "to-server"), allow(worker, server, "to-server")),
            new Error("NetworkPolicy to-server is asked for by both client and worker"),
        );
    });
});

describe("NetworkPolicies", () => {
    it("makes one NetworkPolicy per generated policy, as its child", async () => {
        const table = allow(client, server);
        const recording = await record(
            () => new NetworkPolicies("front-network", { connections: table, namespace: "front" }),
        );
        assert.deepEqual(recording.names(), [
            "kato:network:NetworkPolicies::front-network",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy::front-network-client-to-server",
        ]);
        const policy = recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy::front-network-client-to-server");
        assert.equal(policy.parent, "kato:network:NetworkPolicies::front-network");
        assert.deepEqual(policy.inputs["metadata"], {
            name: "client-to-server",
            namespace: "front",
            labels: { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" },
        });
    });
});
