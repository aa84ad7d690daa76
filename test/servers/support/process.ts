import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { fstatSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export interface Launch {
    readonly env: Readonly<Record<string, string>>;
    readonly uid?: number;
    readonly gid?: number;
    readonly cwd?: string;
}

export interface Finished {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** Runs a command to its end. */
export function run(command: string, args: readonly string[], launch: Launch): Finished {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
        ...launch,
        encoding: "utf8",
        timeout: 60_000,
    });
    if (error !== undefined) {
        throw error;
    }
    return { status, stdout, stderr };
}

/** A process that goes on, with everything it has written. */
export class Running {
    readonly #child: ChildProcess;
    readonly #ended: Promise<number | NodeJS.Signals>;
    readonly #log: number;

    constructor(command: string, args: readonly string[], launch: Launch) {
        // A file rather than a pipe, which would fill up and block the process while a test waits for something else;
        // removed at once, it goes with its last user.
        const folder = mkdtempSync(join(tmpdir(), "kato-log-"));
        this.#log = openSync(join(folder, "log"), "a+");
        rmSync(folder, { recursive: true });
        // A process group of its own: killed as a whole, like a container.
        this.#child = spawn(command, args, { ...launch, detached: true, stdio: ["ignore", this.#log, this.#log] });
        this.#ended = new Promise((resolve, reject) => {
            this.#child.once("error", reject);
            this.#child.once("exit", (status, signal) => {
                resolve(status ?? signal ?? -1);
            });
        });
    }

    /** What it has written to both of its outputs. */
    get output(): string {
        const text = Buffer.alloc(fstatSync(this.#log).size);
        readSync(this.#log, text, 0, text.length, 0);
        return text.toString();
    }

    get pid(): number {
        return this.#child.pid ?? -1;
    }

    /** Sends a signal to the one process. */
    signal(signal: NodeJS.Signals): void {
        this.#child.kill(signal);
    }

    /** Exit status, or the signal that ended it. Fails when that takes longer than `milliseconds`. */
    async end(milliseconds = 10_000): Promise<number | NodeJS.Signals> {
        const late = new AbortController();
        const timeout = delay(milliseconds, undefined, { signal: late.signal }).then(
            () => Promise.reject(new Error(`still running after ${milliseconds} ms:\n${this.output}`)),
            () => 0,
        );
        try {
            return await Promise.race([this.#ended, timeout]);
        } finally {
            late.abort();
        }
    }

    /** Ends the process and all its children at once, as a lost node would. */
    async kill(): Promise<void> {
        try {
            process.kill(-this.pid, "SIGKILL");
        } catch {
            return; // It is gone already.
        }
        await this.end();
    }
}

/** Waits until `condition` holds; the error names what was waited for. */
export async function eventually(what: string, condition: () => boolean, milliseconds = 20_000): Promise<void> {
    const end = Date.now() + milliseconds;
    while (!condition()) {
        if (Date.now() > end) {
            throw new Error(`not within ${milliseconds} ms: ${what}`);
        }
        await delay(50);
    }
}
