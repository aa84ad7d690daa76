import assert from "node:assert/strict";
import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { Qdrant, StandaloneQdrant } from "../../../../components/data/qdrant/qdrant";
import { type Recording, secret, valueOf } from "../../../support/record";
import { KEEPER, LABELS, make, SERVER, STANDALONE, VOLUMES } from "./qdrant.fixture";

const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet::qdrant-kb";

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

    it("is configured for what its pod mounts", () => {
        const { data } = recording.one("kubernetes:core/v1:ConfigMap::qdrant-kb").inputs;
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
        assert.deepEqual(qdrant.grpcEndpoint, { workload, host: "qdrant-kb.kato.svc", port: 6334 });
        assert.equal(await valueOf(qdrant.apiKey), apiKey(1));
        assert.equal(await pulumi.isSecret(qdrant.apiKey), true);
        assert.ok(qdrant.readOnlyKey !== undefined);
        assert.equal(await valueOf(qdrant.readOnlyKey), readOnlyKey(1));
        assert.equal(await pulumi.isSecret(qdrant.readOnlyKey), true);
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
