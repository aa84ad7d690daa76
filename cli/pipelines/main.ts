import { usage } from "../shared/arguments";
import { EXIT, type ExitStatus, messageOf, statusOf, UsageError } from "../shared/exit";
import type { Terminal } from "../shared/terminal";
import { approval } from "./approval";
import type { PipelineCommand } from "./command";
import { deployed } from "./deployed";
import { driftIssue } from "./drift-issue";
import { images } from "./images";
import { pending } from "./pending";
import { readyCommand } from "./ready";
import { changes, proposal, violations } from "./run-commands";
import { stacks } from "./stacks";

const commands: Readonly<Record<string, PipelineCommand>> = {
    stacks,
    ready: readyCommand,
    approval,
    deployed,
    pending,
    changes,
    proposal,
    violations,
    "drift-issue": driftIssue,
    images,
};

/** `npm run pipelines -- COMMAND …`: what the scripts in `.github/scripts` leave to a program. */
export async function main([name = "", ...argv]: readonly string[], terminal: Terminal): Promise<ExitStatus> {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
        throw new UsageError(`The first argument is one of ${Object.keys(commands).join(", ")}.`);
    }
    if (argv.includes("--help")) {
        terminal.stdout.write(`${usage(command.usage)}\n`);
        return EXIT.ok;
    }
    await command.run(argv, { root: process.cwd(), environment: process.env, terminal });
    return EXIT.ok;
}

if (require.main === module) {
    main(process.argv.slice(2), process).then(
        (status) => {
            process.exitCode = status;
        },
        (error: unknown) => {
            process.stderr.write(`${messageOf(error)}\n`);
            process.exitCode = statusOf(error);
        },
    );
}
