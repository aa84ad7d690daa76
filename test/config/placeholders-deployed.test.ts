import assert from "node:assert/strict";
import { ConfigError, loadConfig, type Problem, secretKeys } from "../../config";
import { fullKey } from "../../config/project";
import { projectDirectory, settingsOf } from "./stacks";

/** Loads prod as the engine does when it deploys. */
function deploy(changes: Readonly<Record<string, unknown>> = {}, deploys = true): readonly Problem[] {
    const settings = { ...settingsOf("prod"), smtpPassword: "Xq3vKd82mP", ...changes };
    const values = Object.entries(settings).map(([key, value]) => [
        key.includes(":") ? key : fullKey(key),
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    try {
        const marked = new Set(secretKeys.map(fullKey));
        const plain = Object.fromEntries(values) as Record<string, string>;
        loadConfig({ stack: "prod", values: plain, secretKeys: marked, projectDirectory, deploys });
        return [];
    } catch (error) {
        if (error instanceof ConfigError) return error.problems;
        throw error;
    }
}

describe("a deployment", () => {
    it("is refused while settings are an example's, with all of them at once and how to set each", () => {
        const problems = deploy();
        assert.deepEqual(
            problems.map(({ path, found, fix }) => [path, found, fix]),
            [
                ["kratos.smtp.user", "your-ses-smtp-username"],
                ["kato.image", "ghcr.io/your-org/kato:3.0.0"],
                ["kato.cors.origins[0]", "https://app.yourdomain.com"],
                ["kato.cors.origins[1]", "https://admin.yourdomain.com"],
                ["edge.hosts.kato", "kato.yourdomain.com"],
                ["edge.certificates.email", "admin@yourdomain.com"],
            ].map(([path = "", value = ""]) => [
                path,
                JSON.stringify(value),
                `pulumi config set --path 'kato-platform:${path}' '<yours>' --stack prod`,
            ]),
        );
        assert.match(problems[0]?.expected ?? "", /^a value of your own: this one is an example's/);
    });

    it("is previewed all the same", () => {
        assert.deepEqual(deploy({}, false), []);
    });

    it("is refused with what is wrong besides, once for each setting", () => {
        const kratos = { ...(settingsOf("prod")["kratos"] as object), replicas: 1, uiUrl: "http://example.com" };
        const paths = deploy({ kratos }).map(({ path }) => path);
        assert.deepEqual(paths.slice(0, 3), ["kratos.publicBaseUrl", "kratos.uiUrl", "kratos.defaultReturnUrl"]);
        assert.ok(paths.includes("kratos.replicas") && paths.includes("kratos.smtp.user"), paths.join());
        assert.equal(new Set(paths).size, paths.length);
    });

    it("takes no example and no stand-in for a secret, and shows neither", () => {
        for (const value of ["your_secure_password", "PLEASE-CHANGE-ME-I-AM", "placeholder-smtpPassword"]) {
            const problem = deploy({ smtpPassword: value }).find(({ path }) => path === "smtpPassword");
            assert.equal(problem?.found, "a value that is not shown", value);
            assert.equal(problem.fix, "pulumi config set --secret smtpPassword --stack prod");
        }
    });
});
