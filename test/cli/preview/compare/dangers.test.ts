import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { compare } from "../../../../cli/preview/compare/diff";
import type { ResourceEntry } from "../../../../cli/preview/model/entries";
import { dangers, entry, snapshot, violation } from "../snapshots";
import { REPOSITORY } from "../support";
import type { Json } from "../../../../kubernetes/json";

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet";
const PASSWORD = "random:index/randomPassword:RandomPassword";
const BYTES = "random:index/randomBytes:RandomBytes";
const KEY = "aws:kms/key:Key";

/** The claim of a store, which labels it with its own name. */
function claim(store: string, spec: Record<string, Json>): ResourceEntry {
    return entry(CLAIM, `${store}-data`, { metadata: { labels: { app: store } }, spec });
}

function route(host: string): ResourceEntry {
    const spec = {
        host,
        upstreams: [{ name: "app", service: "app", port: 80 }],
        routes: [{ path: "/", action: { pass: "app" } }],
    };
    return entry("kubernetes:k8s.nginx.org/v1:VirtualServer", host, { spec });
}

function limit(burst: number): ResourceEntry {
    return entry("kubernetes:k8s.nginx.org/v1:Policy", "limit", { spec: { rateLimit: { burst } } });
}

const size = (storage: Json) => ({ resources: { requests: { storage } } });

