import { EnvHttpProxyAgent, fetch, type Response } from "undici";
import { z } from "zod";

/**
 * What the comment needs of GitHub's API, through the proxy that HTTPS_PROXY names, unless NO_PROXY names the host. It speaks HTTP by itself, because the size of a stranger's archive must be limited
 * while it arrives. Answers are checked as far as they are used.
 */
export class PullRequestApi {
    readonly #through = new EnvHttpProxyAgent({ httpProxy: "" });

    /**
     * @param api e.g. `https://api.github.com`
     * @param repository `owner/name`
     */
    constructor(
        private readonly api: string,
        private readonly repository: string,
        private readonly token: string,
    ) {}

    /** Open pull requests from a branch, with the repository and commit that they are of. */
    async pullRequests(owner: string, branch: string): Promise<z.infer<typeof pullRequests>> {
        return pullRequests.parse(await this.#get("pulls", { state: "open", head: `${owner}:${branch}` }));
    }

    /** Artifacts of a run by their name, the newest first. */
    async artifacts(run: number, name: string): Promise<z.infer<typeof artifacts>["artifacts"]> {
        return artifacts.parse(await this.#get(`actions/runs/${run}/artifacts`, { name })).artifacts;
    }

    /**
     * An artifact's archive.
     *
     * @param most bytes
     * @throws Error if it is larger, whatever the API said before
     */
    async archive(artifact: number, most: number): Promise<Buffer> {
        // The API redirects to a storage service, which must not get the token: fetch keeps it from another origin.
        const response = await this.#request("GET", `actions/artifacts/${artifact}/zip`);
        const chunks: Uint8Array[] = [];
        let length = 0;
        for await (const chunk of response.body ?? []) {
            chunks.push(chunk as Uint8Array);
            length += (chunk as Uint8Array).length;
            if (length > most) {
                throw new Error(`The artifact is larger than ${most} bytes.`);
            }
        }
        return Buffer.concat(chunks);
    }

    /** All comments on a pull request, the oldest first. */
    async *comments(pullRequest: number): AsyncGenerator<z.infer<typeof comments>[number]> {
        for (let page = 1, isLast = false; !isLast; page++) {
            const found = comments.parse(await this.#get(`issues/${pullRequest}/comments`, { page: `${page}` }));
            yield* found;
            isLast = found.length < PER_PAGE;
        }
    }

    async addComment(pullRequest: number, body: string): Promise<void> {
        await this.#request("POST", `issues/${pullRequest}/comments`, { body });
    }

    async changeComment(comment: number, body: string): Promise<void> {
        await this.#request("PATCH", `issues/comments/${comment}`, { body });
    }

    async #get(path: string, query: Readonly<Record<string, string>>): Promise<unknown> {
        const search = new URLSearchParams({ ...query, per_page: `${PER_PAGE}` });
        return (await this.#request("GET", `${path}?${search.toString()}`)).json();
    }

    async #request(method: string, path: string, body?: object): Promise<Response> {
        const response = await fetch(`${this.api}/repos/${this.repository}/${path}`, {
            method,
            headers: {
                Accept: "application/vnd.github+json",
                Authorization: `Bearer ${this.token}`,
                "User-Agent": "kato-platform",
                "X-GitHub-Api-Version": "2022-11-28",
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            dispatcher: this.#through,
            signal: AbortSignal.timeout(60_000),
        });
        if (!response.ok) {
            throw new Error(`GitHub answered ${response.status} to ${method} ${path.split("?")[0] ?? ""}.`);
        }
        return response;
    }
}

const PER_PAGE = 100;

const pullRequests = z.array(
    z.object({
        number: z.number().int(),
        // A fork that was deleted is null.
        head: z.object({ sha: z.string(), repo: z.object({ id: z.number() }).nullable() }),
    }),
);
const artifacts = z.object({
    artifacts: z.array(z.object({ id: z.number().int(), size_in_bytes: z.number(), expired: z.boolean() })),
});
const comments = z.array(
    z.object({
        id: z.number().int(),
        body: z.string().nullish(),
        user: z.object({ login: z.string(), type: z.string() }).nullable(),
    }),
);
