import assert from "node:assert/strict";
import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { Qdrant, StandaloneQdrant } from "../../../../components/data/qdrant/qdrant";
import { type Recording, secret, valueOf } from "../../../support/record";
import { KEEPER, LABELS, make, SERVER, STANDALONE, VOLUMES } from "./qdrant.fixture";

const COMPONENT = "kato:data:Qdrant::qdrant-kb";
const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet::qdrant-kb";
const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim::qdrant-kb-data";

/** What the mocks make of `qdrant-kb-api-key-g<generation>`: 43 characters are worth 32 random bytes. */
const apiKey = (generation: number): string => `qdrantkbapikeyg${generation}`.padEnd(43, "0");
const readOnlyKey = (generation: number): string => `qdrantkbreadonlykeyg${generation}`.padEnd(43, "0");

/** A Secret's `data` with this one file. */
const file = (content: object): object =>
    secret({ "local.yaml": Buffer.from(JSON.stringify(content), "utf8").toString("base64") });

describe("Qdrant, standalone", () => {
    let recording: Recording;
    let qdrant: Qdrant;
    before(async () => {
        ({ recording, qdrant } = await make({ server: STANDALONE }));
    });

    it("makes these resources and no others: no claim template, no disruption budget", () => {
        assert.deepEqual(recording.names(), [
            "kato:certificates:ServerCertificate::qdrant-kb",
            "kato:data:Qdrant::qdrant-kb",
            "kubernetes:apps/v1:StatefulSet::qdrant-kb",
            "kubernetes:cert-manager.io/v1:Certificate::qdrant-kb",
            "kubernetes:core/v1:ConfigMap::qdrant-kb",
            "kubernetes:core/v1:PersistentVolumeClaim::qdrant-kb-data",
            "kubernetes:core/v1:Secret::qdrant-kb-keys",
            "kubernetes:core/v1:Service::qdrant-kb",
            "kubernetes:core/v1:Service::qdrant-kb-pods",
            "kubernetes:core/v1:ServiceAccount::qdrant-kb",
            "random:index/randomPassword:RandomPassword::qdrant-kb-api-key-g1",
            "random:index/randomPassword:RandomPassword::qdrant-kb-read-only-key-g1",
        ]);
    });

    it("is the parent of all of them", () => {
        const own = recording.resources.filter(({ type }) => type !== "kato:data:Qdrant");
        const certificate = "kato:certificates:ServerCertificate::qdrant-kb";
        assert.deepEqual([...new Set(own.map(({ parent }) => parent))].sort(), [certificate, COMPONENT]);
    });

    it("protects the claim and the keys in production, and nothing else", () => {
        const isProtected = recording.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
        assert.deepEqual(
            isProtected.map(({ name, protect, retainOnDelete }) => ({ name, protect, retainOnDelete })),
            [
                { name: "qdrant-kb-api-key-g1", protect: true, retainOnDelete: false },
                { name: "qdrant-kb-read-only-key-g1", protect: true, retainOnDelete: false },
                { name: "qdrant-kb-data", protect: true, retainOnDelete: true },
            ],
        );
    });

    it("claims a volume, without waiting for it to be bound", () => {
        assert.deepEqual(recording.one(CLAIM).inputs, {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: {
                name: "qdrant-kb-data",
                namespace: "kato",
                labels: LABELS,
                annotations: { "pulumi.com/skipAwait": "true" },
            },
            spec: {
                accessModes: ["ReadWriteOnce"],
                storageClassName: "gp3-encrypted",
                resources: { requests: { storage: "20Gi" } },
            },
        });
    });

    it("runs one unprivileged server and its keeper, which may end it, on that claim", () => {
        assert.deepEqual(recording.one(STATEFUL_SET).inputs, {
            apiVersion: "apps/v1",
            kind: "StatefulSet",
            metadata: { name: "qdrant-kb", namespace: "kato", labels: LABELS },
            spec: {
                replicas: 1,
                serviceName: "qdrant-kb-pods",
                selector: { matchLabels: { app: "qdrant-kb" } },
                podManagementPolicy: "Parallel",
                template: {
                    metadata: { labels: { ...LABELS, "app.kubernetes.io/version": "1.19.1" } },
                    spec: {
                        serviceAccountName: "qdrant-kb",
                        automountServiceAccountToken: false,
                        enableServiceLinks: false,
                        shareProcessNamespace: true,
                        securityContext: {
                            runAsNonRoot: true,
                            runAsUser: 10030,
                            runAsGroup: 10030,
                            fsGroup: 10030,
                            fsGroupChangePolicy: "OnRootMismatch",
                            seccompProfile: { type: "RuntimeDefault" },
                        },
                        terminationGracePeriodSeconds: 120,
                        restartPolicy: "Always",
                        containers: [SERVER, KEEPER],
                        volumes: VOLUMES,
                    },
                },
            },
        });
    });

    it("starts the server after all that its pod mounts and its ServiceAccount", () => {
        assert.deepEqual(recording.one(STATEFUL_SET).dependsOn, [
            "kubernetes:cert-manager.io/v1:Certificate::qdrant-kb",
            "kubernetes:core/v1:ConfigMap::qdrant-kb",
            "kubernetes:core/v1:PersistentVolumeClaim::qdrant-kb-data",
            "kubernetes:core/v1:Secret::qdrant-kb-keys",
            "kubernetes:core/v1:ServiceAccount::qdrant-kb",
        ]);
    });

    // Security guide, "Kubernetes Network Policies": `qdrant-kb`, 6333; 6334 is gRPC.
    it("serves REST on 6333 and gRPC on 6334 under the seed's name", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:Service::qdrant-kb").inputs["spec"], {
            type: "ClusterIP",
            selector: { app: "qdrant-kb" },
            ports: [
                { name: "rest", port: 6333, targetPort: "rest", protocol: "TCP" },
                { name: "grpc", port: 6334, targetPort: "grpc", protocol: "TCP" },
            ],
        });
    });

    it("keeps settings and scripts in an immutable, auto-named ConfigMap", () => {
        const { metadata, immutable, data } = recording.one("kubernetes:core/v1:ConfigMap::qdrant-kb").inputs;
        assert.deepEqual(metadata, { namespace: "kato", labels: LABELS });
        assert.equal(immutable, true);
        assert.deepEqual(Object.keys(data as object).sort(), ["apply.sh", "config.yaml", "keeper.sh", "start.sh"]);
        const settings = (data as Record<string, string>)["config.yaml"] ?? "";
        assert.match(settings, /^ {2}storage_path: \/qdrant\/data\/storage$/m);
        assert.match(settings, /^ {2}key: \/etc\/qdrant\/tls\/tls\.key$/m);
    });

    // Security guide, "Qdrant Security": QDRANT__SERVICE__API_KEY, which is `service.api_key` in a file.
    it("keeps the keys in a secret, immutable, auto-named Secret, as a file of settings", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:Secret::qdrant-kb-keys").inputs, {
            apiVersion: "v1",
            kind: "Secret",
            type: "Opaque",
            immutable: true,
            metadata: { namespace: "kato", labels: LABELS },
            data: file({ service: { api_key: apiKey(1), read_only_api_key: readOnlyKey(1) } }),
        });
    });

    it("generates keys of 32 random bytes' strength", () => {
        for (const key of ["qdrant-kb-api-key-g1", "qdrant-kb-read-only-key-g1"]) {
            const { inputs } = recording.one(`random:index/randomPassword:RandomPassword::${key}`);
            assert.deepEqual([inputs["length"], inputs["special"]], [43, false]);
        }
    });

    it("tells where and how to connect", async () => {
        const workload = { kind: "workload", namespace: "kato", name: "qdrant-kb" };
        assert.deepEqual(qdrant.endpoint, { workload, host: "qdrant-kb.kato.svc", port: 6333 });
        assert.deepEqual(qdrant.grpcEndpoint, { workload, host: "qdrant-kb.kato.svc", port: 6334 });
        assert.equal(await valueOf(qdrant.apiKey), apiKey(1));
        assert.equal(await pulumi.isSecret(qdrant.apiKey), true);
        assert.ok(qdrant.readOnlyKey !== undefined);
        assert.equal(await valueOf(qdrant.readOnlyKey), readOnlyKey(1));
        assert.equal(await pulumi.isSecret(qdrant.readOnlyKey), true);
        assert.deepEqual(qdrant.authority, { kind: "internal" });
        assert.deepEqual(recording.one(COMPONENT).outputs, {
            host: "qdrant-kb.kato.svc",
            port: 6333,
            grpcPort: 6334,
        });
    });
});

