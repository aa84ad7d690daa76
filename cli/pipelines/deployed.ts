import { readFileSync } from "node:fs";
import { parseArguments } from "../shared/arguments";
import { UsageError } from "../shared/exit";
import { help, type PipelineCommand, required, start } from "./command";

const usage = {
    start: start("deployed"),
    purpose: "Prints the commit that a stack was last deployed from.",
    flags: { history: { value: "FILE", help: "of pulumi stack history --json" }, help },
} as const;

/** One entry of `pulumi stack history --json`, newest first. The engine notes the commit whoever deploys, from wherever. */
interface Update {
    readonly kind: string;
    readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Drift is a difference from what was deployed. Main may be ahead of it: what waits there for its release is no drift. A
 * deployment that failed counts: what it has not come to is what differs.
 */
export const command: PipelineCommand = {
    usage,
    run(argv, { terminal }) {
        const file = required("history", parseArguments(usage, argv).history);
        const history = JSON.parse(readFileSync(file, "utf8")) as Update[] | null;
        const last = (history ?? []).find(({ kind }) => kind === "update");
        if (last === undefined) {
            throw new UsageError("The stack has not been deployed yet: there is nothing that it could differ from.");
        }
        const commit = last.environment?.["git.head"];
        if (commit === undefined || !/^[0-9a-f]{40}$/.test(commit)) {
            throw new UsageError("The stack's last deployment was from outside a clone: nobody knows of which commit.");
        }
        terminal.stdout.write(`${commit}\n`);
    },
};
