import { z } from "zod";
import { UsageError } from "../shared/exit";
import { readEntry } from "./archive";
import type { PullRequestApi } from "./github";
import { comment, MARKER } from "./render";
import { parseReports } from "./report";

/** What `preview.yml` leaves behind: an artifact with one file. */
const ARTIFACT = "preview-changes";
const FILE = "changes.json";
/** Ten times what a change of every resource takes, compressed and not. */
const LONGEST_ARCHIVE = 2_000_000;
const LONGEST_FILE = 20_000_000;
/** Who comments with a workflow's token. A comment of another with the same first line is theirs. */
const BOT = "github-actions[bot]";

const schema = z.object({
    repository: z.object({ full_name: z.string(), default_branch: z.string(), html_url: z.string() }),
    workflow_run: z.object({
        id: z.number().int(),
        event: z.string(),
        html_url: z.string(),
        head_sha: z.string(),
        head_branch: z.string(),
        head_repository: z.object({ id: z.number(), owner: z.object({ login: z.string() }) }),
    }),
});

/** The event that says that a preview has run. GitHub writes it, so unlike the artifact it can be relied upon. */
export type RunEvent = z.infer<typeof schema>;

/** @throws UsageError if it is another event */
export function parseEvent(json: string): RunEvent {
    const result = schema.safeParse(JSON.parse(json));
    if (!result.success) {
        throw new UsageError("This is not the event of a finished workflow (workflow_run).");
    }
    return result.data;
}

/**
 * Posts what a run has found as a comment on its pull request, or updates the one that is there.
 *
 * @returns what was done
 * @throws Error if the artifact is not one that a preview leaves, or GitHub refuses
 */
export async function post({ repository, workflow_run: run }: RunEvent, github: PullRequestApi): Promise<string> {
    if (run.event !== "pull_request") {
        return `Nothing to do: the run is of ${run.event}, not of a pull request.`;
    }
    const number = await pullRequest(run, github);
    if (number === undefined) {
        return "Nothing to do: there is not exactly one open pull request that ends at this commit.";
    }
    const [artifact] = await github.artifacts(run.id, ARTIFACT);
    if (artifact === undefined || artifact.expired) {
        return "Nothing to do: the run has left no preview.";
    }
    if (artifact.size_in_bytes > LONGEST_ARCHIVE) {
        throw new Error(`The artifact is larger than ${LONGEST_ARCHIVE} bytes.`);
    }
    const archive = await github.archive(artifact.id, LONGEST_ARCHIVE);
    const reports = parseReports(readEntry(archive, FILE, LONGEST_FILE));
    const body = comment(reports, {
        commit: run.head_sha,
        report: run.html_url,
        pages: `${repository.html_url}/blob/${encodeURIComponent(repository.default_branch)}/`,
    });
    return await put(number, body, github);
}

/**
 * The pull request's number, from GitHub and never from the artifact: its author could write any other. It must still end
 * at the commit of the run, or what is posted would be of a commit that nobody looks at any more.
 */
async function pullRequest(run: RunEvent["workflow_run"], github: PullRequestApi): Promise<number | undefined> {
    const { head_repository: repository, head_branch: branch, head_sha: sha } = run;
    const found = await github.pullRequests(repository.owner.login, branch);
    const [match, other] = found.filter(({ head }) => head.sha === sha && head.repo?.id === repository.id);
    return other === undefined ? match?.number : undefined;
}

async function put(number: number, body: string, github: PullRequestApi): Promise<string> {
    for await (const { id, user, body: old } of github.comments(number)) {
        if (user?.login === BOT && user.type === "Bot" && old?.startsWith(MARKER) === true) {
            await github.changeComment(id, body);
            return `Updated the comment on pull request ${number}.`;
        }
    }
    await github.addComment(number, body);
    return `Commented on pull request ${number}.`;
}
