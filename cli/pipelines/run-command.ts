import { type Command, parseArguments } from "../shared/arguments";
import { help, type PipelineCommand, required, start } from "./command";
import { readRun, type Run } from "./events";

const flags = { events: { value: "FILE", help: "what pulumi's --event-log has written" }, help } as const;

/** A command that says something about one run. */
export function fromRun(name: string, purpose: string, text: (run: Run) => string): PipelineCommand {
    const usage = { start: start(name), purpose, flags } as const satisfies Command;
    return {
        usage,
        run(argv, { terminal }) {
            const run = readRun(required("events", parseArguments(usage, argv).events));
            terminal.stdout.write(`${text(run)}\n`);
        },
    };
}
