import { createServer, type Server, type Socket } from "node:net";
import { createSecureContext, createServer as createTlsServer, TLSSocket } from "node:tls";

export interface Mail {
    readonly to: string;
    readonly from: string;
    /** Headers and body as they came over the wire, dot-stuffing undone. */
    readonly text: string;
    /** Whether it came over TLS. */
    readonly encrypted: boolean;
    /** What the client logged in with, `user:password`. */
    readonly login: string;
}

export interface SmtpServerArgs {
    /** TLS from the first byte, offered as an upgrade, or not to be had at all. */
    readonly security: "smtps" | "starttls" | "plain";
    readonly certificate: { readonly "tls.crt": string; readonly "tls.key": string };
    /** @default 0, any free one */
    readonly port?: number;
}

/** A mail server on loopback that accepts all and keeps it: as much of SMTP (RFC 5321, 4954, 3207) as a courier speaks. */
export class SmtpServer {
    readonly mails: Mail[] = [];
    /** How many clients have connected, whatever came of it. */
    connections = 0;
    readonly #args: SmtpServerArgs;
    readonly #server: Server;
    readonly #sockets = new Set<Socket>();

    private constructor(args: SmtpServerArgs) {
        this.#args = args;
        const { "tls.crt": cert, "tls.key": key } = args.certificate;
        const greet = (socket: Socket): void => {
            new Conversation(socket, this.#args, (mail) => this.mails.push(mail));
        };
        this.#server =
            args.security === "smtps"
                ? createTlsServer({ cert, key, minVersion: "TLSv1.2" }, greet)
                : createServer(greet);
        this.#server.on("connection", (socket: Socket) => {
            this.connections += 1;
            this.#sockets.add(socket);
            // A client that refuses our certificate just goes.
            socket.on("error", () => undefined);
            socket.once("close", () => this.#sockets.delete(socket));
        });
    }

    static async start(args: SmtpServerArgs): Promise<SmtpServer> {
        const server = new SmtpServer(args);
        await new Promise<void>((resolve, reject) => {
            server.#server.once("error", reject);
            server.#server.listen(args.port ?? 0, "127.0.0.1", resolve);
        });
        return server;
    }

    get port(): number {
        const address = this.#server.address();
        return typeof address === "object" && address !== null ? address.port : 0;
    }

    async stop(): Promise<void> {
        this.#sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => this.#server.close(resolve));
    }
}

/** One connection of a client. */
class Conversation {
    #socket: Socket;
    #received = "";
    #inData = false;
    #from = "";
    #to = "";
    #login = "";

    constructor(
        socket: Socket,
        readonly args: SmtpServerArgs,
        readonly deliver: (mail: Mail) => void,
    ) {
        this.#socket = socket;
        this.#listen();
        this.#answer("220 localhost ESMTP");
    }

    #listen(): void {
        this.#socket.on("error", () => undefined);
        this.#socket.on("data", (bytes: Buffer) => {
            this.#received += bytes.toString();
            this.#read();
        });
    }

    #read(): void {
        for (;;) {
            const terminator = this.#inData ? "\r\n.\r\n" : "\r\n";
            const end = this.#received.indexOf(terminator);
            if (end < 0) {
                return;
            }
            const part = this.#received.slice(0, end);
            this.#received = this.#received.slice(end + terminator.length);
            if (this.#inData) {
                this.#inData = false;
                this.#keep(part.replaceAll("\r\n..", "\r\n."));
            } else {
                this.#command(part);
            }
        }
    }

    #command(line: string): void {
        const [verb = "", argument = ""] = line.split(/ (.*)/s);
        switch (verb.toUpperCase()) {
            case "EHLO":
                this.#answer(...this.#capabilities());
                break;
            case "STARTTLS":
                this.#upgrade();
                break;
            case "AUTH":
                this.#authenticate(argument);
                break;
            case "MAIL":
                this.#from = address(argument);
                this.#answer("250 ok");
                break;
            case "RCPT":
                this.#to = address(argument);
                this.#answer("250 ok");
                break;
            case "DATA":
                this.#inData = true;
                this.#answer("354 go ahead");
                break;
            case "QUIT":
                this.#answer("221 bye");
                this.#socket.end();
                break;
            default:
                this.#answer(["NOOP", "RSET"].includes(verb.toUpperCase()) ? "250 ok" : "502 not known");
        }
    }

    get #encrypted(): boolean {
        return this.#socket instanceof TLSSocket;
    }

    #capabilities(): string[] {
        const upgrade = this.args.security === "starttls" && !this.#encrypted;
        return ["250-localhost", ...(upgrade ? ["250-STARTTLS"] : []), "250 AUTH PLAIN"];
    }

    #upgrade(): void {
        if (this.args.security !== "starttls") {
            this.#answer("502 not known");
            return;
        }
        this.#answer("220 ready");
        // Nothing that came unencrypted is taken for what comes now.
        this.#received = "";
        const { "tls.crt": cert, "tls.key": key } = this.args.certificate;
        this.#socket.removeAllListeners("data");
        this.#socket = new TLSSocket(this.#socket, {
            isServer: true,
            secureContext: createSecureContext({ cert, key }),
        });
        this.#listen();
    }

    #authenticate(argument: string): void {
        const [mechanism, response = ""] = argument.split(" ");
        if (mechanism !== "PLAIN") {
            this.#answer("504 not known");
            return;
        }
        const [, user = "", password = ""] = Buffer.from(response, "base64").toString().split("\0");
        this.#login = `${user}:${password}`;
        this.#answer("235 welcome");
    }

    #keep(text: string): void {
        const encrypted = this.#encrypted;
        this.deliver({ from: this.#from, to: this.#to, text, encrypted, login: this.#login });
        this.#answer("250 kept");
    }

    #answer(...lines: string[]): void {
        this.#socket.write(lines.map((line) => `${line}\r\n`).join(""));
    }
}

function address(argument: string): string {
    return /<([^>]*)>/.exec(argument)?.[1] ?? "";
}
