import type { TLSSocket } from "node:tls";
import type { Document } from "bson";
import type { Mongod } from "./mongod";
import { Refusal } from "./refusal";
import { Exchange } from "./scram";
import type { User } from "./users";
import { answer, type Request, takeRequests } from "./wire";

/** Commands that anybody may send. */
export const OPEN = ["hello", "ismaster", "isMaster", "ping", "buildInfo", "saslStart", "saslContinue", "endSessions"];

/** One connection of a client. */
export class Connection {
    readonly #mongod: Mongod;
    readonly #socket: TLSSocket;
    #received = Buffer.alloc(0);
    #exchange: { readonly scram: Exchange; readonly db: string } | undefined;
    #user: User | undefined;

    constructor(mongod: Mongod, socket: TLSSocket) {
        this.#mongod = mongod;
        this.#socket = socket;
        socket.on("error", () => undefined);
        socket.on("data", (bytes: Buffer) => {
            const { requests, rest } = takeRequests(Buffer.concat([this.#received, bytes]));
            this.#received = Buffer.from(rest);
            requests.forEach((request) => {
                this.#serve(request);
            });
        });
    }

    #serve(request: Request): void {
        const { command } = request;
        const [name = ""] = Object.keys(command);
        let reply: Document;
        try {
            reply = this.#login(command) ?? this.#mongod.execute(command, this.#current());
        } catch (error) {
            if (!(error instanceof Refusal)) {
                throw error;
            }
            reply = { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName };
        }
        this.#socket.write(answer(request, reply));
        if (!OPEN.includes(name)) {
            this.#mongod.onCommand?.("after");
        }
    }

    /** The user as it is now: gone where it was dropped, even if one of that name was made anew. */
    #current(): User | undefined {
        const now = this.#user && this.#mongod.users.find(this.#user.user, this.#user.db);
        this.#user = now?.userId === this.#user?.userId ? now : undefined;
        return this.#user;
    }

    #login(command: Document): Document | undefined {
        const payload = (): string => Buffer.from((command["payload"] as { buffer: Uint8Array }).buffer).toString();
        if ("saslStart" in command) {
            const db = String(command["$db"]);
            if (command["mechanism"] !== "SCRAM-SHA-256") {
                throw Refusal.authenticationFailed();
            }
            const scram = new Exchange(payload(), (user) => this.#mongod.users.find(user, db)?.verifier);
            this.#exchange = { scram, db };
            return this.#step(scram.first(), false);
        }
        if ("saslContinue" in command && this.#exchange !== undefined) {
            const { scram, db } = this.#exchange;
            this.#exchange = undefined;
            const proof = scram.final(payload());
            const user = this.#mongod.users.find(scram.user, db);
            if (proof === undefined || user === undefined || !this.#satisfies(user)) {
                this.#mongod.failedLogins += 1;
                throw Refusal.authenticationFailed();
            }
            this.#user = user;
            return this.#step(proof, true);
        }
        return undefined;
    }

    #satisfies({ restrictions }: User): boolean {
        const { remoteAddress = "" } = this.#socket;
        return restrictions.every(({ clientSource }) => clientSource?.includes(remoteAddress) ?? true);
    }

    #step(payload: string, done: boolean): Document {
        return { conversationId: 1, done, payload: Buffer.from(payload), ok: 1 };
    }
}
