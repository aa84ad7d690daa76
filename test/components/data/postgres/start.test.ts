import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** `initdb` and `postgres` are doubles that keep what they were told; the real ones are in test/servers/postgres. */
describe("Postgres' start script", () => {
    let folder = "";

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "start-"));
    });

    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function initdbArguments(version: string): string[] {
        const told = join(folder, "told");
        const tools = {
            postgres: `case "$1" in --version) echo "postgres (PostgreSQL) ${version}";; esac`,
            initdb: `printf '%s\\n' "$@" > "${told}"; for one; do case "$one" in --pgdata=*) mkdir "\${one#*=}";; esac; done`,
        };
        mkdirSync(join(folder, "bin"));
        for (const [name, script] of Object.entries(tools)) {
            writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${script}\n`);
            chmodSync(join(folder, "bin", name), 0o755);
        }
        mkdirSync(join(folder, "volume"));
        const script = resolve("components/data/postgres/start.sh");
        execFileSync("/bin/sh", [script, join(folder, "volume"), join(folder, "config")], {
            env: { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}` },
        });
        return readFileSync(told, "utf8").split("\n").slice(0, -1);
    }

    for (const version of ["16.11", "17.7", "18.1 (Debian 18.1-1)"]) {
        it(`makes a cluster of ${version} without asking for huge pages`, () => {
            assert.deepEqual(initdbArguments(version).slice(-2), ["--set", "huge_pages=off"]);
        });
    }

    it("tells initdb of version 15, which knows no --set, nothing of them", () => {
        assert.equal(initdbArguments("15.15").at(-1), "--no-instructions");
    });
});
