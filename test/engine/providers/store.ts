import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Manager } from "./kubernetes/managers";
import type { Properties } from "./wire";

/** The environment variable with the folder in which the stand-in providers keep what they "created". */
export const worldVariable = "STAND_IN_WORLD";

/** The file of a provider's world, or of one of several: each kube-context has a cluster of its own. */
export function worldFile(provider: string, part?: string): string {
    return part === undefined ? `${provider}.json` : `${provider}.${encodeURIComponent(part)}.json`;
}

/** One thing that exists in the cluster or the account. */
export interface Existing {
    readonly type: string;
    readonly object: Properties;
    /** Who owns its fields, where that matters. */
    readonly managers?: readonly Manager[];
}

/** What is to go wrong; a test writes it as `faults.json` into the world's folder. */
export interface Faults {
    /** Kill the engine with SIGKILL at one of its operations. */
    readonly kill?: {
        /** Its number, counted over all providers from 1; or what it creates, as `<type> <logical name>`. */
        readonly operation: number | string;
        /** `true`: the thing has been made and the engine never hears of it. `false`: it has not been made. */
        readonly applied: boolean;
    };
    /** Refuse to create or update whatever begins like this as `<type> <logical name>`. */
    readonly refuse?: string;
}

/**
 * A cluster or an account as a JSON file, which outlives engine and providers as the real ones do. Only one provider
 * process writes each file.
 */
export class Store {
    private file: string;

    constructor(
        private readonly folder: string,
        private readonly provider: string,
    ) {
        this.file = join(folder, worldFile(provider));
    }

    /** From now on, one of several worlds of this provider. */
    select(part: string): void {
        this.file = join(this.folder, worldFile(this.provider, part));
    }

    all(): Record<string, Existing> {
        return existsSync(this.file) ? (JSON.parse(readFileSync(this.file, "utf8")) as Record<string, Existing>) : {};
    }

    get(id: string): Existing | undefined {
        return this.all()[id];
    }

    set(id: string, existing: Existing): void {
        this.write({ ...this.all(), [id]: existing });
    }

    remove(ids: (id: string, existing: Existing) => boolean): void {
        this.write(Object.fromEntries(Object.entries(this.all()).filter(([id, existing]) => !ids(id, existing))));
    }

    private write(content: Record<string, Existing>): void {
        writeFileSync(`${this.file}.new`, JSON.stringify(content, undefined, 2));
        renameSync(`${this.file}.new`, this.file);
    }

    /** Carries out one operation, with the faults that the test ordered, and writes it to `operations.log`. */
    operate<T>(operation: "create" | "update" | "delete", type: string, name: string, apply: () => T): T {
        const log = join(this.folder, "operations.log");
        appendFileSync(log, `${operation} ${type} ${name}\n`);
        const count = readFileSync(log, "utf8").split("\n").length - 1;
        const faults = this.faults();
        if (faults.refuse !== undefined && `${type} ${name}`.startsWith(faults.refuse) && operation !== "delete") {
            throw new Error(`${name} is refused: the test ordered it`);
        }
        const kill = isDue(faults.kill?.operation, count, `${type} ${name}`) ? faults.kill : undefined;
        if (kill?.applied === false) {
            killEngine();
        }
        const result = apply();
        if (kill !== undefined) {
            killEngine();
        }
        return result;
    }

    private faults(): Faults {
        const file = join(this.folder, "faults.json");
        return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Faults) : {};
    }
}

/** By its number it is due from then on: two providers may count at the same time. */
function isDue(operation: number | string | undefined, count: number, what: string): boolean {
    return typeof operation === "number" ? operation <= count : operation === what;
}

/** The parent of a provider is the engine. Nothing is answered any more. */
function killEngine(): never {
    process.kill(process.ppid, "SIGKILL");
    process.exit(1);
}
