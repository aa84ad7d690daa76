import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

type Respond = (
    method: string,
    path: string,
    body: string,
) => { readonly status?: number; readonly json: object } | string;

/**
 * Stands for an API server and the kubelets behind it: answers as told, and forwards ports of pods to the same ports of
 * this machine with the WebSocket protocol `v4.channel.k8s.io` of Kubernetes' `portforward`.
 */
export class FakeCluster {
    private constructor(
        private readonly server: Server,
        private readonly sockets: Set<Socket>,
    ) {}

    static async start(respond: Respond): Promise<FakeCluster> {
        const sockets = new Set<Socket>();
        const server = createServer((request, response) => {
            const chunks: Buffer[] = [];
            request.on("data", (chunk: Buffer) => chunks.push(chunk));
            request.on("end", () => {
                const answer = respond(request.method ?? "", request.url ?? "", Buffer.concat(chunks).toString());
                const text = typeof answer === "string" ? answer : JSON.stringify(answer.json);
                response.writeHead(typeof answer === "string" ? 200 : (answer.status ?? 200), {
                    "content-type": typeof answer === "string" ? "text/plain" : "application/json",
                });
                response.end(text);
            });
        });
        server.on("upgrade", (request: IncomingMessage, socket: Socket) => forwardPort(request, socket));
        server.on("connection", (socket: Socket) => {
            sockets.add(socket);
            socket.once("close", () => sockets.delete(socket));
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return new FakeCluster(server, sockets);
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        this.sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => this.server.close(resolve));
    }
}

const CHANNEL = { data: 0, error: 1 };

function forwardPort(request: IncomingMessage, socket: Socket): void {
    const url = new URL(request.url ?? "", "http://localhost");
    const port = Number(url.searchParams.get("ports"));
    if (!/^\/api\/v1\/namespaces\/kato\/pods\/kato-1\/portforward$/.test(url.pathname)) {
        socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
        return;
    }
    const key = request.headers["sec-websocket-key"] ?? "";
    const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    socket.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n`,
    );
    const send = (channel: number, data: Buffer): void => {
        if (socket.writable) {
            socket.write(frame(2, Buffer.concat([Buffer.from([channel]), data])));
        }
    };
    // Every channel begins with the port that it is for.
    const number = Buffer.alloc(2);
    number.writeUInt16LE(port);
    send(CHANNEL.data, number);
    send(CHANNEL.error, number);
    const pod = connect(port, "127.0.0.1");
    pod.on("data", (data) => {
        for (let at = 0; at < data.length; at += 32_768) {
            send(CHANNEL.data, data.subarray(at, at + 32_768));
        }
    });
    pod.on("error", (error) => send(CHANNEL.error, Buffer.from(`failed to connect: ${error.message}`)));
    pod.on("close", () => socket.end(frame(8, Buffer.alloc(0))));
    let received = Buffer.alloc(0);
    socket.on("data", (data: Buffer) => {
        received = Buffer.concat([received, data]);
        for (let next = unframe(received); next !== undefined; next = unframe(received)) {
            received = received.subarray(next.size);
            if (next.opcode === 2) {
                pod.write(next.payload.subarray(1));
            }
        }
    });
    socket.on("error", () => pod.destroy());
    socket.on("close", () => pod.destroy());
}

/** RFC 6455, section 5.2: of a server, so not masked. */
function frame(opcode: number, payload: Buffer): Buffer {
    const short = payload.length < 126;
    const head = Buffer.alloc(short ? 2 : 4);
    head[0] = 0x80 | opcode;
    head[1] = short ? payload.length : 126;
    if (!short) {
        head.writeUInt16BE(payload.length, 2);
    }
    return Buffer.concat([head, payload]);
}

/** The first frame of a client's, if all of it is there; clients mask. */
function unframe(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | undefined {
    if (bytes.length < 6) {
        return undefined;
    }
    const length = (bytes[1] ?? 0) & 0x7f;
    const [start, size] = length === 126 ? [4, bytes.readUInt16BE(2)] : [2, length];
    if (bytes.length < start + 4 + size) {
        return undefined;
    }
    const mask = bytes.subarray(start, start + 4);
    const masked = bytes.subarray(start + 4, start + 4 + size);
    const payload = Buffer.from(masked.map((byte, at) => byte ^ (mask[at % 4] ?? 0)));
    return { opcode: (bytes[0] ?? 0) & 0x0f, payload, size: start + 4 + size };
}
