import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** Stands for KATO's image: plain HTTP on loopback, with answers that a proxy could spoil. */
export class Kato {
    readonly received: { readonly url: string; readonly headers: IncomingMessage["headers"]; readonly from: string }[] =
        [];
    readonly #server: Server;
    readonly #sockets = new Set<Socket>();

    private constructor() {
        this.#server = createServer((request, response) => {
            const { url = "", headers, socket } = request;
            this.received.push({ url, headers, from: socket.remoteAddress ?? "" });
            void answer(url, request, response);
        });
        // Whatever protocol it is: what comes in goes out again.
        this.#server.on("upgrade", (_, socket: Socket, head: Buffer) => {
            socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            socket.write(head);
            socket.pipe(socket);
        });
        this.#server.on("connection", (socket: Socket) => {
            this.#sockets.add(socket);
            socket.once("close", () => this.#sockets.delete(socket));
        });
    }

    static async start(): Promise<Kato> {
        const kato = new Kato();
        await new Promise<void>((resolve) => kato.#server.listen(0, "127.0.0.1", resolve));
        return kato;
    }

    get endpoint(): string {
        return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        this.#sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => this.#server.close(resolve));
    }
}

async function answer(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url === "/digest") {
        const hash = createHash("sha256");
        for await (const chunk of request) {
            hash.update(chunk as Buffer);
        }
        response.end(hash.digest("hex"));
    } else if (url.startsWith("/large/")) {
        response.end(Buffer.alloc(Number(url.slice(7)), "x"));
    } else if (url === "/slowly") {
        // The second half comes only when the first has been seen.
        response.write("first ");
        await new Promise((resolve) => request.once("data", resolve));
        response.end("second");
    } else {
        response.end("answer");
    }
}
