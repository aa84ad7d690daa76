import { spawnSync } from "node:child_process";
import { UsageError } from "../../shared/exit";

/** What git prints. */
export type GitAnswer = { readonly stdout: string } | { readonly refusal: string };

/**
 * Runs git.
 *
 * @returns what it prints, without the line break at the end; its own words where it fails
 */
export function git(cwd: string, ...args: string[]): GitAnswer {
    const { status, stdout, stderr, error } = spawnSync("git", args, { cwd, encoding: "utf8" });
    if (error !== undefined) return { refusal: `git cannot be run: ${error.message}` };
    return status === 0 ? { stdout: stdout.trimEnd() } : { refusal: stderr.trim() };
}

/** @throws UsageError with git's own words if it fails */
export function mustGit(cwd: string, ...args: string[]): string {
    const answer = git(cwd, ...args);
    if ("refusal" in answer) throw new UsageError(answer.refusal);
    return answer.stdout;
}

/**
 * The commit that a name stands for.
 *
 * @returns the commit; otherwise why there is none, in git's words, and what to do about it
 */
export function commitOf(cwd: string, name: string): { readonly commit: string } | { readonly why: string } {
    const found = git(cwd, "rev-parse", "--verify", "--end-of-options", `${name}^{commit}`);
    if ("stdout" in found) return { commit: found.stdout };
    // It says more than `rev-parse`, and only after everything that is wrong with the repository itself.
    const asked = git(cwd, "rev-list", "-1", "--end-of-options", name, "--");
    const said = "refusal" in asked ? asked.refusal : found.refusal;
    return { why: [said, ...advice(cwd)].join("\n") };
}

function advice(cwd: string): string[] {
    const shallow = git(cwd, "rev-parse", "--is-shallow-repository");
    if (!("stdout" in shallow)) return [];
    if (shallow.stdout !== "true") {
        return ["A branch or tag that only the server has is fetched with: git fetch origin NAME"];
    }
    return [
        "This clone is shallow: the history before its last commits is not in it.",
        "Fetch it with `git fetch --unshallow`; in GitHub Actions, give actions/checkout `fetch-depth: 0`.",
    ];
}
