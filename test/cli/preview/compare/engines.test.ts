import assert from "node:assert/strict";
import { downgrades } from "../../../../cli/preview/compare/engines";
import type { ResourceEntry } from "../../../../cli/preview/model/entries";
import type { Json } from "../../../../kubernetes/json";

const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

function workload(type: string, name: string, volumes: Json, containers: Json): ResourceEntry {
    const inputs = { metadata: { name }, spec: { template: { spec: { volumes, containers } } } };
    const options = { protect: false, retainOnDelete: false, dependsOn: [] };
    return { urn: `urn:pulumi:dev::p::${type}::${name}`, type, name, parent: null, custom: true, inputs, ...options };
}

const VOLUMES: Json = [
    { name: "tmp", emptyDir: {} },
    { name: "data", persistentVolumeClaim: { claimName: "store-data" } },
];

/** A store: containers by name, each with an image and the volume it mounts. */
function store(containers: Record<string, readonly [image: string, volume: string]>): ResourceEntry {
    const list = Object.entries(containers).map(([name, [image, volume]]) => ({
        name,
        image,
        volumeMounts: [{ name: volume, mountPath: "/somewhere" }],
    }));
    return workload(STATEFUL_SET, "store", VOLUMES, list);
}

const server = (image: string) => store({ server: [image, "data"] });
const found = (before: ResourceEntry, after: ResourceEntry) => downgrades(before, after).map(({ what }) => what);

describe("downgrades", () => {
    const dangerous: [string, string, string][] = [
        ["postgres:17.11-bookworm", "postgres:16.15-bookworm", "downgraded"],
        ["postgres:17.11-bookworm", "postgres:17.9-bookworm", "downgraded"],
        ["postgres:17.11-bookworm", "postgres:16", "downgraded"],
        ["percona/percona-server-mongodb:8.0.12-4", "percona/percona-server-mongodb:7.0.24-13", "downgraded"],
        ["percona/percona-server-mongodb:8.0.12-4", "percona/percona-server-mongodb:8.0.12-3", "downgraded"],
        ["redis:8.10.0", "redis:8.9.2", "downgraded"],
        ["qdrant/qdrant:v1.19.0-unprivileged", "qdrant/qdrant:v1.18.3-unprivileged", "downgraded"],
        ["qdrant/qdrant:v1.19.0-unprivileged", "qdrant/qdrant:v1.9.0", "downgraded"],
        ["docker.io/library/postgres:18.6@sha256:0a", "mirror.example:5000/postgres:17.11@sha256:0b", "downgraded"],
        ["mongo:8.0.29", "percona/percona-server-mongodb:8.0.12-4", "other engine"],
        ["mongo:7.0.40", "percona/percona-server-mongodb:8.0.12-4", "other engine"],
        ["redis:8.10.0", "valkey/valkey:9.0.0", "other engine"],
        ["redis:8.10.0", "redis@sha256:0a", "version unknown"],
        ["redis:8.10.0", "redis", "version unknown"],
        ["redis:latest", "redis:8.10.0", "version unknown"],
        ["mirror.example:5000/redis", "redis:8.10.0", "version unknown"],
    ];
    for (const [before, after, what] of dangerous) {
        it(`finds ${what}: ${before} → ${after}`, () => {
            assert.deepEqual(downgrades(server(before), server(after)), [
                { what, field: { path: "spec.template.spec.containers[0].image", before, after } },
            ]);
        });
    }

    const harmless: [string, string][] = [
        ["postgres:17.11-bookworm", "postgres:17.11-bookworm"],
        ["postgres:17.9-bookworm", "postgres:17.11-bookworm"],
        ["postgres:9.6.24", "postgres:17.11"],
        ["postgres:17.11-bookworm", "postgres:17.11-trixie"],
        ["postgres:17.11", "postgres:17"],
        ["redis:8.10.0", "mirror.example/library/redis:8.10.0"],
        ["redis:8.10.0", "redis:8.10.0@sha256:0a"],
        ["percona/percona-server-mongodb:8.0.12-4", "percona/percona-server-mongodb:8.0.13-1"],
        ["percona/percona-server-mongodb:8.0.12-4", "percona/percona-server-mongodb:8.0.12-4-amd64"],
        ["qdrant/qdrant:v1.19.0", "qdrant/qdrant:v1.19.0-unprivileged"],
        ["redis:8.2.1-64bit", "redis:8.2.1-32bit"],
        ["redis:latest", "redis:latest"],
    ];
    for (const [before, after] of harmless) {
        it(`finds nothing: ${before} → ${after}`, () => {
            assert.deepEqual(downgrades(server(before), server(after)), []);
        });
    }

    it("compares containers by name and says once what several of one image do", () => {
        const before = store({
            server: ["redis:8.10.0", "data"],
            keeper: ["redis:8.10.0", "data"],
            backup: ["tool:2.0", "data"],
        });
        const after = store({
            added: ["tool:1.0", "data"],
            keeper: ["redis:7.4.0", "data"],
            server: ["redis:7.4.0", "data"],
            backup: ["tool:1.0", "data"],
        });
        assert.deepEqual(
            downgrades(before, after).map(({ field }) => field),
            [
                { path: "spec.template.spec.containers[1].image", before: "redis:8.10.0", after: "redis:7.4.0" },
                { path: "spec.template.spec.containers[3].image", before: "tool:2.0", after: "tool:1.0" },
            ],
        );
    });

    it("leaves out containers that have no data", () => {
        const [before, after] = [
            store({ server: ["redis:8.10.0", "data"], exporter: ["exporter:1.9.0", "tmp"] }),
            store({ server: ["redis:8.10.0", "data"], exporter: ["exporter:1.8.0", "tmp"] }),
        ];
        assert.deepEqual(downgrades(before, after), []);
    });

    it("finds an older Kratos, which has migrated its database, and no other older Deployment", () => {
        const deployment = (name: string, image: string) => workload(DEPLOYMENT, name, [], [{ name, image }]);
        assert.deepEqual(
            found(deployment("kratos", "oryd/kratos:v26.2.0"), deployment("kratos", "oryd/kratos:v25.4.0")),
            ["downgraded"],
        );
        assert.deepEqual(found(deployment("kato", "kato:3.1.0"), deployment("kato", "kato:3.0.0")), []);
    });

    it("reads what is no workload, or an incomplete one, as one without servers", () => {
        const claim = workload("kubernetes:core/v1:PersistentVolumeClaim", "x", null, null);
        const bare = workload(STATEFUL_SET, "x", VOLUMES, [{ volumeMounts: [{ name: "data" }] }, null]);
        assert.deepEqual(found(claim, claim), []);
        assert.deepEqual(found(bare, bare), []);
    });
});
