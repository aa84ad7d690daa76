import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { createServer, type Server } from "node:tls";
import type { Document } from "bson";
import { Connection, OPEN } from "./connection";
import { Refusal } from "./refusal";
import { type User, Users } from "./users";

export interface MongodArgs {
    readonly port: number;
    /** @default loopback */
    readonly address?: string;
    /** Certificate and key in one file, read at the start and by `rotateCertificates`. */
    readonly certificateFile: string;
}

/** A command that a server has executed or refused. */
export interface Executed {
    readonly name: string;
    readonly db: string;
    /** Name of the user that a command about a user is about. */
    readonly about?: string;
    /** Who sent it. @default nobody who is logged in */
    readonly by?: string;
    readonly code?: number;
}

/** What outlives a server. */
export interface Kept {
    /** The name of the only member, once there is a replica set. */
    readonly member: string | undefined;
    readonly users: readonly User[];
}

/** What MongoDB grants to clients on loopback while there is no user (AuthorizationSessionImpl::_getDefaultPrivileges). */
const WITHOUT_USERS = ["admin.createUser", "admin.replSetInitiate", "admin.replSetGetStatus"];
const NEED_PRIMARY = ["createUser", "updateUser", "dropUser", "insert"];

/**
 * Stands for `mongod`, which cannot be had where these tests run: as much of MongoDB 8.0 as the keeper and an application
 * meet, written from its documentation and source. TLS 1.3, the wire protocol, SCRAM-SHA-256, the exception for loopback,
 * a replica set of one member with its election, users with roles and restrictions, sessions that end with their user,
 * certificates that are read again. It shows what the real mongosh does with answers such as these, not that the real
 * server gives them.
 */
export class Mongod {
    readonly users = new Users();
    /** What has been executed and refused, greetings and logins apart. */
    readonly executed: Executed[] = [];
    /** Logins that were refused. */
    failedLogins = 0;
    /** Called before a command is executed and after it has been answered. */
    onCommand: ((when: "before" | "after") => void) | undefined;
    readonly #args: MongodArgs;
    readonly #server: Server;
    readonly #sockets = new Set<Socket>();
    #member: string | undefined;
    #primarySince = Infinity;

