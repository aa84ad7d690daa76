import * as fs from "node:fs";
import * as path from "node:path";
import { compare } from "../preview/compare/diff";
import { isRecorded, readRecorded } from "../preview/compare/recorded";
import { STACK_TYPE } from "../preview/model/resources";
import { countLevels } from "../preview/output/summary";
import { UsageError } from "../shared/exit";
import type { StackReport } from "./report";
import type { Snapshot } from "../preview/model/snapshot";

/** Beside a preview's files: what `npm run preview -- --json` printed. It says why there are none. */
export const SUMMARY_FILE = "summary.json";

/** Where the previews are: a folder with one folder per stack each. */
export interface Folders {
    readonly before: string;
    readonly after: string;
}

/**
 * Compares the previews of all stacks.
 *
 * @throws UsageError if there is no such folder
 */
export function readReports({ before, after }: Folders): StackReport[] {
    const [old, current] = [stacksIn(before), stacksIn(after)];
    const gone = old.filter((stack) => !current.includes(stack));
    return [
        ...current.map((stack) => reportOf(stack, path.join(before, stack), path.join(after, stack))),
        ...gone.map((stack): StackReport => ({ stack, state: "removed" })),
    ];
}

function stacksIn(folder: string): string[] {
    if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
        throw new UsageError(`There is no folder ${folder}.`);
    }
    const entries = fs.readdirSync(folder, { withFileTypes: true });
    return entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
}

function reportOf(stack: string, before: string, after: string): StackReport {
    if (!isRecorded(after)) {
        return { stack, state: "failed", error: errorIn(after) };
    }
    const current = readRecorded(after);
    if (isRecorded(before)) {
        return { stack, state: "compared", changes: compare(readRecorded(before), current), ...totals(current) };
    }
    const error = fs.existsSync(before) ? { error: errorIn(before) } : {};
    return { stack, state: "alone", ...error, ...totals(current) };
}

function totals({ resources, connections, violations }: Snapshot) {
    const made = resources.filter(({ type }) => type !== STACK_TYPE);
    return { resources: made.length, connections: connections.length, ...countLevels(violations) };
}

/** Why a preview has no files. */
function errorIn(folder: string): string {
    try {
        const { error } = JSON.parse(fs.readFileSync(path.join(folder, SUMMARY_FILE), "utf8")) as { error?: unknown };
        return typeof error === "string" ? error : "It has written no files.";
    } catch {
        return "It has neither written files nor said why.";
    }
}