describe("dangers", () => {
    it("show a claim that shrinks, from what to what, why it cannot be and what to do", () => {
        assert.deepEqual(dangers([claim("kratos-postgres", size("20Gi"))], [claim("kratos-postgres", size("10Gi"))]), [
            {
                what: "shrunk",
                subject: "PersistentVolumeClaim kratos-postgres-data",
                fields: [{ path: "spec.resources.requests.storage", before: "20Gi", after: "10Gi" }],
                why: "Kubernetes refuses to make a volume smaller. Keep the size, or move the data to a new volume.",
                runbook: "docs/runbooks/postgres.md",
            },
        ]);
    });

    it("compare sizes by their amount, not their text", () => {
        const what = (before: Json, after: Json) =>
            dangers([claim("redis-kb", size(before))], [claim("redis-kb", size(after))]).map((danger) => danger.what);
        assert.deepEqual(what("1Ti", "900Gi"), ["shrunk"]);
        assert.deepEqual(what("10Gi", "10G"), ["shrunk"]);
        assert.deepEqual(what("2Gi", 2_000_000_000), ["shrunk"]);
        for (const [before, after] of [
            ["900Gi", "1Ti"],
            ["9Gi", "10Gi"],
            ["1Gi", "1024Mi"],
            ["10G", "10Gi"],
            ["10Gi", "[computed]"],
            ["[computed]", "10Gi"],
        ] as const) {
            assert.deepEqual(what(before, after), [], `${before} → ${after}`);
        }
    });

    it("show a claim that is replaced, with the fields that make it so", () => {
        const before = claim("mongo-kb", { ...size("1Gi"), storageClassName: "a", accessModes: ["ReadWriteOnce"] });
        const after = claim("mongo-kb", { ...size("2Gi"), storageClassName: "b", accessModes: ["ReadWriteOncePod"] });
        assert.deepEqual(dangers([before], [after]), [
            {
                what: "replaced",
                subject: "PersistentVolumeClaim mongo-kb-data",
                fields: [
                    { path: "spec.storageClassName", before: "a", after: "b" },
                    { path: "spec.accessModes[0]", before: "ReadWriteOnce", after: "ReadWriteOncePod" },
                ],
                why: "The new claim is empty; the data is deleted or, where the claim is retained, stays behind. Dump it first and restore it.",
                runbook: "docs/runbooks/mongodb.md",
            },
        ]);
    });

    it("show a store whose server gets older, and a claim that is gone", () => {
        const server = (image: string) =>
            entry(STATEFUL_SET, "qdrant-kb", {
                metadata: { labels: { app: "qdrant-kb" } },
                spec: {
                    template: {
                        spec: {
                            containers: [{ name: "qdrant", image, volumeMounts: [{ name: "data" }] }],
                            volumes: [{ name: "data", persistentVolumeClaim: {} }],
                        },
                    },
                },
            });
        const found = dangers([claim("qdrant-kb", {}), server("q:v1.19.0")], [server("q:v1.18.0")]);
        assert.deepEqual(found, [
            {
                what: "downgraded",
                subject: "StatefulSet qdrant-kb",
                fields: [{ path: "spec.template.spec.containers[0].image", before: "q:v1.19.0", after: "q:v1.18.0" }],
                why: "An older version may damage what a newer one has written, or not start on it. Keep the version, or restore a dump of the older one into an empty volume.",
                runbook: "docs/runbooks/qdrant.md",
            },
            {
                what: "removed",
                subject: "PersistentVolumeClaim qdrant-kb-data",
                fields: [],
                why: "Its data is deleted or, where the claim is retained, left without an owner. Dump it first.",
                runbook: "docs/runbooks/qdrant.md",
            },
        ]);
    });

    it("show everything that is removed and cannot be made again", () => {
        const types = [CLAIM, NAMESPACE, STATEFUL_SET, PASSWORD, BYTES, KEY, "kubernetes:core/v1:Service"];
        const found = dangers(
            types.map((type) => entry(type, "x")),
            [],
        );
        assert.deepEqual(
            found.map(({ what, subject, why }) => `${what}: ${subject}. ${why}`),
            [
                "removed: PersistentVolumeClaim x. Its data is deleted or, where the claim is retained, left without an owner. Dump it first.",
                "removed: Namespace x. Everything in it is deleted, volumes included. Dump the stores in it first, and remove one by one.",
                "removed: StatefulSet x. A store stops for all who use it. Move its data and its clients first.",
                "removed: RandomPassword x. The value cannot be made again, and what only it opens stays closed. See that nothing uses it any more.",
                "removed: RandomBytes x. The value cannot be made again, and what only it opens stays closed. See that nothing uses it any more.",
                "removed: Key x. What it encrypts cannot be read once it is deleted. Encrypt all of it with another key first.",
            ],
        );
    });

    const replacing: [string, string, Record<string, Json>, Record<string, Json>][] = [
        ["a claim that takes the default class", CLAIM, { spec: { storageClassName: "a" } }, { spec: {} }],
        ["a claim of another name", CLAIM, { metadata: { name: "a" } }, { metadata: { name: "b" } }],
        ["a namespace of another name", NAMESPACE, { metadata: { name: "a" } }, { metadata: { name: "b" } }],
        ["a StatefulSet with another selector", STATEFUL_SET, { spec: { selector: 1 } }, { spec: { selector: 2 } }],
        ["a password of another length", PASSWORD, { length: 32 }, { length: 43 }],
        ["a key file of another length", BYTES, { length: 32 }, { length: 64 }],
        ["a KMS key for another use", KEY, { keyUsage: "ENCRYPT_DECRYPT" }, { keyUsage: "SIGN_VERIFY" }],
        ["a KMS key of another kind", KEY, { customerMasterKeySpec: "a" }, { customerMasterKeySpec: "b" }],
        ["a KMS key for several regions", KEY, { multiRegion: false }, { multiRegion: true }],
        ["a KMS key in another store", KEY, { customKeyStoreId: "a" }, { customKeyStoreId: "b" }],
        ["a KMS key that is kept elsewhere", KEY, { xksKeyId: "a" }, { xksKeyId: "b" }],
    ];
    for (const [what, type, before, after] of replacing) {
        it(`show ${what}: it is replaced`, () => {
            assert.deepEqual(
                dangers([entry(type, "x", before)], [entry(type, "x", after)]).map((danger) => danger.what),
                ["replaced"],
            );
        });
    }

    const updating: [string, string, Record<string, Json>, Record<string, Json>][] = [
        ["a namespace's labels", NAMESPACE, { metadata: { labels: { a: "1" } } }, { metadata: { labels: { a: "2" } } }],
        ["a StatefulSet's template", STATEFUL_SET, { spec: { template: 1 } }, { spec: { template: 2 } }],
        ["a KMS key's description", KEY, { description: "a" }, { description: "b" }],
    ];
    for (const [what, type, before, after] of updating) {
        it(`leave out ${what}: it changes in place`, () => {
            assert.deepEqual(dangers([entry(type, "x", before)], [entry(type, "x", after)]), []);
        });
    }

    it("show protection that is lifted, not that which ends with the resource or begins", () => {
        const [on, off] = [entry("a:b:C", "x", {}, { protect: true }), entry("a:b:C", "x")];
        assert.deepEqual(dangers([on], [off]), [
            {
                what: "protection lost",
                subject: "C x",
                fields: [{ path: "options.protect", before: true, after: false }],
                why: "From now on, a deployment may delete or replace it. Keep it protected as long as it is needed.",
            },
        ]);
        assert.deepEqual([...dangers([off], [on]), ...dangers([on], [])], []);
    });

    it("show a connection that loses its TLS, not one that gains it, keeps it or goes", () => {
        const row = { from: "a/app", to: "a/db", port: 1, protocol: "TCP" };
        const [plain, encrypted] = [
            snapshot([], { connections: [row] }),
            snapshot([], { connections: [{ ...row, tls: true }] }),
        ];
        assert.deepEqual(compare(encrypted, plain).dangers, [
            {
                what: "TLS lost",
                subject: "a/app → a/db 1/TCP",
                fields: [{ path: "tls", before: true }],
                why: "What is sent can be read and changed on the way, logins included, or the platform no longer knows that it cannot. Keep TLS.",
            },
        ]);
        const others = [compare(plain, encrypted), compare(encrypted, encrypted), compare(encrypted, snapshot([]))];
        assert.deepEqual(
            others.flatMap((changes) => changes.dangers.map(({ what }) => what)).filter((what) => what === "TLS lost"),
            [],
        );
    });

    it("come with data first: losing that cannot be undone", () => {
        const row = { from: "a/app", to: "a/db", port: 1, protocol: "TCP" };
        const tls = { ...row, port: 2, tls: true } as const;
        const before = [entry(PASSWORD, "a", {}, { protect: true }), entry(NAMESPACE, "b"), limit(3)];
        const result = compare(
            snapshot(before, { connections: [tls], environment: "production" }),
            snapshot([entry(PASSWORD, "a"), route("beta.example"), limit(9)], {
                connections: [row, { ...row, port: 2 }],
                environment: "development",
                violations: [violation("advises", "a/Pod/x", { level: "advisory" }), violation("demands", "a/Pod/x")],
            }),
        );
        assert.deepEqual(
            result.dangers.map(({ what }) => what),
            [
                "removed",
                "connection opened",
                "TLS lost",
                "route exposed",
                "weakened",
                "policy violated",
                "policy violated",
                "weakened",
                "protection lost",
            ],
        );
        assert.deepEqual(result.dangers[1], {
            what: "connection opened",
            subject: "a/app → a/db 1/TCP",
            fields: [],
            why: "What was closed becomes reachable. Open it only for someone who needs it.",
        });
    });

    it("name runbooks that exist", () => {
        const found = ["kratos-postgres", "mongo-kb", "redis-kb", "qdrant-kb"].map((store) => claim(store, {}));
        const pages = dangers([...found, entry(PASSWORD, "x")], []).map(({ runbook }) => runbook);
        assert.deepEqual(pages, [
            "docs/runbooks/postgres.md",
            "docs/runbooks/mongodb.md",
            "docs/runbooks/redis.md",
            "docs/runbooks/qdrant.md",
            "docs/runbooks/rotate-secrets.md",
        ]);
        pages.forEach((page) => {
            assert(existsSync(path.join(REPOSITORY, page)), page);
        });
    });
});
