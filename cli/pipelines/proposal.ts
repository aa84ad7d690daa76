import { readFileSync } from "node:fs";
import { parseArguments } from "../shared/arguments";
import { help, type PipelineCommand, required, start } from "./command";
import { readRun } from "./events";
import { proposalOf } from "./text";

const usage = {
    start: start("proposal"),
    purpose: "Prints a text that is equal for equal proposals; it begins with the number of changes.",
    flags: {
        events: { value: "FILE", help: "what pulumi's --event-log has written" },
        added: { value: "FILE", help: "what others have added, as `npm run drift -- --added` reports it" },
        help,
    },
} as const;

export const command: PipelineCommand = {
    usage,
    run(argv, { terminal }) {
        const { events, added } = parseArguments(usage, argv);
        const others = added === undefined ? "" : readFileSync(added, "utf8");
        terminal.stdout.write(`${proposalOf(readRun(required("events", events)), others)}\n`);
    },
};
