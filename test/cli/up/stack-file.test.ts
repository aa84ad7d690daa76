import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployedStackFile, readStackFile } from "../../../cli/up/stack-file";

const pinned = { context: "kind-kind", apiServer: { cidrs: ["172.18.0.2/32"], port: 6443 } };

describe("readStackFile", () => {
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "stack-file-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("gives the loader what Pulumi would: text as it is, objects as JSON, secrets by name only", () => {
        writeFileSync(
            join(folder, "Pulumi.test.yaml"),
            [
                "config:",
                "  pulumi:disable-default-providers: [kubernetes]",
                "  kato-platform:environment: development",
                "  kato-platform:postgres: { mode: standalone, storage: 1Gi }",
                "  kato-platform:smtpPassword: { secure: v1:abc }",
            ].join("\n"),
        );
        const { source } = readStackFile(folder, "test");
        assert.deepEqual(source.values, {
            "pulumi:disable-default-providers": '["kubernetes"]',
            "kato-platform:environment": "development",
            "kato-platform:postgres": '{"mode":"standalone","storage":"1Gi"}',
            "kato-platform:smtpPassword": "(encrypted)",
        });
        assert.deepEqual([...source.secretKeys], ["kato-platform:smtpPassword"]);
        assert.deepEqual([...(source.withheld ?? [])], ["kato-platform:smtpPassword"]);
        assert.equal(source.projectDirectory, folder);
    });

    it("says where a file is not YAML, without quoting it", () => {
        writeFileSync(join(folder, "Pulumi.test.yaml"), 'config:\n  kato-platform:smtpPassword: "half of it\n');
        assert.throws(
            () => readStackFile(folder, "test"),
            (error: Error) => {
                assert.equal(error.name, "ConfigError");
                assert.match(error.message, /Pulumi\.test\.yaml:\d/);
                assert.doesNotMatch(error.message, /half of it/);
                return true;
            },
        );
    });

    it("names the stacks that there are", () => {
        writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {}");
        writeFileSync(join(folder, "Pulumi.yaml"), "name: x");
        for (const name of ["development", "../dev", ""]) {
            assert.throws(() => readStackFile(folder, name), { name: "UsageError", message: /There is: dev\.$/ });
        }
    });
});

describe("deployedStackFile", () => {
    it("pins the kube-context and the API server, and keeps the rest", () => {
        const text = "# mine\nconfig:\n  kato-platform:environment: development\n";
        assert.equal(
            deployedStackFile(text, pinned, undefined),
            [
                "# mine",
                "config:",
                "  kato-platform:environment: development",
                "  kato-platform:cluster:",
                "    context: kind-kind",
                "    apiServer:",
                "      cidrs:",
                "        - 172.18.0.2/32",
                "      port: 6443",
                "",
            ].join("\n"),
        );
    });

    it("leaves an API server that the stack states", () => {
        const text = "config:\n  kato-platform:cluster:\n    apiServer: { cidrs: [10.0.0.0/28], port: 443 }\n";
        const deployed = deployedStackFile(text, pinned, undefined);
        assert.match(deployed, /10\.0\.0\.0\/28/);
        assert.doesNotMatch(deployed, /172\.18/);
    });

    it("keeps the salt of the previous copy, unless the stack file has its own", () => {
        const previous = "config: {}\nencryptionsalt: v1:before\n";
        assert.match(deployedStackFile("config: {}\n", pinned, previous), /^encryptionsalt: v1:before$/m);
        const own = deployedStackFile("config: {}\nencryptionsalt: v1:own\n", pinned, previous);
        assert.match(own, /^encryptionsalt: v1:own$/m);
        assert.doesNotMatch(own, /before/);
    });
});
