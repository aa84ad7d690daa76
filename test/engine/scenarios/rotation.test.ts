import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { before, describe, it } from "mocha";
import { type Cluster, generated, inDevelopment, katoSecrets, objectIn, secretIn, up } from "../support/scenario";

/** The credentials that are raised, all at once: what one of them moves is no other's. */
const raised = ["postgresKratos", "kratosCookie", "mongodbKato", "redisKato", "qdrantApiKey", "katoApiKeys"];

/** The stack once a generation is deployed. */
interface Deployed {
    /** The generated values in the state. */
    readonly values: Readonly<Record<string, string>>;
    readonly cluster: Cluster;
    /** What the deployment did, in its order. */
    readonly operations: readonly string[];
}

// docs/runbooks/rotate-secrets.md
describe("raising a generation", () => {
    let first: Deployed;
    let second: Deployed;
    let third: Deployed;
    /** What a deployment of the third generation did before that, when Qdrant could not be changed. */
    let refused: readonly string[];

    before(() =>
        inDevelopment(async (project) => {
            const raise = (generation: number): void => {
                const generations = Object.fromEntries(raised.map((credential) => [credential, generation]));
                project.configure("dev", { "kato-platform:secrets.generations": generations });
            };
            const deploy = async (generation: number): Promise<Deployed> => {
                raise(generation);
                await up(project);
                const values = generated(await project.state("dev"));
                return { values, cluster: project.world("kubernetes"), operations: project.operations() };
            };
            first = await deploy(1);
            second = await deploy(2);
            raise(3);
            project.faults({ refuse: "kubernetes:apps/v1:StatefulSet qdrant-kb" });
            const { code, output } = await project.pulumi("up", "--yes", "--skip-preview", "--stack", "dev");
            assert.notEqual(code, 0, output);
            assert.match(output, /qdrant-kb is refused/);
            refused = project.operations();
            project.faults({});
            third = await deploy(3);
        }),
    );

    it("touches the Secrets of stores and the pods of applications, and no store but Qdrant", () => {
        assert.deepEqual([...second.operations].sort(), [
            // A Job cannot change, and this one mounts the DSN: it runs once more, which does nothing.
            "create kubernetes:batch/v1:Job kratos-migrate",
            "create kubernetes:core/v1:Secret kato-secrets",
            "create kubernetes:core/v1:Secret kratos-cleanup-connection",
            "create kubernetes:core/v1:Secret kratos-database",
            "create kubernetes:core/v1:Secret kratos-migrate-connection",
            "create kubernetes:core/v1:Secret kratos-migrate-database",
            "create kubernetes:core/v1:Secret kratos-secrets",
            "create kubernetes:core/v1:Secret qdrant-kb-keys",
            "create random:index/randomPassword:RandomPassword kato-api-key-1-g2",
            "create random:index/randomPassword:RandomPassword kato-api-key-2-g2",
            "create random:index/randomPassword:RandomPassword kato-api-key-3-g2",
            "create random:index/randomPassword:RandomPassword kato-api-key-4-g2",
            "create random:index/randomPassword:RandomPassword kato-api-key-5-g2",
            "create random:index/randomPassword:RandomPassword kratos-cookie-g2",
            "create random:index/randomPassword:RandomPassword kratos-postgres-courier-login-g2",
            "create random:index/randomPassword:RandomPassword kratos-postgres-login-g2",
            "create random:index/randomPassword:RandomPassword kratos-postgres-server-login-g2",
            "create random:index/randomPassword:RandomPassword mongo-kb-login-g2",
            "create random:index/randomPassword:RandomPassword qdrant-kb-api-key-g2",
            "create random:index/randomPassword:RandomPassword redis-kb-login-g2",
            "delete kubernetes:batch/v1:Job kratos-migrate",
            "delete kubernetes:core/v1:Secret kato-secrets",
            "delete kubernetes:core/v1:Secret kratos-cleanup-connection",
            "delete kubernetes:core/v1:Secret kratos-database",
            "delete kubernetes:core/v1:Secret kratos-migrate-connection",
            "delete kubernetes:core/v1:Secret kratos-migrate-database",
            "delete kubernetes:core/v1:Secret kratos-secrets",
            "delete kubernetes:core/v1:Secret qdrant-kb-keys",
            "update kubernetes:apps/v1:Deployment kato",
            "update kubernetes:apps/v1:Deployment kratos",
            // Reads its keys when it starts and never again.
            "update kubernetes:apps/v1:StatefulSet qdrant-kb",
            "update kubernetes:batch/v1:CronJob kato-retention",
            "update kubernetes:batch/v1:CronJob kratos-cleanup",
            "update kubernetes:core/v1:Secret kratos-postgres-logins",
            "update kubernetes:core/v1:Secret mongo-kb-logins",
            "update kubernetes:core/v1:Secret mongodb-secret",
            "update kubernetes:core/v1:Secret redis-kb-users",
        ]);
        assert.deepEqual(
            third.operations.filter((operation) => operation.includes("StatefulSet")),
            ["update kubernetes:apps/v1:StatefulSet qdrant-kb"],
        );
    });

    it("gives KATO nothing that a store has not been told of", () => {
        for (const { operations } of [second, third]) {
            const rollover = operations.indexOf("update kubernetes:apps/v1:Deployment kato");
            const told = operations.indexOf("update kubernetes:apps/v1:StatefulSet qdrant-kb");
            assert.ok(told >= 0 && told < rollover, operations.join("\n"));
        }
        assert.ok(refused.includes("update kubernetes:apps/v1:StatefulSet qdrant-kb"), refused.join("\n"));
        assert.deepEqual(
            refused.filter((operation) => / (kato|kato-retention|kato-secrets|mongodb-secret)$/.test(operation)),
            [],
        );
    });

    it("of Postgres' logins creates new ones, keeps the previous ones, and drops those at the next raise", () => {
        const values = {
            kratos: valuesOf("kratos-postgres-login"),
            kratos_server: valuesOf("kratos-postgres-server-login"),
            kratos_courier: valuesOf("kratos-postgres-courier-login"),
        };
        const logins = ({ cluster }: Deployed) => secretIn(cluster, "kratos", "kratos-postgres-logins");
        const accepted = (a: number, b?: number) =>
            Object.fromEntries(
                Object.entries(values).flatMap(([role, of]) => [
                    [`${role}_a`, of[a - 1]],
                    ...(b === undefined ? [] : [[`${role}_b`, of[b - 1]]]),
                ]),
            ) as Record<string, string>;
        assert.deepEqual(logins(first), accepted(1));
        assert.deepEqual(logins(second), accepted(1, 2));
        assert.deepEqual(logins(third), accepted(3, 2));
        const [g1, g2, g3] = values.kratos_server;
        const dsn = ({ cluster }: Deployed) =>
            (JSON.parse(secretIn(cluster, "kratos", "kratos-database-")["database.json"] ?? "") as { dsn: string }).dsn;
        assert.ok(dsn(first).startsWith(`postgres://kratos_server_a:${g1}@`));
        assert.ok(dsn(second).startsWith(`postgres://kratos_server_b:${g2}@`));
        assert.ok(dsn(third).startsWith(`postgres://kratos_server_a:${g3}@`));
    });

    it("of Kratos' cookie secret puts the new one first, keeps the previous one valid, and drops it at the next raise", () => {
        const [g1, g2, g3] = valuesOf("kratos-cookie");
        const secrets = ({ cluster }: Deployed) => {
            const file = secretIn(cluster, "kratos", "kratos-secrets-")["secrets.json"] ?? "";
            return (JSON.parse(file) as { secrets: Record<"cookie" | "default", string[]> }).secrets;
        };
        assert.deepEqual(secrets(first).cookie, [g1]);
        assert.deepEqual(secrets(second).cookie, [g2, g1]);
        assert.deepEqual(secrets(third).cookie, [g3, g2]);
        assert.deepEqual(secrets(third).default, [first.values["kratos-default-g1"]]);
    });

    it("of MongoDB's login creates a new one, keeps the previous one, and drops it at the next raise", () => {
        const [g1, g2, g3] = valuesOf("mongo-kb-login");
        const logins = ({ cluster }: Deployed) => secretIn(cluster, "kato", "mongo-kb-logins");
        assert.deepEqual(logins(first), { kato_user: g1 });
        assert.deepEqual(logins(second), { kato_user: g1, kato_user_b: g2 });
        assert.deepEqual(logins(third), { kato_user: g3, kato_user_b: g2 });
        // What KATO logs in with, and what the Secret for people says (security guide, "MongoDB Authentication").
        for (const [{ cluster }, user, password] of [
            [first, "kato_user", g1],
            [second, "kato_user_b", g2],
            [third, "kato_user", g3],
        ] as const) {
            const { variables } = katoSecrets(cluster);
            assert.equal(variables["MONGO_USERNAME"], user);
            assert.equal(variables["MONGO_PASSWORD"], password);
            assert.ok(
                variables["MONGO_BASE_URL"]?.startsWith(`mongodb://${user}:${password}@mongo-kb.kato.svc:27017/`),
            );
            const forPeople = secretIn(cluster, "kato", "mongodb-secret");
            assert.deepEqual([forPeople["username"], forPeople["password"]], [user, password]);
        }
    });

    it("of Redis' login gives its one user two passwords until the next raise", () => {
        const [g1, g2, g3] = valuesOf("redis-kb-login");
        const hashes = ({ cluster }: Deployed) => {
            const file = secretIn(cluster, "kato", "redis-kb-users")["users.acl"] ?? "";
            const line = file.split("\n").find((each) => each.startsWith("user kato_user on "));
            return line?.split(" ").filter((word) => /^[#>]/.test(word));
        };
        assert.deepEqual(hashes(first), [sha256(g1)]);
        assert.deepEqual(hashes(second), [sha256(g2), sha256(g1)]);
        assert.deepEqual(hashes(third), [sha256(g3), sha256(g2)]);
        assert.deepEqual(
            [first, second, third].map(({ cluster }) => katoSecrets(cluster).variables["REDIS_PASSWORD"]),
            [g1, g2, g3],
        );
    });

    it("of Qdrant's API key restarts it with both keys, and gives KATO the new one", () => {
        const [g1, g2, g3] = valuesOf("qdrant-kb-api-key");
        const readOnly = first.values["qdrant-kb-read-only-key-g1"];
        const keys = ({ cluster }: Deployed): unknown =>
            (JSON.parse(secretIn(cluster, "kato", "qdrant-kb-keys-")["local.yaml"] ?? "") as { service: object })
                .service;
        assert.deepEqual(keys(first), { api_key: g1, read_only_api_key: readOnly });
        assert.deepEqual(keys(second), { api_key: g2, alt_api_key: g1, read_only_api_key: readOnly });
        assert.deepEqual(keys(third), { api_key: g3, alt_api_key: g2, read_only_api_key: readOnly });
        assert.deepEqual(
            [first, second, third].map(({ cluster }) => katoSecrets(cluster).variables["QDRANT_API_KEY"]),
            [g1, g2, g3],
        );
        // Another name of the Secret in the pod's template is what restarts it.
        const mounted = [first, second, third].map(({ cluster }) => {
            const { spec } = objectIn(cluster, "apps/v1:StatefulSet kato/qdrant-kb");
            return /qdrant-kb-keys-\w+/.exec(JSON.stringify(spec))?.[0];
        });
        assert.equal(new Set(mounted).size, 3, mounted.join(", "));
        assert.ok(!mounted.includes(undefined));
    });

    it("of KATO's API keys accepts ten during the overlap, the new ones first, and drops the first five after it", () => {
        const numbers = [1, 2, 3, 4, 5];
        const all = numbers.map((number) => valuesOf(`kato-api-key-${number}`));
        const [g1, g2, g3] = [0, 1, 2].map((generation) => all.map((values) => values[generation] ?? ""));
        const accepted = ({ cluster }: Deployed) => katoSecrets(cluster).variables["API_KEYS"]?.split(",");
        assert.deepEqual(accepted(first), g1);
        assert.deepEqual(accepted(second), [...(g2 ?? []), ...(g1 ?? [])]);
        assert.deepEqual(accepted(third), [...(g3 ?? []), ...(g2 ?? [])]);
        assert.equal(new Set([g1, g2, g3].flat()).size, 15);
    });

    it("rolls KATO over to another Secret each time, and leaves none of the old ones", () => {
        const deployed = [first, second, third].map(({ cluster }) => cluster);
        const names = deployed.map((cluster) => katoSecrets(cluster).name);
        assert.equal(new Set(names).size, 3, names.join(", "));
        for (const [index, cluster] of deployed.entries()) {
            const id = `kubernetes:core/v1:Secret kato/${String(names[index])}`;
            const all = cluster.map((each) => each.id).filter((each) => /Secret kato\/kato-secrets-/.test(each));
            assert.deepEqual(all, [id]);
        }
    });

    /** A credential's values of the three generations; none is ever made anew, and what is dropped leaves the state. */
    function valuesOf(credential: string): readonly [string, string, string] {
        const generation = (number: number, { values }: Deployed): string => {
            const value = values[`${credential}-g${number}`];
            assert.ok(value !== undefined, `${credential}-g${number} is missing`);
            return value;
        };
        const values = [generation(1, first), generation(2, second), generation(3, third)] as const;
        assert.equal(generation(1, second), values[0]);
        assert.equal(generation(2, third), values[1]);
        assert.equal(third.values[`${credential}-g1`], undefined);
        assert.equal(new Set(values).size, 3);
        return values;
    }
});

/** A password as Redis' ACL file has it. */
function sha256(password: string): string {
    return `#${createHash("sha256").update(password).digest("hex")}`;
}
