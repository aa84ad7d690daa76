import { Agent, request as send } from "node:http";
import type { Duplex } from "node:stream";
import { type Dial, PATIENCE } from "./dial";
import { HTTP, startTls } from "./tls";

export interface Request {
    readonly host: string;
    readonly path: string;
    /** @default https */
    readonly scheme?: "http" | "https";
    /** @default GET, POST with a body */
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    /** Sent as JSON. */
    readonly json?: unknown;
}

export interface Answer {
    readonly status: number;
    /** All values of a header, by its name in lower case. */
    readonly headers: ReadonlyMap<string, readonly string[]>;
    readonly body: string;
}

/** Sends requests. Over https it speaks to nobody whose certificate it does not trust: a request may carry a key. */
export interface HttpClient {
    send(request: Request): Promise<Answer>;
    /** The same over one connection, one after the other, so that all of them reach the same instance. */
    sendAll(requests: readonly Request[]): Promise<Answer[]>;
}

/** Answers are small; whatever is larger than this is no answer to us. */
const LARGEST = 1 << 20;

/** Over connections that `dial` opens. `authorities`: see {@link startTls}. */
export class HttpsClient implements HttpClient {
    constructor(
        private readonly dial: Dial,
        private readonly authorities: readonly string[],
    ) {}

    async send(request: Request): Promise<Answer> {
        const connection = await this.#open(request);
        try {
            return await exchange(request, new OneConnection(() => Promise.resolve(connection), false));
        } finally {
            connection.destroy();
        }
    }

    async sendAll(requests: readonly Request[]): Promise<Answer[]> {
        const opened: Duplex[] = [];
        const [first] = requests;
        if (first === undefined) {
            return [];
        }
        const agent = new OneConnection(async () => {
            const connection = await this.#open(first);
            opened.push(connection);
            return connection;
        }, true);
        try {
            const answers: Answer[] = [];
            for (const request of requests) {
                answers.push(await exchange(request, agent));
            }
            return answers;
        } finally {
            opened.forEach((connection) => connection.destroy());
        }
    }

    async #open({ host, scheme = "https" }: Request): Promise<Duplex> {
        if (scheme === "http") {
            return await this.dial(host, 80);
        }
        const { authorities } = this;
        return await startTls(await this.dial(host, 443), { servername: host, authorities, protocols: HTTP });
    }
}

/** Keeps its connection, and opens another only after the server has closed it. */
class OneConnection extends Agent {
    constructor(
        private readonly open: () => Promise<Duplex>,
        keepAlive: boolean,
    ) {
        super({ keepAlive, maxSockets: 1 });
    }

    /** Called by `node:http`, whose types know it as an option of a request only. */
    override createConnection(_options: object, done: (error: Error | null, connection?: Duplex) => void): undefined {
        this.open().then(
            (connection) => done(null, connection),
            (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
        return undefined;
    }
}

/** One request and its answer over whatever connection the agent has. */
export function exchange({ host, path, method, headers, json }: Request, agent: Agent): Promise<Answer> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    return new Promise((resolve, reject) => {
        const request = send({
            agent,
            host,
            path,
            method: method ?? (body === undefined ? "GET" : "POST"),
            headers: {
                host,
                accept: "application/json",
                ...(body === undefined ? {} : { "content-type": "application/json" }),
                ...headers,
            },
        });
        // Not the request's own timeout: a connection through the cluster is no socket and has none.
        const late = setTimeout(() => request.destroy(new Error(`no answer from ${host}`)), PATIENCE);
        request.once("close", () => clearTimeout(late));
        request.once("error", reject);
        request.once("response", (response) => {
            const chunks: Buffer[] = [];
            let size = 0;
            response.on("data", (chunk: Buffer) => {
                chunks.push(chunk);
                size += chunk.length;
                if (size > LARGEST) {
                    response.destroy(new Error(`the answer of ${host} is larger than ${LARGEST} bytes`));
                }
            });
            response.once("error", reject);
            response.once("end", () => {
                resolve({
                    status: response.statusCode ?? 0,
                    headers: headerValues(response.rawHeaders),
                    body: Buffer.concat(chunks).toString(),
                });
            });
        });
        request.end(body);
    });
}

function headerValues(raw: readonly string[]): Map<string, string[]> {
    const values = new Map<string, string[]>();
    for (let at = 0; at + 1 < raw.length; at += 2) {
        const name = (raw[at] ?? "").toLowerCase();
        values.set(name, [...(values.get(name) ?? []), raw[at + 1] ?? ""]);
    }
    return values;
}
