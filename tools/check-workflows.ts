/**
 * `npm run check:workflows`: actionlint over the workflows, which hands their `run:` lines to shellcheck, and shellcheck
 * over every script that the pipelines start.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { MissingToolError, resolveTool } from "./build";

const root = join(__dirname, "..");

/** Files that git knows. */
function tracked(...patterns: readonly string[]): string[] {
    const { stdout, status } = spawnSync("git", ["ls-files", "-z", "--", ...patterns], { cwd: root, encoding: "utf8" });
    if (status !== 0) {
        throw new Error("git ls-files failed: this checks what git knows, so it must run in a clone.");
    }
    return stdout.split("\0").filter(Boolean);
}

/** Whether a tool found nothing; it prints what it finds. */
function clean(tool: string, args: readonly string[]): boolean {
    const { status, error } = spawnSync(tool, args, { cwd: root, stdio: "inherit" });
    if (error !== undefined) {
        throw error;
    }
    return status === 0;
}

function requireShellcheck(): void {
    // Without it actionlint would say nothing and check less.
    if (spawnSync("shellcheck", ["--version"]).error !== undefined) {
        throw new MissingToolError(
            "shellcheck is not on PATH. Install it: `apt-get install shellcheck`, `brew install shellcheck`, or " +
                "`pip install --require-hashes --requirement .github/scripts/requirements.txt`.",
        );
    }
}

function main(): number {
    try {
        requireShellcheck();
        const workflows = tracked(".github/workflows/*.yml");
        const scripts = tracked(".github/*.sh", "deployment/*.sh", ".ci/run");
        const results = [
            clean(resolveTool("actionlint"), ["-no-color", ...workflows]),
            clean("shellcheck", ["--severity=warning", "--external-sources", "--source-path=SCRIPTDIR", ...scripts]),
        ];
        console.log(
            `${String(workflows.length)} workflows by actionlint, ${String(scripts.length)} scripts by shellcheck`,
        );
        return results.every(Boolean) ? 0 : 1;
    } catch (error) {
        if (error instanceof MissingToolError) {
            console.error(error.message);
            return 1;
        }
        throw error;
    }
}

process.exitCode = main();
