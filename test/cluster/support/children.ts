import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Ends what it was told of and removes the folder when its standard input closes without "done": we were killed. */
const GUARDIAN = `
pids=
while read -r line; do
    [ "$line" = done ] && exit 0
    pids="$pids $line"
done
[ -n "$pids" ] && kill -9 $pids
rm -rf -- "$1"
`;

const alive = new Set<Children>();

// A test run that is interrupted leaves nothing. `exit` covers every end but a kill, and the guardian that one.
process.on("exit", () => {
    for (const children of alive) {
        children.abandon();
    }
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(1));
}

/** Processes with a temporary folder that they share; both are gone afterwards, whatever happens. */
export class Children {
    readonly folder = mkdtempSync(join(tmpdir(), "cluster-"));
    readonly #guardian: ChildProcess;
    readonly #started: { readonly name: string; readonly process: ChildProcess }[] = [];

    constructor() {
        // In a session of its own, so that Ctrl-C in a terminal does not end it with the rest.
        this.#guardian = spawn("/bin/sh", ["-c", GUARDIAN, "sh", this.folder], {
            detached: true,
            stdio: ["pipe", "ignore", "ignore"],
        });
        alive.add(this);
    }

    /** Starts a command in the folder; what it prints goes to `<name>.log` there. */
    start(name: string, command: string, args: readonly string[]): void {
        const log = openSync(join(this.folder, `${name}.log`), "a");
        const child = spawn(command, args, { cwd: this.folder, detached: true, stdio: ["ignore", log, log] });
        closeSync(log);
        // What cannot be started has ended, too.
        child.on("error", () => undefined);
        this.#guardian.stdin?.write(`${child.pid ?? ""}\n`);
        this.#started.push({ name, process: child });
    }

    /** The names of those that have ended by themselves. */
    ended(): string[] {
        return this.#started.filter(({ process }) => hasEnded(process)).map(({ name }) => name);
    }

    /** The last lines that a command printed. */
    log(name: string): string {
        return readFileSync(join(this.folder, `${name}.log`), "utf8")
            .split("\n")
            .slice(-20)
            .join("\n");
    }

    /** Ends all, the last one first, and removes the folder. */
    async stop(): Promise<void> {
        for (const { process: child } of [...this.#started].reverse()) {
            await end(child);
        }
        this.abandon();
    }

    /** The same at once, without waiting for a clean end. */
    abandon(): void {
        alive.delete(this);
        this.#started.filter(({ process }) => !hasEnded(process)).forEach(({ process }) => process.kill("SIGKILL"));
        rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
        this.#guardian.stdin?.end("done\n");
    }
}

function hasEnded(child: ChildProcess): boolean {
    return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess): Promise<void> {
    if (hasEnded(child)) {
        return;
    }
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
}
