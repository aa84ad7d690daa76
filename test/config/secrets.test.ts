import assert from "node:assert/strict";
import { isSecret, type Output } from "@pulumi/pulumi";
import { type Config, fullKey, loadConfig, project, type SecretKey, secretKeys } from "../../config";
import { errorOf, load, projectDirectory } from "./stacks";

function valueOf(output: Output<string> | undefined): Promise<string> {
    return new Promise((resolve) => output?.apply(resolve));
}

describe("secrets in the configuration", () => {
    const password = "a password of the stack";
    const source = (values: Record<string, string>, marked: readonly string[] = secretKeys) => ({
        stack: "prod",
        values: {
            ...Object.fromEntries(Object.entries(values).map(([key, value]) => [fullKey(key), value])),
            "pulumi:disable-default-providers": '["kubernetes","aws"]',
        },
        secretKeys: new Set(marked.map(fullKey)),
        projectDirectory,
    });
    const settings = (config: Config): Record<string, string> => ({
        environment: config.environment,
        cluster: JSON.stringify(config.cluster),
        storage: JSON.stringify(config.storage),
        secrets: JSON.stringify(config.secrets),
        kato: JSON.stringify(config.kato),
        // Not a setting: it follows from others.
        kratos: JSON.stringify({ ...config.kratos, databasePool: undefined }),
        edge: JSON.stringify(config.edge),
    });

    it("come out as secret outputs", async () => {
        const { smtpPassword } = loadConfig(source({ ...settings(load("prod")), smtpPassword: password }));
        assert.ok(smtpPassword !== undefined && (await isSecret(smtpPassword)));
        assert.equal(await valueOf(smtpPassword), password);
    });

    it("are asked for where something needs them", () => {
        const error = errorOf(() => loadConfig(source(settings(load("prod")))));
        assert.deepEqual(error.problems, [
            {
                path: "smtpPassword",
                found: "nothing",
                expected: "a secret, because `kratos.smtp.user` is set",
                fix: "pulumi config set --secret smtpPassword --stack prod",
            },
        ]);
    });

    const EXTERNAL =
        "postgres: { mode: external, storage: null, resources: null, host: db.karima.com, cidrs: [10.2.0.0/24], user: kratos }";
    const needy: [SecretKey, string, string][] = [
        ["postgresPassword", "`postgres.mode` is `external`", EXTERNAL],
        [
            "mongodbPassword",
            "`mongodb.mode` is `external`",
            "mongodb: { mode: external, storage: null, resources: null, host: db.karima.com, cidrs: [10.2.0.0/24], user: kato }",
        ],
        [
            "redisPassword",
            "`redis.mode` is `external`",
            "redis: { mode: external, storage: null, resources: null, host: db.karima.com, cidrs: [10.2.0.0/24] }",
        ],
        [
            "qdrantApiKey",
            "`qdrant.mode` is `external`",
            "qdrant: { mode: external, storage: null, resources: null, host: db.karima.com, cidrs: [10.2.0.0/24] }",
        ],
        ["katoRegistryPassword", "`kato.registry` is set", "kato: { registry: { server: docker.io, user: bot } }"],
    ];
    for (const [key, reason, patch] of needy) {
        it(`are asked for exactly where something needs them: ${key}`, async () => {
            const config = load("dev", patch);
            const output = config[key];
            assert.ok(output !== undefined && (await isSecret(output)));
            assert.equal(load("dev")[key], undefined);
            const area = patch.slice(0, patch.indexOf(":")) as "postgres" | "mongodb" | "redis" | "qdrant" | "kato";
            const values = { ...settings(config), [area]: JSON.stringify(config[area]) };
            assert.deepEqual(errorOf(() => loadConfig(source(values))).problems, [
                {
                    path: key,
                    found: "nothing",
                    expected: `a secret, because ${reason}`,
                    fix: `pulumi config set --secret ${key} --stack prod`,
                },
            ]);
        });
    }

    it("are asked for exactly where something needs them: the logins of the courier and the migration", async () => {
        const one = load("dev", EXTERNAL);
        assert.deepEqual([one.postgresCourierPassword, one.postgresMigrationPassword], [undefined, undefined]);
        const config = load("dev", EXTERNAL.replace("}", ", courierUser: mail, migrationUser: owner }"));
        for (const key of ["postgresCourierPassword", "postgresMigrationPassword"] as const) {
            assert.ok(config[key] !== undefined && (await isSecret(config[key])));
        }
        const values = { ...settings(config), postgres: JSON.stringify(config.postgres), postgresPassword: password };
        assert.deepEqual(
            errorOf(() => loadConfig(source(values))).problems.map(({ path, expected }) => [path, expected]),
            [
                ["postgresMigrationPassword", "a secret, because `postgres.migrationUser` is set"],
                ["postgresCourierPassword", "a secret, because `postgres.courierUser` is set"],
            ],
        );
    });

    it("are ignored where nothing needs them", () => {
        const values = { ...settings(load("dev")), ...Object.fromEntries(secretKeys.map((key) => [key, password])) };
        const config = loadConfig(source(values));
        assert.deepEqual(
            secretKeys.map((key) => config[key]),
            secretKeys.map(() => undefined),
        );
    });

    it("are never shown, not even where they were repeated in another setting", () => {
        const kratos = JSON.stringify({ ...load("prod").kratos, uiUrl: password });
        const error = errorOf(() => loadConfig(source({ ...settings(load("prod")), kratos, smtpPassword: password })));
        assert.ok(error.problems.some(({ path }) => path === "kratos.uiUrl"));
        assert.ok(!error.message.includes(password), error.message);
    });

    it("are named by top-level keys of the project", () => {
        assert.equal(project, "kato-platform");
        assert.deepEqual(secretKeys, [
            "smtpPassword",
            "postgresPassword",
            "postgresMigrationPassword",
            "postgresCourierPassword",
            "mongodbPassword",
            "redisPassword",
            "qdrantApiKey",
            "katoSecretEnv",
            "katoRegistryPassword",
            "edgeCertificate",
            "edgePrivateKey",
        ]);
    });
});
