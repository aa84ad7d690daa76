import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { ENVIRONMENT } from "../cluster/command";
import { CONTAINERD } from "../cluster/layout";
import { enter, inNode } from "../cluster/node";

/** Where a script beside this file runs: on this machine, in the node's network, or in that of a pod, by a container's id. */
export type Place = "here" | "node" | { readonly containerId: string };

/** A script that is told something on standard input and answers in lines of JSON. */
export class Script {
    readonly #child: ChildProcessWithoutNullStreams;
    readonly #lines: Interface;
    readonly #ended: Promise<never>;
    #errors = "";

    constructor(name: "load" | "party", place: Place, argument: object) {
        const node = [process.execPath, join(__dirname, `${name}.cjs`), JSON.stringify(argument)];
        const [command, args] =
            place === "here"
                ? ([process.execPath, node.slice(1)] as const)
                : place === "node"
                  ? enter(...node)
                  : enter("nsenter", "--target", processOf(place.containerId), "--net", "--", ...node);
        this.#child = spawn(command, args, { env: ENVIRONMENT });
        this.#child.stderr.on("data", (data: Buffer) => (this.#errors += data.toString()));
        this.#lines = createInterface({ input: this.#child.stdout });
        this.#ended = new Promise((_resolve, reject) => {
            this.#child.once("close", () => reject(new Error(`The script ${name} has ended: ${this.#errors}`)));
        });
        // Nobody may be waiting for it at the moment.
        this.#ended.catch(() => undefined);
        this.#child.stdin.on("error", () => undefined);
    }

    async ask<T>(question: unknown): Promise<T> {
        const answer = this.#answer<T>();
        this.#child.stdin.write(`${JSON.stringify(question)}\n`);
        return await answer;
    }

    /** Ends its standard input, which ends the script, and waits for the last thing that it says. */
    async end<T>(): Promise<T> {
        const answer = this.#answer<T>();
        this.stop();
        return await answer;
    }

    stop(): void {
        this.#child.stdin.end();
    }

    #answer<T>(): Promise<T> {
        const line = new Promise<T>((resolve) => {
            this.#lines.once("line", (text) => resolve(JSON.parse(text) as T));
        });
        return Promise.race([line, this.#ended]);
    }
}

/** The process of a container, as the node counts them. */
function processOf(containerId: string): string {
    const id = containerId.replace(/^containerd:\/\//, "");
    const tasks = inNode("ctr", "--address", CONTAINERD, "--namespace", "k8s.io", "tasks", "list");
    const line = tasks.split("\n").find((each) => each.startsWith(id));
    const pid = line?.split(/\s+/)[1];
    if (pid === undefined) {
        throw new Error(`The container ${id} does not run.`);
    }
    return pid;
}
