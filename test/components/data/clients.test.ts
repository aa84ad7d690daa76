import assert from "node:assert/strict";
import { allowed, Mongodb, NetworkPolicies, type Peer, Postgres, Qdrant, Redis, workload } from "../../../components";
import { type Recorded, record, type Recording } from "../../support/record";
import { STANDALONE as MONGODB } from "./mongodb/mongodb.fixture";
import { STANDALONE as POSTGRES } from "./postgres/postgres.fixture";
import { STANDALONE as QDRANT } from "./qdrant/qdrant.fixture";
import { STANDALONE as REDIS } from "./redis/redis.fixture";

type Clients = readonly Peer[] | "connection-table";

/** Each store with the ports that its clients need. */
const STORES: readonly [name: string, namespace: string, ports: number[], make: (clients: Clients) => unknown][] = [
    ["Postgres", "kratos", [5432], (clients) => new Postgres("store", { server: { ...POSTGRES, clients } })],
    ["Mongodb", "kato", [27017], (clients) => new Mongodb("store", { server: { ...MONGODB, clients } })],
    ["Redis", "kato", [6379], (clients) => new Redis("store", { server: { ...REDIS, clients } })],
    ["Qdrant", "kato", [6333, 6334], (clients) => new Qdrant("store", { server: { ...QDRANT, clients } })],
];

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy::store";
const SET = "kubernetes:apps/v1:StatefulSet::store";

for (const [type, namespace, ports, make] of STORES) {
    describe(`${type} with clients of its own`, () => {
        const numbered = ports.map((port) => ({ protocol: "TCP", port }));
        let recording: Recording;
        before(async () => {
            const monitoring = { kind: "addresses", name: "monitoring", cidrs: ["10.1.0.0/24"] } as const;
            recording = await record(() => make([workload("shop", "web"), monitoring]));
        });

        it("lets these in, and denies all else, both ways", () => {
            assert.deepEqual(recording.one(POLICY).inputs, {
                apiVersion: "networking.k8s.io/v1",
                kind: "NetworkPolicy",
                metadata: {
                    name: "clients-of-store",
                    namespace,
                    labels: { "app.kubernetes.io/managed-by": "pulumi", "app.kubernetes.io/part-of": "kato-platform" },
                },
                spec: {
                    podSelector: { matchLabels: { app: "store" } },
                    policyTypes: ["Ingress", "Egress"],
                    ingress: [
                        {
                            from: [
                                {
                                    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "shop" } },
                                    podSelector: { matchLabels: { app: "web" } },
                                },
                            ],
                            ports: numbered,
                        },
                        { from: [{ ipBlock: { cidr: "10.1.0.0/24" } }], ports: numbered },
                    ],
                },
            });
        });

        it("is the policy's parent, and starts no pod before it", () => {
            const { parent, protect, retainOnDelete } = recording.one(POLICY);
            assert.deepEqual([parent, protect, retainOnDelete], [`kato:data:${type}::store`, false, false]);
            assert.ok(recording.one(SET).dependsOn.includes(POLICY));
        });

        it("lets nobody in if there are none", async () => {
            const { spec } = (await record(() => make([]))).one(POLICY).inputs as { spec: object };
            assert.deepEqual(spec, {
                podSelector: { matchLabels: { app: "store" } },
                policyTypes: ["Ingress", "Egress"],
                ingress: [],
            });
        });

        it("differs by nothing else from one that a connection table governs", async () => {
            const governed = await record(() => make("connection-table"));
            const without = ({ dependsOn, ...rest }: Recorded) => ({
                ...rest,
                dependsOn: dependsOn.filter((one) => one !== POLICY),
            });
            assert.deepEqual(
                governed.resources,
                recording.resources.filter(({ type }) => !type.endsWith(":NetworkPolicy")).map(without),
            );
        });
    });
}

describe("A store's own NetworkPolicy", () => {
    it("is another object than what a table makes of its namespace, the client's way out among it", async () => {
        const dns = { namespace: "kube-system", labels: { "k8s-app": "kube-dns" }, cidrs: [], ports: [53] };
        const web = workload("kato", "web");
        const recording = await record(() => {
            const { endpoint } = new Redis("store", { server: { ...REDIS, clients: [web] } });
            const connections = allowed(dns, web, [endpoint]);
            new NetworkPolicies("network", { namespace: "kato", connections });
        });
        const policies = recording.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy");
        const names = policies.map(({ inputs }) => (inputs["metadata"] as { name: string }).name);
        assert.deepEqual(names.sort(), ["allow-ingress-to-store", "clients-of-store", "web-to-store"]);
    });
});
