import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readOptions } from "../../../cli/preview/options";
import { readProgram } from "../../../cli/preview/program/stack";
import { statusOf } from "../../../cli/shared/exit";
import { loadConfig } from "../../../config";
import { errorOf } from "../../config/stacks";
import { FIXTURE } from "./support";

const SMTP_PASSWORD = "kato-platform:smtpPassword";

describe("the flags of the preview", () => {
    it("take the stack's own file and out/<stack>", () => {
        assert.deepEqual(readOptions(["--stack", "dev"], FIXTURE), {
            stack: "dev",
            stackFile: path.join(FIXTURE, "Pulumi.dev.yaml"),
            out: path.join(FIXTURE, "out", "dev"),
            overrides: [],
            against: undefined,
            json: false,
        });
    });

    it("take a stack file from anywhere, and the stack's name from it", () => {
        const { stack, stackFile } = readOptions(["--stack-file", "../Pulumi.trial.yaml"], FIXTURE);
        assert.equal(stack, "trial");
        assert.equal(stackFile, path.resolve(FIXTURE, "../Pulumi.trial.yaml"));
        assert.equal(readOptions(["--stack-file", "x/any.yml"], FIXTURE).stack, "any");
    });

    it("take the name that is given before that of the file", () => {
        assert.equal(readOptions(["--stack", "prod", "--stack-file", "any.yaml"], FIXTURE).stack, "prod");
    });

    const wrong: [string, string[], RegExp][] = [
        ["no stack", [], /^Which stack\? Add --stack NAME/],
        ["an unknown flag", ["--stak", "dev"], /^Unknown flag '--stak'\. Did you mean '--stack'\?/],
        ["a missing value", ["--stack"], /^'--stack' needs a value: --stack NAME/],
        ["a stray word", ["--stack", "dev", "now"], /^Unexpected argument 'now'/],
        ["a stack that does not exist", ["--stack", "stage"], /Pulumi\.stage\.yaml[^]*dev/],
        ["a stack name that is a path", ["--stack", "../dev"], /^'\.\.\/dev' cannot be a stack's name/],
        ["a stack file that does not exist", ["--stack-file", "nowhere.yaml"], /nowhere\.yaml/],
        ["an override without a value", ["--stack", "dev", "--config", "replicas"], /--config/],
    ];
    for (const [what, argv, message] of wrong) {
        it(`refuse ${what}, with status 2`, () => {
            assert.throws(
                () => {
                    const { stack, stackFile, overrides } = readOptions(argv, FIXTURE);
                    readProgram(FIXTURE, stack, stackFile, overrides);
                },
                (error: Error) => statusOf(error) === 2 && message.test(error.message),
            );
        });
    }
});

describe("what the program runs with", () => {
    const read = (...overrides: string[]) =>
        readProgram(FIXTURE, "dev", path.join(FIXTURE, "Pulumi.dev.yaml"), overrides);

    it("has the file's settings and the overrides on top", () => {
        assert.equal(read().values["kato-platform:replicas"], "2");
        assert.equal(read("replicas=5").values["kato-platform:replicas"], "5");
        assert.equal(read().values["pulumi:disable-default-providers"], '["kubernetes","aws"]');
    });

    it("has a placeholder for every secret setting, marked secret", () => {
        const { values, secretKeys } = read();
        assert.equal(values[SMTP_PASSWORD], "placeholder-smtpPassword");
        assert.equal(values["kato-platform:postgresPassword"], "placeholder-postgresPassword");
        assert.deepEqual([...secretKeys].sort(), [
            "kato-platform:edgeCertificate",
            "kato-platform:edgePrivateKey",
            "kato-platform:katoRegistryPassword",
            "kato-platform:katoSecretEnv",
            "kato-platform:mongodbPassword",
            "kato-platform:postgresCourierPassword",
            "kato-platform:postgresMigrationPassword",
            "kato-platform:postgresPassword",
            "kato-platform:qdrantApiKey",
            "kato-platform:redisPassword",
            SMTP_PASSWORD,
        ]);
    });

    it("has something in place of a setting that is encrypted, so that no default passes for it", () => {
        const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "hidden-")), "Pulumi.dev.yaml");
        fs.writeFileSync(file, "config: { postgres: { secure: v1:x }, environment: development }");
        const { values, secretKeys } = readProgram(FIXTURE, "dev", file, []);
        fs.rmSync(path.dirname(file), { recursive: true });
        assert.equal(values["kato-platform:postgres"], "[encrypted]");
        assert(secretKeys.includes("kato-platform:postgres"));
        const { problems } = errorOf(() =>
            loadConfig({ stack: "dev", values, secretKeys: new Set(secretKeys), projectDirectory: FIXTURE }),
        );
        const hidden = problems.find(({ path: setting }) => setting === "postgres");
        assert.equal(hidden?.found, "an encrypted value, which a preview cannot see");
    });

    it("says which settings of Pulumi ESC it does not see", () => {
        const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "esc-")), "Pulumi.dev.yaml");
        fs.writeFileSync(file, "environment: [acme/prod]\nconfig: { environment: development }");
        const { warnings = [] } = readProgram(FIXTURE, "dev", file, []);
        fs.rmSync(path.dirname(file), { recursive: true });
        assert.match(warnings.join(), /not seen here \(environment: acme\/prod\)/);
        assert.deepEqual(read().warnings, []);
    });

    it("has the placeholder even for one that is given", () => {
        const { values, secretKeys } = read("smtpPassword=given");
        assert.equal(values[SMTP_PASSWORD], "placeholder-smtpPassword");
        assert(secretKeys.includes(SMTP_PASSWORD));
    });
});