describe("Qdrant's keys", () => {
    const generations = (apiKeyGeneration: number, readOnlyGeneration = 1): StandaloneQdrant => ({
        ...STANDALONE,
        generations: { apiKey: apiKeyGeneration, readOnlyKey: readOnlyGeneration },
    });
    const keysOf = (recording: Recording) => recording.one("kubernetes:core/v1:Secret::qdrant-kb-keys").inputs["data"];

    it("keep the previous API key valid after a raise, and none before it", async () => {
        for (const [generation, alternative] of [
            [2, { alt_api_key: apiKey(1) }],
            [3, { alt_api_key: apiKey(2) }],
        ] as const) {
            const { qdrant, recording } = await make({ server: generations(generation) });
            const service = { api_key: apiKey(generation), ...alternative, read_only_api_key: readOnlyKey(1) };
            assert.deepEqual(keysOf(recording), file({ service }));
            assert.equal(await valueOf(qdrant.apiKey), apiKey(generation));
        }
    });

    it("have one read-only key at a time", async () => {
        const { qdrant, recording } = await make({ server: generations(1, 2) });
        assert.deepEqual(
            keysOf(recording),
            file({ service: { api_key: apiKey(1), read_only_api_key: readOnlyKey(2) } }),
        );
        assert.ok(qdrant.readOnlyKey !== undefined);
        assert.equal(await valueOf(qdrant.readOnlyKey), readOnlyKey(2));
    });

    it("reach nobody before the server accepts them", async () => {
        const { recording } = await make({ server: STANDALONE }, ({ apiKey: key, readOnlyKey: readOnly }) => {
            new core.Secret("application", { stringData: { key } });
            new core.Secret("monitoring", { stringData: { key: readOnly ?? "" } });
        });
        for (const user of ["application", "monitoring"]) {
            const { dependsOn } = recording.one(`kubernetes:core/v1:Secret::${user}`);
            assert.ok(dependsOn.includes(STATEFUL_SET), user);
        }
    });
});

describe("Qdrant, standalone, otherwise configured", () => {
    it("leaves claim and keys unprotected and the class to the cluster on a laptop", async () => {
        const { storageClass, ...rest } = STANDALONE;
        assert.ok(storageClass !== undefined);
        const { recording } = await make({ server: { ...rest, production: false } });
        const kept = recording.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
        assert.deepEqual(kept, []);
        assert.equal("storageClassName" in (recording.one(CLAIM).inputs["spec"] as object), false);
    });

    it("lets the caller change the claim and the StatefulSet", async () => {
        const { recording } = await make({
            server: STANDALONE,
            transform: {
                claim: (args) => {
                    args.spec = { accessModes: ["ReadWriteOncePod"] };
                },
                statefulSet: (args) => {
                    args.metadata = { name: "renamed" };
                },
            },
        });
        assert.deepEqual(recording.one(CLAIM).inputs["spec"], { accessModes: ["ReadWriteOncePod"] });
        assert.deepEqual(recording.one(STATEFUL_SET).inputs["metadata"], { name: "renamed" });
    });
});
