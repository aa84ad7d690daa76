import assert from "node:assert/strict";
import { postgresqlConf } from "../../components/data/postgres/settings";
import { OWN_DATABASE_CONNECTIONS } from "../../config/database-pool";
import { load, problemsOf } from "./stacks";

function sealed(value: unknown): boolean {
    if (typeof value !== "object" || value === null || "apply" in value) return true;
    return Object.isFrozen(value) && Object.values(value).every(sealed);
}

const allExternal = `
postgres: { mode: external, storage: null, host: db.karima.com, cidrs: [10.2.0.0/24], user: kratos }
mongodb: { mode: external, version: null, storage: null, host: mongo.karima.com, cidrs: [10.3.0.0/24], user: kato }
redis: { mode: external, storage: null, host: cache.karima.com, cidrs: [10.4.0.0/24] }
qdrant: { mode: external, storage: null, host: vectors.karima.com, cidrs: [10.5.0.0/24] }`;

describe("the configuration", () => {
    it("is frozen all the way down", () => {
        const lists = `privateEndpoints: [{ name: a, cidrs: [10.0.0.0/8], port: 1, from: [kato, kato-retention] }]
kato: { extraEnv: { A: a } }
retention: { command: [python] }`;
        assert.ok(sealed(load("prod")));
        assert.ok(sealed(load("prod", allExternal)));
        assert.ok(sealed(load("dev", lists)));
    });

    it("shares the database's connections among all pods of Kratos that there may be at once", () => {
        const pool = (patch: string) => load("prod", patch).kratos.databasePool;
        // 95 for 2 servers, as many that they replace, courier, migration and clean-up.
        assert.deepEqual(
            [2, 3, 5, 10].map((replicas) => pool(`kratos: { replicas: ${replicas} }`)),
            [13, 10, 7, 4],
        );
        const [postgres] = allExternal.trim().split("\n");
        assert.equal(pool(String(postgres)), 12);
        assert.equal(pool(String(postgres).replace("user: kratos", "user: kratos, connections: 35")), 5);
        assert.equal(pool(String(postgres).replace("user: kratos", "user: kratos, connections: 5000")), 20);
    });

    it("leaves the superuser connections of its own in the platform's database", () => {
        const folders = { config: "/c", tls: "/t", socket: "/s" };
        const conf = postgresqlConf({ folders, memory: "512Mi" });
        const number = (name: string) => Number(new RegExp(`^${name} = (\\d+)$`, "m").exec(conf)?.[1]);
        assert.equal(number("max_connections") - number("superuser_reserved_connections"), 95);
        assert.equal(OWN_DATABASE_CONNECTIONS, 95);
    });

    describe("of MongoDB", () => {
        const editions: [string, string, string, boolean][] = [
            ["production", "", "percona", true],
            ["staging", "", "community", false],
            ["development", "", "community", false],
            ["production", "edition: community", "community", false],
            ["development", "edition: percona", "percona", true],
            ["staging", "edition: enterprise", "enterprise", true],
        ];
        for (const [environment, written, edition, features] of editions) {
            it(`encrypts and audits where the edition can: ${environment}, ${written === "" ? "by default" : written}`, () => {
                const { mongodb } = load("prod", `{ environment: ${environment}, mongodb: { ${written} } }`);
                assert.ok(mongodb.mode === "standalone");
                assert.deepEqual([mongodb.edition, mongodb.encryption, mongodb.audit], [edition, features, features]);
            });
        }

        it("does as it is told where the edition can do either", () => {
            const { mongodb } = load("prod", `mongodb: { version: "7.0", encryption: false, audit: false }`);
            assert.ok(mongodb.mode === "standalone");
            assert.deepEqual([mongodb.version, mongodb.encryption, mongodb.audit], ["7.0", false, false]);
            assert.deepEqual(problemsOf("dev", "mongodb: { edition: percona, encryption: true, audit: true }"), []);
            assert.deepEqual(problemsOf("dev", "mongodb: { edition: community, encryption: false }"), []);
        });
    });

    it("has the usual ports, names and users of external stores", () => {
        const { mongodb, redis, qdrant } = load("prod", allExternal);
        assert.deepEqual(mongodb, {
            mode: "external",
            host: "mongo.karima.com",
            port: 27017,
            cidrs: ["10.3.0.0/24"],
            srv: false,
            otherHosts: [],
            database: "kato",
            user: "kato",
        });
        assert.deepEqual(redis, {
            mode: "external",
            host: "cache.karima.com",
            port: 6379,
            cidrs: ["10.4.0.0/24"],
            user: "default",
        });
        assert.deepEqual(qdrant, {
            mode: "external",
            host: "vectors.karima.com",
            port: 6333,
            cidrs: ["10.5.0.0/24"],
            grpcPort: 6334,
        });
    });

    it("has stores of its own where nothing is said about them", () => {
        const left = load("dev", "{ mongodb: null, redis: null, qdrant: null, retention: null }");
        assert.deepEqual(
            [left.mongodb, left.redis, left.qdrant].map((store) => store.mode),
            ["standalone", "standalone", "standalone"],
        );
        // Security guide, "Data Retention Policy": `kato/workers/data_retention.py`, `retention_days: int = 90`.
        assert.deepEqual(left.retention, {
            days: 90,
            inKato: true,
            command: ["python", "-m", "kato.workers.data_retention"],
        });
    });

    it("has as many pods of KATO as the least, unless more are allowed", () => {
        assert.deepEqual(load("prod", "kato: { replicas: { min: 4, max: null } }").kato.replicas, { min: 4, max: 4 });
        assert.deepEqual(load("prod", "kato: { replicas: { min: 4 } }").kato.replicas, { min: 4, max: 10 });
        assert.deepEqual(load("dev", "kato: { replicas: { max: 2 } }").kato.replicas, { min: 1, max: 2 });
    });

    const accepted: [string, "dev" | "prod", string][] = [
        ["a class that is declared encrypted", "prod", "storage: { mode: existing, class: gp3, encrypted: true }"],
        ["the default class without a volume", "prod", `storage: { mode: cluster-default }${allExternal}`],
        ["the default class outside production", "prod", "{ environment: staging, storage: null }"],
        [
            "a key of one's own, without a region",
            "dev",
            "storage: { mode: aws-ebs, kmsKeyArn: arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-0123 }",
        ],
        ["two pods of KATO in staging", "prod", "{ environment: staging, kato: { replicas: { min: 2 } } }"],
        ["CORS switched off", "prod", "kato: { cors: { enabled: false, origins: [] } }"],
        [
            "any origin without credentials, in development",
            "dev",
            `kato: { cors: { origins: ["*"], credentials: false } }`,
        ],
        ["http on localhost, in development", "dev", "kato: { cors: { origins: [http://localhost:3000] } }"],
        ["the shortest keys", "prod", "kato: { jwt: { keyBytes: 64 }, apiKeys: { count: 2, bytes: 32 } }"],
        [
            "the least memory",
            "dev",
            "{ mongodb: { resources: { memory: 256Mi } }, redis: { resources: { memory: 32Mi } } }",
        ],
        ["a request at its limit", "dev", `qdrant: { resources: { cpu: { request: "2" } } }`],
        [
            "whatever KATO's own variables hold",
            "prod",
            `kato: { extraEnv: { _OTHER_dsn1: "postgresql://db/other?sslmode=require", EMPTY: "" } }`,
        ],
    ];
    for (const [title, base, patch] of accepted) {
        it(`may have ${title}`, () => {
            assert.deepEqual(problemsOf(base, patch), []);
        });
    }
});
