import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readKubeContext } from "../doctor/kube-context";
import { readRun, type Run } from "../pipelines/events";
import { runAsMarkdown } from "../pipelines/text";
import { type Command, parseArguments, usage } from "../shared/arguments";
import { EXIT, type ExitStatus, UsageError } from "../shared/exit";
import type { Terminal } from "../shared/terminal";
import { KubeApi } from "./kube-api";
import { look, type Unrecorded } from "./look";
import { putBack } from "./put-back";
import { lookAt, type LookedAt } from "./shared-stack";
import { recorded } from "./state";
import { asMarkdown, isNothing } from "./text";

export const command = {
    start: "npm run drift --",
    purpose: "Says what of a stack is not as it was deployed, and what was added to it. It changes nothing.",
    flags: {
        stack: { value: "NAME", help: "the stack to look at; by default dev" },
        report: { value: "FILE", help: "also write what differs there, as Markdown" },
        added: { help: "look only for what `up` takes away: what was added, and what a killed run has left" },
        remove: { help: "take away what was added and what a killed run has left, and nothing else" },
        help: { help: "show this" },
    },
    notes: "Exit status: 0 nothing differs · 1 something does, or a mandatory policy is violated · 2 wrong usage · 3 it could not look.",
} as const satisfies Command;

/** What the CLI ends with if there are changes where none were expected. */
const CHANGES = 7;

/** `npm run drift`: is what runs what was deployed, and nothing else? No value is ever shown. */
export async function main(argv: readonly string[], root: string, terminal: Terminal): Promise<ExitStatus> {
    const { stack = "dev", report, added, remove, help } = parseArguments(command, argv);
    if (help) {
        terminal.stdout.write(`${usage(command)}\n`);
        return EXIT.ok;
    }
    const engine = await lookAt(root, stack);
    const state = await engine.secretState();
    if (state === undefined) {
        throw new UsageError(`There is no stack ${stack} in the backend that pulumi is logged in to.`);
    }
    const known = recorded(state);
    // A stack that has nothing needs no cluster.
    const api = known.objects.length === 0 ? undefined : new KubeApi(await readKubeContext(known.context));
    if (remove) {
        return api === undefined || (await putBack(api, known, terminal)) ? EXIT.ok : EXIT.unexpected;
    }
    const seen = api === undefined ? nothing : await look(api, known);
    const unrecorded = added ? { ...seen, strangers: [] } : seen;
    const run = added ? undefined : await changes(engine, stack);
    const differs = !isNothing(unrecorded) || run?.differs === true;
    const text = [...(run?.differs === true ? [runAsMarkdown(run.run)] : []), asMarkdown(unrecorded)].join("\n").trim();
    terminal.stdout.write(differs ? `${text}\n` : `Stack ${stack}: nothing differs.\n`);
    if (report !== undefined) {
        writeFileSync(report, differs ? `${text}\n` : "");
    }
    // As a violated policy ends the other commands: something is there that must not be.
    return differs ? EXIT.policy : EXIT.ok;
}

const nothing: Unrecorded = { grown: [], leftovers: [], strangers: [] };

/** What the engine would change after a look at everything that exists, by the program as it is here. */
async function changes(engine: LookedAt, stack: string): Promise<{ readonly run: Run; readonly differs: boolean }> {
    // The event log holds values.
    const folder = mkdtempSync(join(tmpdir(), "drift-"));
    try {
        const events = join(folder, "events.json");
        writeFileSync(events, "");
        const quiet = ["--suppress-outputs", "--suppress-permalink=true", "--refresh", "--expect-no-changes"];
        const status = await engine.preview(events, quiet);
        if (status !== 0 && status !== CHANGES) {
            // For a violation the CLI has no status of its own.
            const run = readRun(events);
            if (run.violations.length > 0) {
                return { run, differs: true };
            }
            throw new Error(`Stack ${stack} could not be compared; the reason is above.`);
        }
        const run = readRun(events);
        return { run, differs: status === CHANGES || run.violations.length > 0 };
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
