import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { version } from "pulumi/package.json";
import { findCli } from "../../../cli/up/cli";

const launcher = resolve(__dirname, "../../../node_modules/pulumi/run.js");

describe("The Pulumi CLI", () => {
    let folder = "";
    let downloaded = "";
    const before = { ...process.env };

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "cli-"));
        // What npm's launcher has downloaded before.
        downloaded = cli(join("versions", version, "bin"), "echo v3.259.0");
        process.env["PULUMI_HOME"] = folder;
    });

    afterEach(() => {
        process.env = { ...before };
        rmSync(folder, { recursive: true });
    });

    function cli(path: string, script: string): string {
        mkdirSync(join(folder, path), { recursive: true });
        const file = join(folder, path, "pulumi");
        writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
        return file;
    }

    function find(...files: readonly string[]): Promise<string> {
        process.env["PATH"] = ["", "/nowhere", ...files.map(dirname)].join(delimiter);
        return findCli();
    }

    it("is the user's own where PATH has one, also behind the launcher that npm puts there", async () => {
        const own = cli("own", 'test "$1" = version && echo v3.100.1');
        mkdirSync(join(folder, "bin"));
        symlinkSync(launcher, join(folder, "bin/pulumi"));
        assert.equal(await find(join(folder, "bin/pulumi"), own), own);
        assert.equal(await find(own, join(folder, "bin/pulumi")), own);
    });

    it("is the launcher's where PATH has none that runs, or one of another age", async () => {
        assert.equal(await find(), downloaded);
        assert.equal(await find(cli("broken", "exit 1")), downloaded);
        assert.equal(await find(cli("old", "echo v2.25.2")), downloaded);
    });
});
