import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import type { LocalFolder } from "./local-folder";

/** What the engine did with one command. */
export interface EngineResult {
    /** Its exit code; null if a signal ended it. */
    readonly code: number | null;
    /** Standard output, unless the user saw it. */
    readonly output: string;
}

/** There is no Pulumi CLI and none can be downloaded. */
export class NoEngineError extends Error {
    override readonly name = "NoEngineError";
}

/** The CLI's own exit code for a stack that does not exist. */
const stackNotFound = 6;

/**
 * The Pulumi CLI that the npm package `pulumi` brings (it downloads it once), with the state and the passphrase of
 * `.local/`. What the user has set for stacks elsewhere does not reach it.
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
        // The package's own entry point does the same and then runs the CLI as its child, but ends at Ctrl-C at once,
        // while the CLI is still bringing an update to a safe end.
        // eslint-disable-next-line @typescript-eslint/no-require-imports
        const launcher = require("pulumi/lib/resolve") as { resolve(): Promise<string> };
        try {
            return new Engine(await launcher.resolve(), root, local, stack);
        } catch (error) {
            const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
            throw new NoEngineError(
                `The Pulumi CLI is not installed, and downloading it failed (${reason}). ` +
                    "Connect to the internet and try again: it is downloaded once, into ~/.pulumi.",
            );
        }
    }

    /** `pulumi up` or `pulumi destroy` in the project, with the engine's own output for the user. */
    async operate(
        operation: "up" | "destroy",
        args: readonly string[],
        variables: NodeJS.ProcessEnv,
    ): Promise<EngineResult> {
        const file = this.local.stackFile(this.stack);
        return this.#run(
            [
                operation,
                "--yes",
                "--stack",
                this.stack,
                "--config-file",
                file,
                "--event-log",
                this.local.eventsFile,
                ...args,
            ],
            // The event log is hidden behind the CLI's debugging commands; there is no other way to learn of a violation.
            { ...variables, PULUMI_DEBUG_COMMANDS: "true" },
            true,
        );
    }

    /** The stack's state, secrets encrypted; undefined if there is no such stack. */
    async state(): Promise<Checkpoint | undefined> {
        const { code, output } = await this.#quiet("stack", "export", "--stack", this.stack);
        if (code === stackNotFound) {
            return undefined;
        }
        if (code !== 0) {
            throw new Error(`The state of stack ${this.stack} cannot be read (its reason is above).`);
        }
        return (JSON.parse(output) as { deployment: Checkpoint }).deployment;
    }

    async outputs(): Promise<Readonly<Record<string, unknown>>> {
        const { code, output } = await this.#quiet("stack", "output", "--json", "--stack", this.stack);
        return code === 0 ? (JSON.parse(output) as Record<string, unknown>) : {};
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
        const { code } = await this.#quiet(...args);
        if (code !== 0) {
            throw new Error(`\`pulumi ${args.join(" ")}\` failed (its reason is above).`);
        }
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
                stdio: show ? "inherit" : ["ignore", "pipe", "inherit"],
            });
            // Ctrl-C reaches the CLI as well, which then brings the update to a safe end: wait for that.
            const wait = (): void => undefined;
            process.on("SIGINT", wait);
            let output = "";
            child.stdout?.on("data", (data: Buffer) => (output += data.toString()));
            child.once("error", reject);
            child.once("close", (code) => {
                process.off("SIGINT", wait);
                resolve({ code, output });
            });
        });
    }

    #environment(): NodeJS.ProcessEnv {
        const { PULUMI_CONFIG_PASSPHRASE: _elsewhere, PULUMI_STACK: _selected, ...environment } = process.env;
        return {
            ...environment,
            // Language hosts are installed beside the CLI.
            PATH: dirname(this.cli) + delimiter + (environment["PATH"] ?? ""),
            PULUMI_BACKEND_URL: this.local.backendUrl,
            PULUMI_CONFIG_PASSPHRASE_FILE: this.local.passphraseFile,
            // The version is the package's.
            PULUMI_SKIP_UPDATE_CHECK: "true",
        };
    }
}

/** The part of an exported state that the commands look at. */
export interface Checkpoint {
    readonly resources?: readonly { readonly type: string }[];
    readonly pending_operations?: readonly {
        readonly type: string;
        readonly resource: { readonly urn: string; readonly type: string };
    }[];
}
