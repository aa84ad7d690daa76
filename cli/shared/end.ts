import { EXIT, type ExitStatus, INTERRUPTED, messageOf, statusOf } from "./exit";
import type { Terminal } from "./terminal";

/**
 * A command.
 *
 * @param root the project's folder
 * @throws UsageError and ConfigError for what the user can put right, anything else for what is unexpected
 */
export type Main = (argv: readonly string[], root: string, terminal: Terminal) => ExitStatus | Promise<ExitStatus>;

/** How an error is told. */
export interface Telling {
    /** Also as one JSON object on stdout. */
    readonly json: boolean;
    /** With a stack trace, where it is unexpected. */
    readonly verbose: boolean;
}

/**
 * Runs a command and ends the process as every command ends: with its status, or with its error's message and what that
 * is worth. What goes wrong after it, in a timer for instance, counts too.
 */
export function end(command: () => Promise<ExitStatus>, telling: Telling): void {
    // Whatever ends the process before the command is done (an exit call, an output that never resolves), it has failed.
    process.exitCode = EXIT.unexpected;
    let finished = false;
    const fail = (error: unknown, status: number): void => {
        finished = true;
        process.exitCode = status;
        tell(error, status, telling);
    };
    process.on("exit", (status) => {
        if (!finished && status !== INTERRUPTED) {
            const why =
                "The program ended before it was done: it exits by itself, or waits for a value that never comes.";
            fail(new Error(why), EXIT.unexpected);
        }
    });
    for (const event of ["uncaughtException", "unhandledRejection"] as const) {
        process.on(event, (error: unknown) => {
            // While a previewed program runs, its errors are collected there.
            if (finished || process.listenerCount(event) === 1) {
                const ends = !finished;
                fail(error, EXIT.unexpected);
                if (ends) process.exit();
            }
        });
    }
    command().then(
        (status) => {
            finished = true;
            process.exitCode = status;
        },
        (error: unknown) => {
            if (error instanceof Error && error.name === "Interrupted") {
                // What was under way still waits for something that nobody needs any more.
                process.exit(INTERRUPTED);
            }
            fail(error, statusOf(error));
        },
    );
}

function tell(error: unknown, status: number, { json, verbose }: Telling): void {
    const message = messageOf(error);
    if (json) {
        process.stdout.write(`${JSON.stringify({ exitCode: status, error: message })}\n`);
    }
    process.stderr.write(`${message}\n`);
    if (status === EXIT.unexpected) {
        const stack = error instanceof Error ? error.stack : undefined;
        process.stderr.write(verbose && stack !== undefined ? `${stack}\n` : "Add --verbose for a stack trace.\n");
    }
}
