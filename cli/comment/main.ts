import * as fs from "node:fs";
import { createRequire } from "node:module";
import { usage } from "../shared/arguments";
import type { Main } from "../shared/end";
import { EXIT, messageOf, UsageError } from "../shared/exit";
import { command, readOptions } from "./options";
import type * as recordings from "./recordings";
import { comment } from "./render";
import { parseReports, type StackReport } from "./report";

/** `npm run comment` */
export const main: Main = (argv, _root, terminal) => {
    terminal.stdout.write(argv.includes("--help") ? `${usage(command)}\n` : output(argv));
    return EXIT.ok;
};

function output(argv: readonly string[]): string {
    const { from, json, commit, report, pages } = readOptions(argv);
    const reports = "changes" in from ? parseReports(read(from.changes)) : compared(from);
    if (json) {
        return `${JSON.stringify(reports)}\n`;
    }
    return comment(reports, {
        commit,
        report,
        pages,
    });
}

function read(file: string): string {
    try {
        return fs.readFileSync(file, "utf8");
    } catch (error) {
        throw new UsageError(`--changes ${file}: ${messageOf(error)}.`);
    }
}

function compared(from: recordings.Folders): readonly StackReport[] {
    // Loaded only for this: whoever renders a stranger's changes runs as little as can be.
    const { readReports } = createRequire(__filename)("./recordings") as typeof recordings;
    return readReports(from);
}
