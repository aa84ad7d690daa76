import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import type { Deployment } from "../drift/state";
import { findCli } from "./cli";
import type { LocalFolder } from "./local-folder";

/** What the engine did with one command. */
export interface EngineResult {
    /** Its exit code; null if a signal ended it. */
    readonly code: number | null;
    /** Standard output, unless the user saw it. */
    readonly output: string;
    /** Standard error, unless the user saw it. */
    readonly errors: string;
}

/** The CLI's own exit code for a stack that does not exist. */
const stackNotFound = 6;

/**
 * The Pulumi CLI with the state and the passphrase of `.local/`. What the user has set for stacks elsewhere does not
 * reach it.
 */
export class Engine {
    constructor(
        private readonly cli: string,
        private readonly root: string,
        private readonly local: LocalFolder,
        private readonly stack: string,
    ) {}

    /** @throws NoEngineError if there is no CLI and it cannot be downloaded */
    static async find(root: string, local: LocalFolder, stack: string): Promise<Engine> {
        return new Engine(await findCli(), root, local, stack);
    }

    /** `pulumi up` or `pulumi destroy` in the project, with the engine's own output for the user. */
    async operate(
        operation: "up" | "destroy",
        args: readonly string[],
        variables: NodeJS.ProcessEnv,
    ): Promise<EngineResult> {
        const events = ["--event-log", this.local.eventsFile];
        return this.#show(operation, ["--yes", ...events, ...args], variables);
    }

    /** `pulumi preview` with the policy pack. The exit code is the CLI's. */
    async preview(events: string, args: readonly string[]): Promise<number | null> {
        const pack = ["--policy-pack", join(this.root, "policies")];
        return (await this.#show("preview", ["--event-log", events, ...pack, ...args])).code;
    }

    /** Forgets what an interrupted run was creating: it has been created since, or is not wanted any more. */
    async forgetPending(): Promise<EngineResult> {
        return this.#show("refresh", ["--yes", "--clear-pending-creates", "--skip-preview", "--suppress-outputs"]);
    }

    /** The stack's state, secrets encrypted; undefined if there is no such stack. */
    async state(): Promise<Checkpoint | undefined> {
        return this.#export<Checkpoint>();
    }

    /** The same with secrets in the clear, for what compares them with what exists. */
    async secretState(): Promise<(Checkpoint & Deployment) | undefined> {
        return this.#export<Checkpoint & Deployment>("--show-secrets");
    }

    async #export<T>(...args: readonly string[]): Promise<T | undefined> {
        const { code, output, errors } = await this.#quiet("stack", "export", ...args, "--stack", this.stack);
        if (code === stackNotFound) {
            return undefined;
        }
        if (code !== 0) {
            throw new Error(`The state of stack ${this.stack} cannot be read:\n${errors.trim()}`);
        }
        return (JSON.parse(output) as { deployment: T }).deployment;
    }

    async createStack(): Promise<void> {
        await this.#must("stack", "init", this.stack, "--no-select");
    }

    async removeStack(): Promise<void> {
        await this.#must("stack", "rm", this.stack, "--yes");
    }

    /** Removes the locks that a killed run has left. */
    async unlock(): Promise<void> {
        await this.#must("cancel", "--yes", "--stack", this.stack);
    }

    async #must(...args: readonly string[]): Promise<void> {
        const { code, errors } = await this.#quiet(...args);
        if (code !== 0) {
            throw new Error(`\`pulumi ${args.join(" ")}\` failed:\n${errors.trim()}`);
        }
    }

    /** With the engine's own output for the user. */
    #show(operation: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<EngineResult> {
        const stack = ["--stack", this.stack, "--config-file", this.local.stackFile(this.stack)];
        // The event log is hidden behind the CLI's debugging commands; there is no other way to learn of a violation.
        return this.#run([operation, ...stack, ...args], { ...variables, PULUMI_DEBUG_COMMANDS: "true" }, true);
    }

    /** In `.local/`, so that what the CLI writes into project and stack files stays there. */
    #quiet(...args: readonly string[]): Promise<EngineResult> {
        return this.#run(["--cwd", this.local.folder, "--non-interactive", ...args], {}, false);
    }

    #run(args: readonly string[], variables: NodeJS.ProcessEnv, show: boolean): Promise<EngineResult> {
        return new Promise((resolve, reject) => {
            const child = spawn(this.cli, args, {
                cwd: this.root,
                env: { ...this.#environment(), ...variables },
                stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
            });
            // Ctrl-C reaches the CLI as well, which then brings the update to a safe end: wait for that.
            const wait = (): void => undefined;
            process.on("SIGINT", wait);
            let [output, errors] = ["", ""];
            child.stdout?.on("data", (data: Buffer) => (output += data.toString()));
            child.stderr?.on("data", (data: Buffer) => (errors += data.toString()));
            child.once("error", reject);
            child.once("close", (code) => {
                process.off("SIGINT", wait);
                resolve({ code, output, errors });
            });
        });
    }

    #environment(): NodeJS.ProcessEnv {
        const {
            PULUMI_CONFIG_PASSPHRASE: _elsewhere,
            PULUMI_STACK: _selected,
            // Left over in a shell, it would take over and later delete what is not this stack's.
            PULUMI_K8S_UPSERT_EXISTING_OBJECTS: _takeOver,
            ...environment
        } = process.env;
        return {
            ...environment,
            // Language hosts are installed beside the CLI.
            PATH: dirname(this.cli) + delimiter + (environment["PATH"] ?? ""),
            PULUMI_BACKEND_URL: this.local.backendUrl,
            PULUMI_CONFIG_PASSPHRASE_FILE: this.local.passphraseFile,
            // It would be said at every run, and is no matter of the platform's.
            PULUMI_SKIP_UPDATE_CHECK: "true",
        };
    }
}

/** The part of an exported state that the commands look at. */
export interface Checkpoint {
    readonly resources?: readonly {
        readonly type: string;
        readonly inputs?: Readonly<Record<string, unknown>>;
        /** It stays in the cluster when the stack forgets it. */
        readonly retainOnDelete?: boolean;
    }[];
    readonly pending_operations?: readonly {
        readonly type: string;
        readonly resource: { readonly urn: string; readonly type: string };
    }[];
}