    constructor(args: MongodArgs) {
        this.#args = args;
        const pem = readFileSync(args.certificateFile);
        this.#server = createServer({ cert: pem, key: pem, minVersion: "TLSv1.3" }, (socket) => {
            new Connection(this, socket);
        });
        this.#server.on("connection", (socket: Socket) => {
            this.#sockets.add(socket);
            socket.on("error", () => undefined);
            socket.once("close", () => this.#sockets.delete(socket));
        });
    }

    async start(): Promise<void> {
        await new Promise<void>((resolve, reject) => {
            this.#server.once("error", reject);
            this.#server.listen(this.#args.port, this.#args.address ?? "127.0.0.1", resolve);
        });
    }

    async stop(): Promise<void> {
        this.#sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => this.#server.close(resolve));
    }

    /** What the server keeps on its volume. */
    get kept(): Kept {
        return { member: this.#member, users: this.users.all };
    }

    /** Starts from what an earlier server kept. */
    restore({ member, users }: Kept): void {
        this.#member = member;
        this.#primarySince = member === undefined ? Infinity : Date.now();
        this.users.restore(users);
    }

    get isPrimary(): boolean {
        return Date.now() >= this.#primarySince;
    }

    /** The commands that changed something, in order. */
    get changes(): string[] {
        const changing = ["replSetInitiate", "createUser", "updateUser", "dropUser"];
        return this.executed
            .filter(({ name, code }) => changing.includes(name) && code === undefined)
            .map(({ name, about }) => (about === undefined ? name : `${name} ${about}`));
    }

    /** Executes what a connection that is logged in as `user` may. */
    execute(command: Document, user: User | undefined): Document {
        const [name = ""] = Object.keys(command);
        const db = String(command["$db"]);
        const isAboutUser = ["createUser", "updateUser", "dropUser"].includes(name);
        const noted: Executed = {
            name,
            db,
            ...(isAboutUser ? { about: `${db}.${String(command[name])}` } : {}),
            ...(user === undefined ? {} : { by: `${user.db}.${user.user}` }),
        };
        const isNoted = !OPEN.includes(name);
        try {
            if (isNoted) {
                this.onCommand?.("before");
            }
            this.#authorize(name, db, user);
            const reply = this.#reply(name, db, command);
            if (isNoted) {
                this.executed.push(noted);
            }
            return { ...reply, ok: 1 };
        } catch (error) {
            if (!(error instanceof Refusal)) {
                throw error;
            }
            if (isNoted) {
                this.executed.push({ ...noted, code: error.code });
            }
            throw error;
        }
    }

    #authorize(name: string, db: string, user: User | undefined): void {
        const isRoot = user?.roles.some((role) => role.role === "root" && role.db === "admin");
        const mayReadWrite = user?.roles.some((role) => role.role === "readWrite" && role.db === db);
        const isAllowed =
            OPEN.includes(name) ||
            isRoot === true ||
            (["find", "insert"].includes(name) && mayReadWrite === true) ||
            (this.users.all.length === 0 && WITHOUT_USERS.includes(`${db}.${name}`));
        if (!isAllowed) {
            throw user === undefined ? Refusal.needsLogin(name) : Refusal.notAuthorized(name, db);
        }
        if (NEED_PRIMARY.includes(name) && !this.isPrimary) {
            throw Refusal.notWritablePrimary();
        }
    }

    #reply(name: string, db: string, command: Document): Document {
        switch (name) {
            case "hello":
            case "ismaster":
            case "isMaster":
                return this.#hello();
            case "ping":
            case "endSessions":
                return {};
            case "buildInfo":
                return { version: "8.0.32", versionArray: [8, 0, 32, 0], modules: [] };
            case "replSetInitiate":
                return this.#initiate(command["replSetInitiate"] as Document);
            case "replSetGetStatus":
                if (this.#member === undefined) {
                    throw Refusal.notYetInitialized();
                }
                return { set: "rs0", myState: this.isPrimary ? 1 : 2 };
            case "usersInfo":
                return { users: this.users.info(command) };
            case "createUser":
                this.users.create(String(command[name]), db, command);
                return {};
            case "updateUser":
                this.users.update(String(command[name]), db, command);
                return {};
            case "dropUser":
                this.users.drop(String(command[name]), db);
                return {};
            case "rotateCertificates":
                return this.#rotateCertificates();
            case "find":
                return { cursor: { id: 0, ns: `${db}.${String(command[name])}`, firstBatch: [] } };
            case "insert":
                return { n: 1 };
            default:
                throw Refusal.commandNotFound(name);
        }
    }

    #hello(): Document {
        const set =
            this.#member === undefined
                ? { isreplicaset: true, info: "Does not have a valid replica set config", secondary: false }
                : { setName: "rs0", hosts: [this.#member], me: this.#member, secondary: !this.isPrimary };
        return {
            ...set,
            isWritablePrimary: this.isPrimary,
            ismaster: this.isPrimary,
            helloOk: true,
            maxBsonObjectSize: 16_777_216,
            maxMessageSizeBytes: 48_000_000,
            maxWriteBatchSize: 100_000,
            localTime: new Date(),
            logicalSessionTimeoutMinutes: 30,
            minWireVersion: 0,
            maxWireVersion: 25,
            readOnly: false,
        };
    }

    #initiate(config: Document): Document {
        if (this.#member !== undefined) {
            throw Refusal.alreadyInitialized();
        }
        const [member] = config["members"] as { _id: number; host: string }[];
        if (config["_id"] !== "rs0" || member === undefined || !member.host.endsWith(`:${this.#args.port}`)) {
            throw Refusal.invalidReplicaSetConfig("No host described in new configuration maps to this node");
        }
        this.#member = member.host;
        this.#primarySince = Date.now() + 300;
        return {};
    }

    #rotateCertificates(): Document {
        try {
            const pem = readFileSync(this.#args.certificateFile);
            this.#server.setSecureContext({ cert: pem, key: pem, minVersion: "TLSv1.3" });
        } catch (error) {
            throw Refusal.invalidCertificate(error instanceof Error ? error.message : "cannot read the certificate");
        }
        return {};
    }
}
