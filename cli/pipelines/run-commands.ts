import { type Command, parseArguments } from "../shared/arguments";
import { help, type PipelineCommand, required, start } from "./command";
import { readRun, type Run } from "./events";
import { proposalOf, runAsMarkdown } from "./text";

const flags = { events: { value: "FILE", help: "what pulumi's --event-log has written" }, help } as const;

function fromRun(name: string, purpose: string, text: (run: Run) => string): PipelineCommand {
    const usage = { start: start(name), purpose, flags } as const satisfies Command;
    return {
        usage,
        run(argv, { terminal }) {
            const run = readRun(required("events", parseArguments(usage, argv).events));
            terminal.stdout.write(`${text(run)}\n`);
        },
    };
}

export const changes = fromRun("changes", "Prints what a run of the engine proposes, without values.", runAsMarkdown);

export const proposal = fromRun(
    "proposal",
    "Prints a text that is equal for equal proposals; it begins with the number of changes.",
    proposalOf,
);

export const violations = fromRun("violations", "Prints how many violations of mandatory policies a run has.", (run) =>
    String(run.violations.length),
);
