import * as path from "node:path";
import { EXIT, type ExitStatus } from "../shared/exit";
import { Progress, style, type Terminal } from "../shared/terminal";
import { comparison, type Earlier, earlierPreview } from "./compare/against";
import { buildPreview } from "./program/build";
import type { Changes } from "./compare/changes";
import { changesText } from "./output/changes-text";
import { previewFiles } from "./output/files";
import type { Options } from "./options";
import { readProgram } from "./program/stack";
import { countLevels, summaryJson, summaryText } from "./output/summary";
import { writeFolder } from "./output/write";
import type { Preview } from "./model/preview";

/** Previews a stack: writes the files, prints the summary and tells the exit status. */
export async function preview(options: Options, root: string, terminal: Terminal): Promise<ExitStatus> {
    const progress = new Progress(terminal.stderr);
    try {
        progress.step(`Reading ${shownPath(options.stackFile, root)}`);
        const program = readProgram(root, options.stack, options.stackFile, options.overrides);
        // Before anything is written: the earlier preview may be in the folder that is written to.
        const earlier = options.against === undefined ? undefined : earlierPreview(options.against, root);
        const current = await buildPreview(program, progress);
        const changes = earlier === undefined ? undefined : await comparison(earlier, current, options, root, progress);
        const out = shownPath(options.out, root);
        progress.step(`Writing ${out}`);
        writeFolder(options.out, previewFiles(current));
        progress.clear();
        print({ current, out, earlier, changes }, options, terminal);
        return exitStatus(current);
    } finally {
        progress.clear();
    }
}

function exitStatus({ violations }: Preview): ExitStatus {
    return countLevels(violations).mandatory > 0 ? EXIT.policy : EXIT.ok;
}

/** A path as the user would type it: relative within the project, absolute elsewhere. */
function shownPath(file: string, root: string): string {
    const relative = path.relative(root, file) || ".";
    return relative.startsWith("..") ? file : relative;
}

interface Result {
    readonly current: Preview;
    readonly out: string;
    readonly earlier: Earlier | undefined;
    readonly changes: Changes | undefined;
}

function print({ current, out, earlier, changes }: Result, options: Options, { stdout }: Terminal): void {
    if (options.json) {
        const summary = {
            exitCode: exitStatus(current),
            ...summaryJson(current, out),
            changes,
        };
        stdout.write(`${JSON.stringify(summary)}\n`);
        return;
    }
    const styles = style(stdout);
    if (earlier !== undefined && changes !== undefined) {
        stdout.write(`${changesText(changes, earlier.name, styles)}\n`);
    }
    stdout.write(summaryText(current, out, styles));
}
