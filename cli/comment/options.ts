import { type Command, type FlagValues, parseArguments } from "../shared/arguments";
import { UsageError } from "../shared/exit";
import type { Folders } from "./recordings";

export const command = {
    start: "npm run comment --",
    purpose: "Renders what changes between two previews of every stack, as the comment on a pull request.",
    flags: {
        before: { value: "DIR", help: "folder with the earlier previews, one folder per stack" },
        after: { value: "DIR", help: "folder with the current previews" },
        json: { help: "print the changes as JSON instead, for --changes" },
        changes: { value: "FILE", help: "render what --json printed; it may be anybody's" },
        commit: { value: "SHA", help: "the commit that was previewed" },
        report: { value: "URL", help: "where the whole report is" },
        pages: { value: "URL", help: "what runbooks are linked below, e.g. https://github.com/OWNER/NAME/blob/main/" },
        help: { help: "print this text" },
    },
    notes:
        "A preview is recorded by npm run preview -- --out DIR/STACK --json >DIR/STACK/summary.json.\n" +
        "Exit status: 0 fine, 2 nothing to read, 3 anything unexpected.",
} as const satisfies Command;

export type Options = FlagValues<typeof command> & { readonly from: Folders | { readonly changes: string } };

/** @throws UsageError for flags that leave open what to render */
export function readOptions(argv: readonly string[]): Options {
    const flags = parseArguments(command, argv);
    const { before, after, changes } = flags;
    if (changes !== undefined && before === undefined && after === undefined && !flags.json) {
        return { ...flags, from: { changes } };
    }
    if (changes === undefined && before !== undefined && after !== undefined) {
        return { ...flags, from: { before, after } };
    }
    throw new UsageError("What to render? Give --before DIR and --after DIR, or --changes FILE alone.");
}
