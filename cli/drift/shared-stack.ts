import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { UsageError } from "../shared/exit";
import { Engine } from "../up/engine";
import { LocalFolder } from "../up/local-folder";
import type { Deployment } from "./state";

/** A stack, wherever its state is. */
export interface LookedAt {
    /** With secrets in the clear: what was sent has them. Undefined if there is no such stack. */
    secretState(): Promise<Deployment | undefined>;
    /** What the engine would change, after a look at what exists. The exit code is the CLI's. */
    preview(events: string, args: readonly string[]): Promise<number | null>;
}

/** The CLI's own exit code for a stack that does not exist. */
const STACK_NOT_FOUND = 6;

/** The stack that `npm run up` has brought up from here; any other one is in the backend that `pulumi` is logged in to. */
export async function lookAt(root: string, stack: string): Promise<LookedAt> {
    const local = new LocalFolder(root);
    return local.deployed(stack) !== undefined && existsSync(local.passphraseFile)
        ? Engine.find(root, local, stack)
        : new SharedStack(root, stack);
}

class SharedStack implements LookedAt {
    constructor(
        private readonly root: string,
        private readonly stack: string,
    ) {}

    async secretState(): Promise<Deployment | undefined> {
        const args = ["stack", "export", "--non-interactive", "--show-secrets", "--stack", this.stack];
        const { code, output } = await this.#pulumi(args, "pipe");
        if (code === STACK_NOT_FOUND) {
            return undefined;
        }
        if (code !== 0) {
            throw new Error(`The state of stack ${this.stack} cannot be read (pulumi's reason is above).`);
        }
        return (JSON.parse(output) as { deployment?: Deployment }).deployment;
    }

    async preview(events: string, args: readonly string[]): Promise<number | null> {
        const what = ["preview", "--non-interactive", "--stack", this.stack, "--policy-pack", "policies"];
        return (await this.#pulumi([...what, "--event-log", events, ...args], "inherit")).code;
    }

    #pulumi(args: readonly string[], output: "pipe" | "inherit"): Promise<{ code: number | null; output: string }> {
        return new Promise((resolve, reject) => {
            const child = spawn("pulumi", args, {
                cwd: this.root,
                // The event log is hidden behind the CLI's debugging commands.
                env: { ...process.env, PULUMI_DEBUG_COMMANDS: "true", PULUMI_SKIP_UPDATE_CHECK: "true" },
                stdio: ["ignore", output, "inherit"],
            });
            const chunks: Buffer[] = [];
            child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
            child.once("error", (error) =>
                reject(
                    new UsageError(`pulumi cannot be started (${error.message}): start this with \`npm run drift\`.`),
                ),
            );
            child.once("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
        });
    }
}
