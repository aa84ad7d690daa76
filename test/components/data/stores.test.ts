import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi";
import { Mongodb } from "../../../components/data/mongodb/mongodb";
import { Postgres } from "../../../components/data/postgres/postgres";
import { Qdrant } from "../../../components/data/qdrant/qdrant";
import { Redis } from "../../../components/data/redis/redis";
import type { StoreTransform } from "../../../components/data/standalone-server";
import type { ExternalStore, ServerAuthority, StandaloneStore } from "../../../components/data/store";
import type { Endpoint } from "../../../components/workload/identity";
import { record, type Recording } from "../../support/record";
import { STANDALONE as MONGODB } from "./mongodb/mongodb.fixture";
import { STANDALONE as POSTGRES } from "./postgres/postgres.fixture";
import { STANDALONE as QDRANT } from "./qdrant/qdrant.fixture";
import { STANDALONE as REDIS } from "./redis/redis.fixture";

/** What clients know of any store. */
interface Store {
    readonly endpoint: Endpoint;
    readonly authority: ServerAuthority;
}

interface Row {
    readonly type: string;
    readonly name: string;
    readonly namespace: string;
    readonly component: string;
    readonly storage: string;
    readonly ports: Readonly<Record<string, number>>;
    readonly files: readonly string[];
    /** Suffixes of its Secrets. */
    readonly secrets: readonly string[];
    /** Suffixes of what is generated and protected: passwords of a first generation, but for a key of bytes. */
    readonly generated: readonly string[];
    /** The rest of what it makes. */
    readonly others?: readonly string[];
    /** What it puts out beside host and port, in this cluster and elsewhere. */
    readonly outputs?: { readonly own: object; readonly theirs: object };
    readonly standalone: (change?: Partial<StandaloneStore>, transform?: StoreTransform) => Store;
    readonly external: (server: ExternalStore) => Store;
}

const PASSWORD = "random:index/randomPassword:RandomPassword";

/** Each store as the platform calls it. */
const ROWS: readonly Row[] = [
    {
        type: "Postgres",
        name: "kratos-postgres",
        namespace: "kratos",
        component: "database",
        storage: "20Gi",
        ports: { postgres: 5432 },
        files: ["apply.sh", "database.sql", "keeper.sh", "login.sql", "pg_hba.conf", "postgresql.conf", "probe.sh",
            "pulse.sh", "start.sh"], // prettier-ignore
        secrets: ["logins"],
        generated: ["courier-login-g1", "login-g1", "server-login-g1"],
        outputs: { own: { database: "kratos" }, theirs: { database: "identity" } },
        standalone: (change, transform) =>
            new Postgres("kratos-postgres", { server: { ...POSTGRES, ...change }, transform }),
        external: (server) =>
            new Postgres("kratos-postgres", { server: { ...server, database: "identity", user: "someone" } }),
    },
    {
        type: "Mongodb",
        name: "mongo-kb",
        namespace: "kato",
        component: "database",
        storage: "20Gi",
        ports: { mongodb: 27017 },
        files: ["apply.js", "apply.sh", "audit.sh", "keeper.sh", "mongod.yaml", "start.sh"],
        secrets: ["admin", "keys", "logins"],
        generated: ["admin-g1", "encryption-key", "login-g1"],
        others: [`${PASSWORD}::mongo-kb-key-file`],
        outputs: { own: { database: "kato" }, theirs: { database: "knowledge" } },
        standalone: (change, transform) => new Mongodb("mongo-kb", { server: { ...MONGODB, ...change }, transform }),
        external: (server) =>
            new Mongodb("mongo-kb", { server: { ...server, srv: false, database: "knowledge", user: "someone" } }),
    },
    {
        type: "Redis",
        name: "redis-kb",
        namespace: "kato",
        component: "cache",
        storage: "2Gi",
        ports: { redis: 6379 },
        files: ["apply.sh", "client.sh", "keeper.sh", "probe.sh", "redis.conf"],
        secrets: ["users"],
        generated: ["keeper-g1", "login-g1", "operator-g1", "probe-g1"],
        standalone: (change, transform) => new Redis("redis-kb", { server: { ...REDIS, ...change }, transform }),
        external: (server) => new Redis("redis-kb", { server: { ...server, user: "someone" } }),
    },
    {
        type: "Qdrant",
        name: "qdrant-kb",
        namespace: "kato",
        component: "vector-database",
        storage: "20Gi",
        ports: { rest: 6333, grpc: 6334 },
        files: ["apply.sh", "config.yaml", "keeper.sh", "start.sh"],
        secrets: ["keys"],
        generated: ["api-key-g1", "read-only-key-g1"],
        outputs: { own: { grpcPort: 6334 }, theirs: { grpcPort: 444 } },
        standalone: (change, transform) => new Qdrant("qdrant-kb", { server: { ...QDRANT, ...change }, transform }),
        external: (server) => new Qdrant("qdrant-kb", { server: { ...server, grpcPort: 444 } }),
    },
];

