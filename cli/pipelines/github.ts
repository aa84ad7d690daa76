import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UsageError } from "../shared/exit";

/** The repository that a pipeline belongs to, by the GitHub CLI, which GitHub's machines have. */
export class GitHub {
    /** @param repository `owner/name` */
    constructor(private readonly repository: string) {}

    /** @throws UsageError outside a pipeline, unless GITHUB_REPOSITORY says which repository */
    static of(environment: NodeJS.ProcessEnv): GitHub {
        const repository = environment["GITHUB_REPOSITORY"];
        if (!repository) {
            throw new UsageError("GITHUB_REPOSITORY is not set; it is OWNER/NAME of the repository on GitHub.");
        }
        return new GitHub(repository);
    }

    /** A document of the REST API below the repository; undefined if there is none. */
    async get(path: string): Promise<unknown> {
        try {
            return JSON.parse(await gh("api", `repos/${this.repository}/${path}`)) as unknown;
        } catch (error) {
            if (error instanceof GitHubError && error.message.includes("HTTP 404")) {
                return undefined;
            }
            throw error;
        }
    }

    /** `gh issue …`, `gh label …`: what it prints. */
    run(...args: readonly string[]): Promise<string> {
        return gh(...args, "--repo", this.repository);
    }
}

/** The GitHub CLI failed; the message is its own. */
export class GitHubError extends Error {
    override readonly name = "GitHubError";
}

async function gh(...args: readonly string[]): Promise<string> {
    try {
        return (await promisify(execFile)("gh", [...args], { maxBuffer: 50 * 1024 * 1024 })).stdout;
    } catch (error) {
        const { code, stderr } = error as { code?: unknown; stderr?: string };
        if (code === "ENOENT") {
            throw new UsageError("The GitHub CLI (`gh`) is not on PATH. Get it from https://cli.github.com");
        }
        throw new GitHubError(`gh ${args.slice(0, 2).join(" ")}: ${stderr?.trim() ?? String(error)}`);
    }
}
