import { createRequire } from "node:module";
import { EXIT, INTERRUPTED, messageOf, statusOf } from "../shared/exit";
import { usage } from "../shared/arguments";
import { command, type Options, readOptions } from "./options";
import type * as previewModule from "./preview";

const argv = process.argv.slice(2);
const asked = (flag: string): boolean => argv.includes(flag);

// Whatever ends the process before it is done (the program's own exit call, an output that never resolves), it has failed.
process.exitCode = EXIT.unexpected;
let finished = false;
process.on("exit", (status) => {
    if (!finished && status !== INTERRUPTED) {
        process.exitCode = EXIT.unexpected;
        fail(
            new Error(
                "The program ended before it was done: it exits by itself, or waits for a value that never comes.",
            ),
        );
    }
});

// While the program runs, its errors are collected there; one that comes later (a timer of its own) fails it all the same.
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
        if (finished) {
            process.exitCode = EXIT.unexpected;
            fail(error);
        }
    });
}

if (asked("--help")) {
    process.stdout.write(`${usage(command)}\n`);
    finish(EXIT.ok);
} else {
    void run();
}

async function run(): Promise<void> {
    try {
        const root = process.cwd();
        const options = readOptions(argv, root);
        finish(await load()(options, root, process));
    } catch (error) {
        finish(statusOf(error));
        fail(error);
    }
}

/** Loads the rest only now: a mistyped flag is answered at once, without half a second for the SDK. */
function load(): (options: Options, root: string, terminal: NodeJS.Process) => Promise<number> {
    const { preview } = createRequire(__filename)("./preview") as typeof previewModule;
    return preview;
}

function finish(status: number): void {
    finished = true;
    process.exitCode = status;
}

function fail(error: unknown): void {
    const message = messageOf(error);
    const status = process.exitCode;
    if (asked("--json")) {
        process.stdout.write(`${JSON.stringify({ exitCode: status, error: message })}\n`);
    }
    process.stderr.write(`${message}\n`);
    if (status === EXIT.unexpected) {
        const stack = error instanceof Error ? error.stack : undefined;
        process.stderr.write(
            asked("--verbose") && stack !== undefined ? `${stack}\n` : "Add --verbose for a stack trace.\n",
        );
    }
}
