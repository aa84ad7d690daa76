import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { messageOf } from "../shared/exit";

/** There is no Pulumi CLI and none can be downloaded. */
export class NoEngineError extends Error {
    override readonly name = "NoEngineError";
}

/**
 * The file of the Pulumi CLI: the user's own, from PATH, or else the one that the npm package `pulumi` brings, which
 * downloads it once.
 *
 * @throws NoEngineError if there is none and it cannot be downloaded
 */
export async function findCli(): Promise<string> {
    const own = onPath();
    if (own !== undefined && works(own)) {
        return own;
    }
    // The package's own entry point does the same and then runs the CLI as its child, but ends at Ctrl-C at once, while
    // the CLI is still bringing an update to a safe end.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const launcher = require("pulumi/lib/resolve") as { resolve(): Promise<string> };
    try {
        return await launcher.resolve();
    } catch (error) {
        throw new NoEngineError(
            `The Pulumi CLI is not installed, and downloading it failed (${messageOf(error).split("\n", 1).join("")}). ` +
                "Connect to the internet and try again: it is downloaded once, into ~/.pulumi.",
        );
    }
}

/** What a shell would start, but for npm's launcher: `npm run` itself puts that on PATH. */
function onPath(): string | undefined {
    const name = process.platform === "win32" ? "pulumi.exe" : "pulumi";
    return (process.env["PATH"] ?? "")
        .split(delimiter)
        .filter(Boolean)
        .map((folder) => join(folder, name))
        .find((file) => existsSync(file) && basename(realpathSync(file)) !== "run.js");
}

/** Any version 3 can run the program: the SDK asks for no more. */
function works(cli: string): boolean {
    const environment = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { status, stdout } = spawnSync(cli, ["version"], { encoding: "utf8", env: environment });
    return status === 0 && stdout.startsWith("v3.");
}
