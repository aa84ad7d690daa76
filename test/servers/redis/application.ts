import { setTimeout as delay } from "node:timers/promises";
import { type Connection, Refusal } from "./connection";
import type { Pod } from "./pod";

/** Reconnects after a lost connection, as client libraries do: redis-py since version 6 tries three times more by default. */
const ATTEMPTS = 4;

/** One of KATO's pods: it has the password it was started with, and writes and reads all the time on one connection. */
export class Application {
    /** What it was told had been written. */
    readonly written: string[] = [];
    readonly failures: string[] = [];
    /** How often it had to connect. */
    connections = 0;
    #connection: Connection | undefined;
    #going = true;
    readonly #work: Promise<void>;

    constructor(
        readonly pod: Pod,
        readonly name: string,
        readonly generation: number,
    ) {
        this.#work = this.#run();
    }

    async stop(): Promise<void> {
        this.#going = false;
        await this.#work;
        this.#connection?.close();
    }

    async #run(): Promise<void> {
        for (let number = 0; this.#going; number += 1) {
            const key = `${this.name}:${number}`;
            try {
                await this.#call("SET", key, "value");
                this.written.push(key);
                if ((await this.#call("GET", key)) !== "value") {
                    throw new Error("something else came back");
                }
            } catch (error) {
                this.failures.push(`${key}: ${String(error)}`);
            }
            await delay(5);
        }
    }

    async #call(...command: readonly string[]): ReturnType<Connection["call"]> {
        for (let attempt = 1; ; attempt += 1) {
            try {
                if (this.#connection?.isClosed !== false) {
                    this.connections += 1;
                    this.#connection = await this.pod.login("kato_user", this.generation);
                }
                return await this.#connection.call(...command);
            } catch (error) {
                if (error instanceof Refusal || attempt === ATTEMPTS) {
                    throw error;
                }
                await delay(10 * attempt);
            }
        }
    }
}
