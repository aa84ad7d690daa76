import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine } from "../../../cli/up/engine";
import { LocalFolder } from "../../../cli/up/local-folder";

describe("The engine of npm run up", () => {
    const before = { ...process.env };
    let folder = "";

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "engine-"));
    });

    afterEach(() => {
        process.env = { ...before };
        rmSync(folder, { recursive: true });
    });

    /** The environment that the CLI is started with. */
    async function environment(variables: NodeJS.ProcessEnv = {}): Promise<NodeJS.ProcessEnv> {
        const [cli, printed] = [join(folder, "pulumi"), join(folder, "environment")];
        writeFileSync(cli, `#!/bin/sh\nenv >'${printed}'\n`, { mode: 0o755 });
        await new Engine(cli, folder, new LocalFolder(folder), "dev").operate("up", [], variables);
        const lines = readFileSync(printed, "utf8").split("\n");
        return Object.fromEntries(
            lines.map((line): [string, string] => [line.replace(/=.*/, ""), line.replace(/^.*?=/, "")]),
        );
    }

    it("knows nothing of what a user's shell says for stacks elsewhere", async () => {
        process.env["PULUMI_CONFIG_PASSPHRASE"] = "of another stack";
        process.env["PULUMI_STACK"] = "prod";
        process.env["PULUMI_K8S_UPSERT_EXISTING_OBJECTS"] = "true";
        process.env["HTTPS_PROXY"] = "http://proxy:3128";
        const seen = await environment();
        assert.equal(seen["PULUMI_CONFIG_PASSPHRASE"], undefined);
        assert.equal(seen["PULUMI_STACK"], undefined);
        assert.equal(seen["PULUMI_K8S_UPSERT_EXISTING_OBJECTS"], undefined);
        assert.equal(seen["HTTPS_PROXY"], "http://proxy:3128");
        assert.equal(seen["PULUMI_CONFIG_PASSPHRASE_FILE"], join(folder, ".local/passphrase"));
    });

    it("takes over existing objects when the run says so", async () => {
        const seen = await environment({ PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" });
        assert.equal(seen["PULUMI_K8S_UPSERT_EXISTING_OBJECTS"], "true");
    });
});
