import * as http from "node:http";
import type { AddressInfo } from "node:net";

export interface Comment {
    readonly id: number;
    body: string;
    readonly user: { readonly login: string; readonly type: string } | null;
}

/** What the double knows. Tests change it. */
export interface State {
    pullRequests: { number: number; head: { sha: string; repo: { id: number } | null } }[];
    artifacts: { id: number; name: string; size_in_bytes: number; expired: boolean }[];
    archive: Buffer;
    comments: Comment[];
}

/**
 * Stands for GitHub's REST API (api.github.com) and for the storage that it redirects downloads to: the few paths that a
 * comment needs, with the status, paging and fields that they have there.
 *
 * @see https://docs.github.com/en/rest
 */
export class GitHubDouble {
    readonly calls: string[] = [];
    /** Tokens that reached the storage, which must get none. */
    readonly leaked: string[] = [];
    readonly state: State = { pullRequests: [], artifacts: [], archive: Buffer.alloc(0), comments: [] };
    readonly #api = http.createServer((request, response) => void this.#answer(request, response));
    readonly #storage = http.createServer((request, response) => {
        this.leaked.push(...(request.headers.authorization === undefined ? [] : [request.headers.authorization]));
        response.end(this.state.archive);
    });

    async start(): Promise<void> {
        for (const server of [this.#api, this.#storage]) {
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        }
    }

    async stop(): Promise<void> {
        for (const server of [this.#api, this.#storage]) {
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        }
    }

    get url(): string {
        return address(this.#api);
    }

    async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
        const { pathname, searchParams } = new URL(request.url ?? "", this.url);
        const call = `${request.method ?? ""} ${pathname.replace("/repos/owner/name/", "")}`;
        this.calls.push(call);
        const reply = (status: number, body: unknown): void => {
            response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
        };
        if (request.headers.authorization !== "Bearer token") {
            reply(401, { message: "Bad credentials" });
        } else if (call === "GET pulls") {
            const isAsked = searchParams.get("head") === "stranger:fix/@all" && searchParams.get("state") === "open";
            reply(200, isAsked ? this.state.pullRequests : []);
        } else if (call === "GET actions/runs/7/artifacts") {
            const artifacts = this.state.artifacts.filter(({ name }) => name === searchParams.get("name"));
            reply(200, { total_count: artifacts.length, artifacts });
        } else if (/^GET actions\/artifacts\/\d+\/zip$/.test(call)) {
            response.writeHead(302, { Location: `${address(this.#storage)}/signed` }).end();
        } else if (/^GET issues\/\d+\/comments$/.test(call)) {
            const [page, size] = [Number(searchParams.get("page")), Number(searchParams.get("per_page"))];
            reply(200, this.state.comments.slice((page - 1) * size, page * size));
        } else if (/^POST issues\/\d+\/comments$/.test(call)) {
            const user = { login: "github-actions[bot]", type: "Bot" };
            const comment = { id: this.state.comments.length + 1, body: await bodyOf(request), user };
            this.state.comments.push(comment);
            reply(201, comment);
        } else if (/^PATCH issues\/comments\/\d+$/.test(call)) {
            const comment = this.state.comments.find(({ id }) => id === Number(call.split("/").at(-1)));
            if (comment !== undefined) {
                comment.body = await bodyOf(request);
            }
            reply(comment === undefined ? 404 : 200, comment ?? { message: "Not Found" });
        } else {
            reply(404, { message: "Not Found" });
        }
    }
}

function address(server: http.Server): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
    let text = "";
    for await (const chunk of request) {
        text += String(chunk);
    }
    return (JSON.parse(text) as { body: string }).body;
}
