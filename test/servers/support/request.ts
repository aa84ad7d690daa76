import { request as httpsRequest } from "node:https";
import type { IncomingHttpHeaders } from "node:http";

export interface Request {
    readonly port: number;
    readonly path: string;
    /** @default GET */
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    /** @default localhost */
    readonly host?: string;
    /** Name that the certificate must be for. @default `host` */
    readonly certificateName?: string;
    /** The authority that must have signed the certificate, in PEM; `false` takes any certificate. */
    readonly verify: Buffer | false;
}

export interface Answer {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
    /** Serial number of the server's certificate. */
    readonly serial: string;
}

/** One HTTPS request to loopback, on a connection of its own. */
export async function request(of: Request): Promise<Answer> {
    const host = of.host ?? "localhost";
    return await new Promise((resolve, reject) => {
        const sent = httpsRequest(
            {
                host: "127.0.0.1",
                port: of.port,
                path: of.path,
                method: of.method ?? "GET",
                headers: { host, ...of.headers },
                servername: of.certificateName ?? host,
                agent: false,
                timeout: 20_000,
                ...(of.verify === false ? { rejectUnauthorized: false } : { ca: of.verify }),
            },
            (answer) => {
                const { socket } = answer as unknown as {
                    socket: { getPeerCertificate: () => { serialNumber: string } };
                };
                const serial = socket.getPeerCertificate().serialNumber;
                const chunks: Buffer[] = [];
                answer.on("data", (chunk: Buffer) => chunks.push(chunk));
                answer.once("error", reject);
                answer.once("end", () => {
                    const body = Buffer.concat(chunks).toString();
                    resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, serial });
                });
            },
        );
        sent.once("timeout", () => sent.destroy(new Error(`no answer from port ${of.port}`)));
        sent.once("error", reject);
        sent.end(of.body);
    });
}
