import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

export interface Ask {
    readonly port: number;
    readonly host: string;
    /** @default / */
    readonly path?: string;
    /** @default GET */
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer;
    /** Address of the client, any of 127.0.0.0/8. @default 127.0.0.1 */
    readonly from?: string;
    /** @default over TLS */
    readonly plain?: boolean;
    /** Further TLS options; by default the name of the handshake is `host`. */
    readonly tls?: RequestOptions;
}

export interface Answer {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    /** Names and values as they came, duplicates included. */
    readonly rawHeaders: readonly string[];
    readonly body: string;
}

/** One request on a connection of its own. */
export async function ask(of: Ask): Promise<Answer> {
    return await new Promise((resolve, reject) => {
        const options: RequestOptions = {
            host: "127.0.0.1",
            port: of.port,
            path: of.path ?? "/",
            method: of.method ?? "GET",
            headers: { host: of.host, ...of.headers },
            localAddress: of.from ?? "127.0.0.1",
            agent: false,
            timeout: 20_000,
        };
        const tls = { servername: of.host, rejectUnauthorized: false, ...of.tls };
        const sent = of.plain === true ? httpRequest(options) : httpsRequest({ ...options, ...tls });
        sent.once("response", (answer) => {
            const chunks: Buffer[] = [];
            answer.on("data", (chunk: Buffer) => chunks.push(chunk));
            answer.once("error", reject);
            answer.once("end", () => {
                const { statusCode: status = 0, headers, rawHeaders } = answer;
                resolve({ status, headers, rawHeaders, body: Buffer.concat(chunks).toString() });
            });
        });
        sent.once("timeout", () => sent.destroy(new Error("no answer")));
        sent.once("error", reject);
        sent.end(of.body);
    });
}

/** Sends bytes as they are and returns all that comes back until the server closes. */
export async function raw(
    of: Pick<Ask, "port" | "host" | "plain" | "from"> & { readonly bytes: string },
): Promise<string> {
    return await new Promise((resolve, reject) => {
        const to = { host: "127.0.0.1", port: of.port, localAddress: of.from ?? "127.0.0.1" };
        const socket: Socket =
            of.plain === true
                ? connectPlain(to)
                : connectTls({ ...to, servername: of.host, rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] });
        const chunks: Buffer[] = [];
        socket.on("data", (chunk: Buffer) => chunks.push(chunk));
        socket.once("error", (error: NodeJS.ErrnoException) => {
            // A server that closes without having read everything resets; what it said before still counts.
            if (error.code !== "ECONNRESET" || chunks.length === 0) {
                reject(error);
            }
        });
        socket.once("close", () => {
            resolve(Buffer.concat(chunks).toString("latin1"));
        });
        socket.setTimeout(20_000, () => socket.destroy(new Error("the server did not close")));
        socket.write(of.bytes, "latin1");
    });
}

/** Status codes in what `raw` returned. */
export function statuses(answer: string): number[] {
    return [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, code]) => Number(code));
}