async function made(make: () => Store): Promise<{ recording: Recording; store: Store }> {
    let store: Store | undefined;
    const recording = await record(() => {
        store = make();
    });
    return { recording, store: store ?? assert.fail("the program has not run") };
}

for (const row of ROWS) {
    const { type, name, namespace, ports, secrets } = row;
    const component = `kato:data:${type}::${name}`;
    const certificate = `kato:certificates:ServerCertificate::${name}`;
    const [set, claim, config] = [
        `kubernetes:apps/v1:StatefulSet::${name}`,
        `kubernetes:core/v1:PersistentVolumeClaim::${name}-data`,
        `kubernetes:core/v1:ConfigMap::${name}`,
    ] as const;
    const labels = {
        app: name,
        "app.kubernetes.io/part-of": "kato-platform",
        "app.kubernetes.io/managed-by": "pulumi",
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/component": row.component,
    };
    const port = Object.values(ports)[0];

    describe(`${type} in this cluster`, () => {
        let recording: Recording;
        let store: Store;
        before(async () => {
            ({ recording, store } = await made(() => row.standalone()));
        });

        it("is these resources and no others: no claim template, no disruption budget", () => {
            const generated = row.generated.map((suffix) =>
                suffix === "encryption-key"
                    ? `random:index/randomBytes:RandomBytes::${name}-${suffix}`
                    : `${PASSWORD}::${name}-${suffix}`,
            );
            assert.deepEqual(
                recording.names(),
                [
                    ...[component, certificate, set, claim, config, ...generated, ...(row.others ?? [])],
                    ...secrets.map((suffix) => `kubernetes:core/v1:Secret::${name}-${suffix}`),
                    `kubernetes:cert-manager.io/v1:Certificate::${name}`,
                    ...[name, `${name}-pods`].map((service) => `kubernetes:core/v1:Service::${service}`),
                    `kubernetes:core/v1:ServiceAccount::${name}`,
                ].sort(),
            );
        });

        it("is the parent of all of them", () => {
            const own = recording.resources.filter(({ name: own, type: of }) => `${of}::${own}` !== component);
            assert.deepEqual([...new Set(own.map(({ parent }) => parent))].sort(), [certificate, component]);
        });

        it("protects the volume and what is generated in production, and nothing else", () => {
            const kept = recording.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
            assert.deepEqual(
                kept.map((each) => `${each.name} ${each.protect} ${each.retainOnDelete}`).sort(),
                [`${name}-data true true`, ...row.generated.map((suffix) => `${name}-${suffix} true false`)].sort(),
            );
        });

        it("protects nothing on a laptop, and leaves the class to the cluster", async () => {
            const { recording } = await made(() => row.standalone({ production: false, storageClass: undefined }));
            const kept = recording.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
            assert.deepEqual(kept, []);
            assert.equal("storageClassName" in (recording.one(claim).inputs["spec"] as object), false);
        });

        it("claims a volume, without waiting for it to be bound", () => {
            assert.deepEqual(recording.one(claim).inputs, {
                apiVersion: "v1",
                kind: "PersistentVolumeClaim",
                metadata: {
                    name: `${name}-data`,
                    namespace,
                    labels,
                    annotations: { "pulumi.com/skipAwait": "true" },
                },
                spec: {
                    accessModes: ["ReadWriteOnce"],
                    storageClassName: "gp3-encrypted",
                    resources: { requests: { storage: row.storage } },
                },
            });
        });

        it("starts its server after all that the pod mounts, and after its ServiceAccount", () => {
            assert.deepEqual(recording.one(set).dependsOn, [
                `kubernetes:cert-manager.io/v1:Certificate::${name}`,
                config,
                claim,
                ...secrets.map((suffix) => `kubernetes:core/v1:Secret::${name}-${suffix}`),
                `kubernetes:core/v1:ServiceAccount::${name}`,
            ]);
        });

        it("serves under its own name, with a certificate for it", () => {
            assert.deepEqual(recording.one(`kubernetes:core/v1:Service::${name}`).inputs["spec"], {
                type: "ClusterIP",
                selector: { app: name },
                ports: Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: name, protocol: "TCP" })),
            });
            const { spec } = recording.one(`kubernetes:cert-manager.io/v1:Certificate::${name}`).inputs as {
                spec: { dnsNames: string[]; secretName: string };
            };
            const host = `${name}.${namespace}`;
            assert.deepEqual(spec.dnsNames, [name, host, `${host}.svc`, `${host}.svc.cluster.local`]);
            assert.equal(spec.secretName, `${name}-tls`);
        });

        it("keeps configuration and scripts in an immutable, auto-named ConfigMap", () => {
            const { metadata, immutable, data } = recording.one(config).inputs;
            assert.deepEqual(metadata, { namespace, labels });
            assert.equal(immutable, true);
            assert.deepEqual(Object.keys(data as object).sort(), row.files);
        });

        it("is reached under its Service's name, and verified by our authority", () => {
            const host = `${name}.${namespace}.svc`;
            assert.deepEqual(store.endpoint, { workload: { kind: "workload", namespace, name }, host, port });
            assert.deepEqual(store.authority, { kind: "internal" });
            assert.deepEqual(recording.one(component).outputs, { host, port, ...row.outputs?.own });
        });

        it("lets the caller change the claim and the StatefulSet", async () => {
            const { recording } = await made(() =>
                row.standalone(undefined, {
                    claim: (args) => {
                        args.spec = { accessModes: ["ReadWriteOncePod"] };
                    },
                    statefulSet: (args) => {
                        args.metadata = { name: "renamed" };
                    },
                }),
            );
            assert.deepEqual(recording.one(claim).inputs["spec"], { accessModes: ["ReadWriteOncePod"] });
            assert.deepEqual(recording.one(set).inputs["metadata"], { name: "renamed" });
        });
    });

    describe(`${type} that somebody else runs`, () => {
        const server: ExternalStore = {
            mode: "external",
            host: "store.example.com",
            port: 6432,
            cidrs: ["10.2.0.0/24"],
            password: output("given"),
        };

        it("makes nothing, and is reached in the same terms", async () => {
            const { recording, store } = await made(() => row.external(server));
            const { host, port, cidrs } = server;
            assert.deepEqual(recording.names(), [component]);
            assert.deepEqual(recording.one(component).outputs, { host, port, ...row.outputs?.theirs });
            assert.deepEqual(store.endpoint, { workload: { kind: "addresses", name, cidrs }, host, port });
        });

        it("is verified by the public authorities, or by the one that is given", async () => {
            assert.deepEqual((await made(() => row.external(server))).store.authority, { kind: "public" });
            const { store } = await made(() => row.external({ ...server, ca: "PEM text" }));
            assert.deepEqual(store.authority, { kind: "pem", pem: "PEM text" });
        });
    });
}
