import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { until } from "../support/until";

type Result = Readonly<Record<string, unknown>>;

/** A headless Chromium with one page, driven over its debugging pipe. */
export class Browser {
    readonly #waiting = new Map<number, (answer: { result?: Result; error?: unknown }) => void>();
    #session: string | undefined;
    #last = 0;

    private constructor(
        private readonly process: ChildProcess,
        private readonly folder: string,
    ) {
        let received = "";
        (process.stdio[4] as Readable).on("data", (bytes: Buffer) => {
            const messages = (received + bytes.toString()).split("\0");
            received = messages.pop() ?? "";
            for (const text of messages) {
                const answer = JSON.parse(text) as { id?: number; result?: Result; error?: unknown };
                this.#waiting.get(answer.id ?? -1)?.(answer);
            }
        });
    }

    /** @throws Error with instructions where there is no Chromium */
    static async open(file: string): Promise<Browser> {
        const folder = mkdtempSync(join(tmpdir(), "browser-"));
        const args = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--remote-debugging-pipe",
        ];
        const started = spawn(findChromium(), [...args, `--user-data-dir=${folder}`], {
            stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
        });
        const browser = new Browser(started, folder);
        const { targetId } = await browser.#call("Target.createTarget", { url: `file://${file}` });
        const { sessionId } = await browser.#call("Target.attachToTarget", { targetId, flatten: true });
        browser.#session = sessionId as string;
        const isThere = `location.protocol === "file:" && document.readyState === "complete"`;
        await until("the page is there", async () => ((await browser.run(isThere)) === true ? true : undefined));
        return browser;
    }

    /** The value of an expression in the page. */
    async run(expression: string): Promise<unknown> {
        const options = { expression, awaitPromise: true, returnByValue: true };
        const { result, exceptionDetails } = await this.#call("Runtime.evaluate", options);
        if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
        return (result as { value?: unknown }).value;
    }

    /** Presses a key, as a person does. */
    async press(key: "Enter" | "Escape" | "Tab"): Promise<void> {
        const code = { Enter: 13, Escape: 27, Tab: 9 }[key];
        const text = key === "Enter" ? { text: "\r" } : {};
        for (const type of ["keyDown", "keyUp"]) {
            await this.#call("Input.dispatchKeyEvent", { type, key, code: key, windowsVirtualKeyCode: code, ...text });
        }
    }

    /** Lays the page out as on paper, or as on a screen again. */
    async media(media: "print" | ""): Promise<void> {
        await this.#call("Emulation.setEmulatedMedia", { media });
    }

    async close(): Promise<void> {
        const ended = new Promise((resolve) => this.process.once("exit", resolve));
        // Its other processes end before it does; after a kill they would still write into the folder.
        this.#session = undefined;
        await this.#call("Browser.close", {});
        await ended;
        rmSync(this.folder, { recursive: true });
    }

    async #call(method: string, params: object): Promise<Result> {
        const id = (this.#last += 1);
        const session = this.#session === undefined ? {} : { sessionId: this.#session };
        const answer = new Promise<{ result?: Result; error?: unknown }>((resolve) => this.#waiting.set(id, resolve));
        (this.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
        const { result, error } = await answer;
        this.#waiting.delete(id);
        if (result === undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
        return result;
    }
}

function findChromium(): string {
    const folders = (process.env["PATH"] ?? "").split(delimiter);
    const found = ["chromium", "chromium-browser", "google-chrome"]
        .flatMap((name) => folders.map((folder) => join(folder, name)))
        .find((file) => existsSync(file));
    if (found === undefined) throw new Error("Chromium not found. The page's tests need it: apt-get install chromium.");
    return found;
}
