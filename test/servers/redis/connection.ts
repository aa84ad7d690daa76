import { connect, type SecureVersion, type TLSSocket } from "node:tls";

export type Reply = string | number | null | readonly Reply[];

/** What the server answers with instead of a reply, e.g. `NOPERM …`. */
export class Refusal extends Error {}

export interface ConnectArgs {
    readonly port: number;
    /** The authority that must have signed the certificate, in PEM. */
    readonly ca: Buffer;
    /** Name that the certificate must be for. */
    readonly name: string;
    /** @default none: the client says nothing about who it is */
    readonly login?: { readonly user: string; readonly password: string };
    /** @default whatever both ends agree on */
    readonly maxVersion?: SecureVersion;
}

/** One connection of a client: as much of the protocol (RESP2) as tests speak. */
export class Connection {
    readonly #socket: TLSSocket;
    readonly #waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void }[] = [];
    #received = Buffer.alloc(0);
    #closed: Error | undefined;

    private constructor(socket: TLSSocket) {
        this.#socket = socket;
        socket.on("data", (bytes: Buffer) => {
            this.#received = Buffer.concat([this.#received, bytes]);
            this.#read();
        });
        socket.on("error", (error: Error) => this.#end(error));
        socket.on("close", () => this.#end(new Error("connection closed")));
    }

    static async open({ port, ca, name, login, maxVersion }: ConnectArgs): Promise<Connection> {
        const socket = await new Promise<TLSSocket>((resolve, reject) => {
            const version = maxVersion === undefined ? {} : { maxVersion };
            const opened = connect({ host: "127.0.0.1", port, ca, servername: name, ...version });
            opened.once("error", reject);
            opened.once("secureConnect", () => {
                opened.off("error", reject);
                resolve(opened);
            });
        });
        const connection = new Connection(socket);
        if (login !== undefined) {
            try {
                await connection.call("AUTH", login.user, login.password);
            } catch (error) {
                connection.close();
                throw error;
            }
        }
        return connection;
    }

    /** Serial number of the server's certificate. */
    get serial(): string {
        return this.#socket.getPeerCertificate().serialNumber;
    }

    get protocol(): string | null {
        return this.#socket.getProtocol();
    }

    get isClosed(): boolean {
        return this.#closed !== undefined;
    }

    /** Sends a command. Fails with a `Refusal` where the server answers with an error. */
    async call(...command: readonly string[]): Promise<Reply> {
        return await new Promise((resolve, reject) => {
            if (this.#closed !== undefined) {
                reject(this.#closed);
                return;
            }
            this.#waiting.push({ resolve, reject });
            const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
            this.#socket.write(`*${command.length}\r\n${parts.join("")}`);
        });
    }

    /** Takes no more answers. */
    pause(): void {
        this.#socket.pause();
    }

    close(): void {
        this.#socket.destroy();
    }

    #end(reason: Error): void {
        this.#closed ??= reason;
        for (const { reject } of this.#waiting.splice(0)) {
            reject(reason);
        }
    }

    #read(): void {
        for (;;) {
            const parsed = parse(this.#received, 0);
            if (parsed === undefined) {
                return;
            }
            this.#received = this.#received.subarray(parsed.end);
            const next = this.#waiting.shift();
            if (parsed.value instanceof Refusal) {
                next?.reject(parsed.value);
            } else {
                next?.resolve(parsed.value);
            }
        }
    }
}

interface Parsed {
    readonly value: Reply | Refusal;
    readonly end: number;
}

/** The reply that begins at `start`, or nothing while it is incomplete. */
function parse(bytes: Buffer, start: number): Parsed | undefined {
    const lineEnd = bytes.indexOf("\r\n", start);
    if (lineEnd < 0) {
        return undefined;
    }
    const [type, text, end] = [
        bytes.toString("latin1", start, start + 1),
        bytes.toString("utf8", start + 1, lineEnd),
        lineEnd + 2,
    ];
    switch (type) {
        case "+":
            return { value: text, end };
        case "-":
            return { value: new Refusal(text), end };
        case ":":
            return { value: Number(text), end };
        case "$":
            return bulk(bytes, Number(text), end);
        case "*":
            return list(bytes, Number(text), end);
        default:
            throw new Error(`not a reply: ${type}${text}`);
    }
}

function bulk(bytes: Buffer, length: number, start: number): Parsed | undefined {
    if (length < 0) {
        return { value: null, end: start };
    }
    const end = start + length;
    return bytes.length < end + 2 ? undefined : { value: bytes.toString("utf8", start, end), end: end + 2 };
}

function list(bytes: Buffer, length: number, start: number): Parsed | undefined {
    const values: Reply[] = [];
    let end = start;
    while (values.length < length) {
        const item = parse(bytes, end);
        if (item === undefined) {
            return undefined;
        }
        // An error among other replies: a queued command that failed.
        values.push(item.value instanceof Refusal ? item.value.message : item.value);
        end = item.end;
    }
    return { value: length < 0 ? null : values, end };
}
