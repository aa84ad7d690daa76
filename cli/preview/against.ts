import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { INTERRUPTED, UsageError } from "../shared/exit";
import type { Progress } from "../shared/terminal";
import { buildPreview, type Preview } from "./build";
import type { Changes } from "./changes";
import { compare, type Snapshot } from "./diff";
import type { Options } from "./options";
import { isRecorded, readRecorded } from "./recorded";
import { readProgram } from "./stack";
import { RESOURCES_FILE } from "./write";
import type { Json } from "./wire";

/** What a preview is compared with: a folder that was read, or a commit that is still to be previewed. */
export type Earlier = { readonly name: string } & ({ readonly snapshot: Snapshot } | { readonly commit: string });

/**
 * Finds what `--against` names.
 *
 * @throws UsageError if it is neither an earlier preview's folder nor a git ref
 */
export function earlierPreview(name: string, root: string): Earlier {
    const folder = path.resolve(root, name);
    if (isRecorded(folder)) {
        return { name, snapshot: readRecorded(folder) };
    }
    const commit = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
    if (commit === undefined) {
        throw new UsageError(
            `--against ${name}: neither a folder with an earlier preview (${RESOURCES_FILE}) nor a git ref.`,
        );
    }
    return { name, commit };
}

/** What changes from the earlier preview to the current one. */
export async function comparison(
    earlier: Earlier,
    current: Preview,
    options: Options,
    root: string,
    progress: Progress,
): Promise<Changes> {
    if ("snapshot" in earlier) {
        return compare(earlier.snapshot, snapshotOf(current));
    }
    progress.step(`Previewing ${earlier.name}`);
    return await inWorktree(root, earlier.commit, async (checkout) => {
        try {
            // A stack file of the project is taken as it was then; one from elsewhere has no earlier state.
            const inProject = path.relative(root, options.stackFile);
            const stackFile = inProject.startsWith("..") ? options.stackFile : path.join(checkout, inProject);
            // Without the overrides: what they change is part of the answer.
            const program = readProgram(checkout, options.stack, stackFile, []);
            return compare(snapshotOf(await buildPreview(program, progress)), snapshotOf(current));
        } catch (error) {
            if (error instanceof Error) {
                error.message = `At ${earlier.name}: ${error.message}`;
            }
            throw error;
        }
    });
}

/** A preview as what it is compared by. */
export function snapshotOf({ entries, connections, violations, environment, objects }: Preview): Snapshot {
    const manifests = objects.map(({ manifest, body }) => [manifest, body as Record<string, Json>] as const);
    return { resources: entries, connections, violations, environment, manifests: new Map(manifests) };
}

/** Checks a commit out beside the repository for as long as `use` takes. Dependencies are those installed now. */
async function inWorktree<T>(root: string, commit: string, use: (checkout: string) => Promise<T>): Promise<T> {
    const prefix = git(root, "rev-parse", "--show-prefix") ?? "";
    const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "preview-"));
    const worktree = path.join(folder, "worktree");
    const remove = (): void => {
        fs.rmSync(folder, { recursive: true, force: true });
        git(root, "worktree", "prune");
    };
    // An interrupted process must not leave a worktree behind; the exit handler covers what `finally` does not.
    const interrupt = (): never => process.exit(INTERRUPTED);
    process.once("exit", remove);
    process.once("SIGINT", interrupt);
    process.once("SIGTERM", interrupt);
    try {
        execFileSync(
            "git",
            ["-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach", worktree, commit],
            { cwd: root, stdio: "pipe" },
        );
        const checkout = path.join(worktree, prefix);
        fs.symlinkSync(nodeModules(root), path.join(checkout, "node_modules"), "dir");
        return await use(checkout);
    } finally {
        process.off("exit", remove);
        process.off("SIGINT", interrupt);
        process.off("SIGTERM", interrupt);
        remove();
    }
}

/** The installed dependencies, found as Node finds them: here or in a folder above. */
function nodeModules(root: string): string {
    for (let folder = root; ; folder = path.dirname(folder)) {
        const candidate = path.join(folder, "node_modules");
        if (fs.existsSync(candidate) || folder === path.dirname(folder)) {
            return candidate;
        }
    }
}

/** What git prints, or `undefined` if it fails. */
function git(cwd: string, ...args: string[]): string | undefined {
    try {
        return execFileSync("git", args, { cwd, stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" }).trim();
    } catch {
        return undefined;
    }
}
