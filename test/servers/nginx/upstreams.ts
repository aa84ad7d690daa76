import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";

/** A request as the application got it. */
export interface Received {
    readonly method: string;
    /** As it came over the wire. */
    readonly url: string;
    readonly headers: IncomingMessage["headers"];
}

/** What applications send under the edge's own names; none of it may reach a client. */
const DUPLICATES = {
    "strict-transport-security": "max-age=1",
    "x-frame-options": "SAMEORIGIN",
    "x-content-type-options": "other",
    "x-xss-protection": "1; mode=block",
    "referrer-policy": "unsafe-url",
    "permissions-policy": "camera=*",
    "x-powered-by": "stand-in",
    server: "stand-in/1.2.3",
};

/** Stands for KATO or Kratos: keeps what it gets and answers by the path. */
export class Upstream {
    readonly received: Received[] = [];
    readonly #server: Server;
    readonly #sockets = new Set<Socket>();

    private constructor(certificate: { readonly "tls.crt": string; readonly "tls.key": string } | undefined) {
        const listener: RequestListener = (request, response) => {
            const { method = "", url = "", headers } = request;
            this.received.push({ method, url, headers });
            request.resume();
            const path = new URL(url, "http://stand-in").pathname;
            if (path === "/reset") {
                request.socket.destroy();
            } else if (path !== "/silent") {
                const status = Number(/^\/status\/(\d+)$/.exec(path)?.[1] ?? 200);
                response.writeHead(status, { ...DUPLICATES, "set-cookie": "session=1; HttpOnly" }).end("answer");
            }
        };
        this.#server =
            certificate === undefined
                ? createServer(listener)
                : createTlsServer(
                      { cert: certificate["tls.crt"], key: certificate["tls.key"], minVersion: "TLSv1.3" },
                      listener,
                  );
        this.#server.on("connection", (socket: Socket) => {
            this.#sockets.add(socket);
            socket.once("close", () => this.#sockets.delete(socket));
        });
    }

    static async start(certificate?: { readonly "tls.crt": string; readonly "tls.key": string }): Promise<Upstream> {
        const upstream = new Upstream(certificate);
        await new Promise<void>((resolve) => upstream.#server.listen(0, "127.0.0.1", resolve));
        return upstream;
    }

    get endpoint(): string {
        return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    }

    /** The request that came last. */
    get last(): Received {
        return this.received.at(-1)!;
    }

    async stop(): Promise<void> {
        this.#sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => this.#server.close(resolve));
    }
}
