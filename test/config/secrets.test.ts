import assert from "node:assert/strict";
import { isSecret, type Output } from "@pulumi/pulumi";
import { type Config, fullKey, loadConfig, project, secretKeys } from "../../config";
import { errorOf, load, projectDirectory } from "./stacks";

function valueOf(output: Output<string> | undefined): Promise<string> {
    return new Promise((resolve) => output?.apply(resolve));
}

describe("secrets in the configuration", () => {
    const password = "a password of the stack";
    const source = (values: Record<string, string>, marked: readonly string[] = secretKeys) => ({
        stack: "prod",
        values: Object.fromEntries(Object.entries(values).map(([key, value]) => [fullKey(key), value])),
        secretKeys: new Set(marked.map(fullKey)),
        projectDirectory,
    });
    const settings = (config: Config): Record<string, string> => ({
        environment: config.environment,
        cluster: JSON.stringify(config.cluster),
        secrets: JSON.stringify(config.secrets),
        kratos: JSON.stringify(config.kratos),
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
                expected: "a secret, because `kratos.smtp` is set",
                fix: "pulumi config set --secret smtpPassword --stack prod",
            },
        ]);
    });

    it("are ignored where nothing needs them", () => {
        const values = { ...settings(load("dev")), environment: "development", postgresPassword: password };
        assert.equal(loadConfig(source(values)).postgresPassword, undefined);
    });

    it("are never shown, not even where they were repeated in another setting", () => {
        const kratos = JSON.stringify({ ...load("prod").kratos, uiUrl: password });
        const error = errorOf(() => loadConfig(source({ ...settings(load("prod")), kratos, smtpPassword: password })));
        assert.ok(error.problems.some(({ path }) => path === "kratos.uiUrl"));
        assert.ok(!error.message.includes(password), error.message);
    });

    it("are named by top-level keys of the project", () => {
        assert.equal(project, "kato-platform");
        assert.deepEqual(secretKeys, ["smtpPassword", "postgresPassword"]);
    });
});
