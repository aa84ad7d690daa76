import type { Command } from "../shared/arguments";
import { UsageError } from "../shared/exit";
import type { Terminal } from "../shared/terminal";

/** What a script of `.github/scripts` leaves to a program. */
export interface PipelineCommand {
    readonly usage: Command;
    readonly run: (argv: readonly string[], here: Here) => Promise<void> | void;
}

/** Where a command runs. */
export interface Here {
    /** The project's folder. */
    readonly root: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly terminal: Terminal;
}

export const help = { help: "print this text" } as const;
export const stack = { value: "NAME", help: "the stack" } as const;

/** How a command is started. */
export function start(name: string): string {
    return `npm run --silent pipelines -- ${name}`;
}

/** @throws UsageError if the flag was not given */
export function required(flag: string, value: string | undefined): string {
    if (value === undefined) {
        throw new UsageError(`--${flag} is missing.`);
    }
    return value;
}
