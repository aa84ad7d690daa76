import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readProjectFile, stacksOf } from "../../../config/stack-file/project-file";
import { INTERRUPTED, UsageError } from "../../shared/exit";
import type { Progress } from "../../shared/terminal";
import { buildPreview } from "../program/build";
import type { Changes } from "./changes";
import { compare } from "./diff";
import { commitOf, git, mustGit } from "./git";
import { isRecorded, readRecorded } from "./recorded";
import { readProgram, type Target } from "../program/stack";
import type { Preview } from "../model/preview";
import { snapshotOf, type Snapshot } from "../model/snapshot";
import { RESOURCES_FILE } from "../model/file-names";

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
    const found = commitOf(root, name);
    if ("why" in found) {
        throw new UsageError(
            `--against ${name}: neither a folder with an earlier preview (${RESOURCES_FILE}) nor a commit. git says:\n${found.why}`,
        );
    }
    return { name, commit: found.commit };
}

/** What changes from the earlier preview to the current one. */
export async function comparison(
    earlier: Earlier,
    current: Preview,
    target: Target,
    root: string,
    progress: Progress,
): Promise<Changes> {
    if ("snapshot" in earlier) {
        return compare(earlier.snapshot, snapshotOf(current));
    }
    progress.step(`Previewing ${earlier.name}`);
    return await inWorktree(root, earlier.commit, async (checkout) => {
        try {
            const stackFile = earlierStackFile(earlier.commit, target, root, checkout);
            // Without the overrides: what they change is part of the answer.
            const program = readProgram(checkout, target.stack, stackFile, []);
            return compare(snapshotOf(await buildPreview(program, progress)), snapshotOf(current));
        } catch (error) {
            if (error instanceof Error) {
                error.message = `At ${earlier.name}: ${error.message}`;
            }
            throw error;
        }
    });
}

/**
 * A stack file of the project as it was then, whatever it was called; one from elsewhere has no earlier state.
 *
 * @throws UsageError if there was none
 */
function earlierStackFile(commit: string, { stack, stackFile }: Target, root: string, checkout: string): string {
    const inProject = path.relative(root, stackFile);
    if (inProject.startsWith("..")) return stackFile;
    const then = path.join(checkout, inProject);
    if (fs.existsSync(then)) return then;
    const [from] = renames(root, commit).find(([, to]) => to === inProject) ?? [];
    if (from !== undefined) return path.join(checkout, from);
    const stacks = stacksOf(readProjectFile(checkout)).join(", ") || "none";
    throw new UsageError(
        `there was no ${inProject}, and git knows of none that was renamed to it. Stacks there were: ${stacks}.\n` +
            `If it is one of them under a new name, tell git with \`git mv\` or \`git add\`; if ${stack} is new, leave --against out.`,
    );
}

/** Files of the project that had another name: each as it was called and as it is called. */
function renames(root: string, commit: string): [from: string, to: string][] {
    const flags = ["--find-renames", "--diff-filter=R", "--name-status", "-z", "--relative"];
    const [, ...rest] = mustGit(root, "diff", ...flags, commit, "--").split("\0");
    // `R100`, the old name, the new one, and so on; the last of them ends in a zero byte, too.
    const names = rest.filter((_, i) => i % 3 !== 2);
    return names.flatMap((from, i) => (i % 2 === 0 ? [[from, names[i + 1] ?? ""] as [string, string]] : []));
}

/** Checks a commit out beside the repository for as long as `use` takes. Dependencies are those installed now. */
async function inWorktree<T>(root: string, commit: string, use: (checkout: string) => Promise<T>): Promise<T> {
    const prefix = mustGit(root, "rev-parse", "--show-prefix");
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
        const noHooks = ["-c", "core.hooksPath=/dev/null"];
        mustGit(root, ...noHooks, "worktree", "add", "--quiet", "--detach", worktree, commit);
        const checkout = path.join(worktree, prefix);
        if (!fs.existsSync(path.join(checkout, "Pulumi.yaml"))) {
            throw new UsageError(
                `At ${commit}: there was no Pulumi.yaml in ${prefix === "" ? "this folder" : prefix}.`,
            );
        }
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
