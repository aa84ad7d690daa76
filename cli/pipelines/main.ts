import { createRequire } from "node:module";
import { usage } from "../shared/arguments";
import { EXIT, type ExitStatus, UsageError } from "../shared/exit";
import type { Terminal } from "../shared/terminal";
import type { PipelineCommand } from "./command";

/** Where each command is: only what is asked for is loaded, because a script asks several times. */
const commands: Readonly<Record<string, string>> = {
    stacks: "./stacks",
    "stack-files": "./stack-files",
    ready: "./ready",
    approval: "./approval",
    deployed: "./deployed",
    pending: "./pending",
    changes: "./changes",
    proposal: "./proposal",
    "drift-issue": "./drift-issue",
    images: "./images",
};

/** `npm run pipelines -- COMMAND …`: what the scripts in `.github/scripts` leave to a program. */
export async function main(
    [name = "", ...argv]: readonly string[],
    root: string,
    terminal: Terminal,
): Promise<ExitStatus> {
    const module = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (module === undefined) {
        throw new UsageError(`The first argument is one of ${Object.keys(commands).join(", ")}.`);
    }
    const { command } = createRequire(__filename)(module) as { command: PipelineCommand };
    if (argv.includes("--help")) {
        terminal.stdout.write(`${usage(command.usage)}\n`);
        return EXIT.ok;
    }
    await command.run(argv, { root, environment: process.env, terminal });
    return EXIT.ok;
}
