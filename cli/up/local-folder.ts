import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { MOST_ALIASES } from "../../kubernetes/aliases";
import { project } from "../../config";
import { UsageError } from "../shared/exit";

/** A process that holds the lock of a stack, as the engine's file backend records it. */
export interface Lock {
    readonly pid: number;
    readonly hostname: string;
    readonly timestamp: string;
}

/**
 * `.local/`, which git ignores: the state of the stacks on this machine and what belongs to it.
 *
 *     passphrase             encrypts the secrets in the state; made once
 *     state/                 the engine's file backend
 *     Pulumi.yaml            lets the CLI work in this folder, so that it writes its own settings here
 *     Pulumi.<stack>.yaml    the stack file as deployed, see stack-file.ts
 *     <stack>.cluster        which cluster that was
 */
export class LocalFolder {
    readonly folder: string;

    /** @param root the project's folder */
    constructor(root: string) {
        this.folder = join(root, ".local");
    }

    get passphraseFile(): string {
        return join(this.folder, "passphrase");
    }

    /**
     * The state as the engine's backend. Without the attributes that it otherwise writes beside every file: a run that is
     * killed while it writes those leaves an empty file, and the engine then cannot read the state any more.
     */
    get backendUrl(): string {
        return `file://${this.stateFolder}?metadata=skip`;
    }

    get stateFolder(): string {
        return join(this.folder, "state");
    }

    /** Where the engine writes what happened in a run, one JSON object per line. */
    get eventsFile(): string {
        return join(this.folder, "events.json");
    }

    stackFile(stack: string): string {
        return join(this.folder, `Pulumi.${stack}.yaml`);
    }

    /**
     * Makes what is missing.
     *
     * @throws UsageError if there is a state whose passphrase is gone
     */
    prepare(): void {
        mkdirSync(this.stateFolder, { recursive: true, mode: 0o700 });
        chmodSync(this.folder, 0o700);
        writeFileSync(join(this.folder, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
        if (existsSync(this.passphraseFile)) {
            return;
        }
        if (existsSync(join(this.stateFolder, ".pulumi", "stacks"))) {
            throw new UsageError(
                `${this.passphraseFile} is gone, and the state in ${this.stateFolder} cannot be read without it. ` +
                    "Restore it; or remove what was created by hand (`kubectl delete namespace …`) and delete .local.",
            );
        }
        writeFileSync(this.passphraseFile, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
    }

    /** The stack file of the last run; undefined if there was none, or everything has been removed since. */
    deployed(stack: string): string | undefined {
        const file = this.stackFile(stack);
        return existsSync(file) ? readFileSync(file, "utf8") : undefined;
    }

    /** The identity of the cluster that a stack is on; undefined if it is on none. */
    cluster(stack: string): string | undefined {
        const file = this.#clusterFile(stack);
        return this.deployed(stack) !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
    }

    /** Before the first resource is created: where the stack is, and with which settings. */
    record(stack: string, content: string, cluster: string): void {
        writeFileSync(this.stackFile(stack), content, { mode: 0o600 });
        writeFileSync(this.#clusterFile(stack), cluster);
    }

    /** After the last resource is gone. */
    forget(stack: string): void {
        rmSync(this.stackFile(stack), { force: true });
        rmSync(this.#clusterFile(stack), { force: true });
    }

    #clusterFile(stack: string): string {
        return join(this.folder, `${stack}.cluster`);
    }

    /** The processes that are working on a stack, or were when they were killed. */
    locks(stack: string): readonly Lock[] {
        const folder = join(this.stateFolder, ".pulumi", "locks", "organization", project, stack);
        const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
        return files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Lock);
    }

    forgetEvents(): void {
        rmSync(this.eventsFile, { force: true });
    }

    /** What stopped the last run, as far as the engine's events say. They are forgotten then. */
    stoppedBy(): StoppedBy {
        const events = existsSync(this.eventsFile) ? readFileSync(this.eventsFile, "utf8") : "";
        this.forgetEvents();
        const told = events
            .split("\n")
            .filter((line) => /"(policy|diagnostic)Event"/.test(line))
            .map((line) => JSON.parse(line) as EngineEvent);
        return {
            policy: told.some(({ policyEvent }) => policyEvent?.enforcementLevel === "mandatory"),
            takenName: told.some(({ diagnosticEvent }) => TAKEN_NAME.test(diagnosticEvent?.message ?? "")),
        };
    }
}

/** Why a run may have stopped that there is something to say about. */
export interface StoppedBy {
    /** A mandatory policy. */
    readonly policy: boolean;
    /** AWS has something of that name already. */
    readonly takenName: boolean;
}

interface EngineEvent {
    readonly policyEvent?: { readonly enforcementLevel?: string };
    readonly diagnosticEvent?: { readonly message?: string };
}

/** How Secrets Manager and KMS refuse a name that is taken, or that of a secret that can still be restored. */
const TAKEN_NAME = /\b(ResourceExistsException|AlreadyExistsException)\b|already scheduled for deletion/;

/** The kube-context that a deployed stack file pins. */
export function pinnedContext(deployed: string): string | undefined {
    const { config } = parse(deployed, { maxAliasCount: MOST_ALIASES }) as {
        config?: Record<string, { context?: string } | undefined>;
    };
    return config?.[`${project}:cluster`]?.context;
}
