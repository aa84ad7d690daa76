import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "mocha";

describe("a test run's cluster", () => {
    let folder: string;
    let run: ChildProcess | undefined;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "cleanup-"));
    });

    afterEach(() => {
        run?.kill("SIGKILL");
        rmSync(folder, { recursive: true, force: true });
    });

    for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
        it(`is gone after ${signal}: no process, no port, no file`, async () => {
            const started = start(folder);
            run = started.process;
            await started.said("ready");
            assert.equal(processesOf(folder).filter((line) => /etcd|kube-apiserver/.test(line)).length, 2);
            run.kill(signal);
            await started.ended;
            await eventually(() => left(folder).length === 0);
            assert.deepEqual(left(folder), []);
        });
    }

    it("that does not start is gone, too, and says why", async () => {
        const started = start(folder, { KUBE_APISERVER_BINARY: "/bin/false" });
        run = started.process;
        assert.equal(await started.ended, 1);
        assert.match(started.output(), /^kube-apiserver ended while it started:/);
        await eventually(() => left(folder).length === 0);
        assert.deepEqual(left(folder), []);
    });
});

function start(folder: string, environment: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "support", "start.ts")], {
        env: { ...process.env, TMPDIR: folder, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    child.stderr.on("data", (data: Buffer) => (output += data.toString()));
    const said = (text: string): Promise<void> =>
        new Promise((resolve, reject) => {
            child.stdout.on("data", (data: Buffer) => {
                if (data.toString().includes(text)) {
                    resolve();
                }
            });
            child.once("close", () => {
                reject(new Error(output));
            });
        });
    return { process: child, ended, said, output: () => output };
}

/** Files in the folder, and processes that it is mentioned to. A server that has ended listens on no port. */
function left(folder: string): string[] {
    // The loader of TypeScript keeps a cache of its own there.
    return [...readdirSync(folder).filter((name) => !name.startsWith("tsx-")), ...processesOf(folder)];
}

function processesOf(folder: string): string[] {
    return execFileSync("ps", ["-A", "-ww", "-o", "args="], { encoding: "utf8" })
        .split("\n")
        .filter((line) => line.includes(folder));
}

async function eventually(condition: () => boolean): Promise<void> {
    const end = Date.now() + 10_000;
    while (!condition() && Date.now() < end) {
        await delay(50);
    }
}
