import { spawnSync } from "node:child_process";

/** Administration commands are not on everybody's PATH. */
export const ENVIRONMENT = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` };

/**
 * Runs a command to its end.
 *
 * @returns its standard output
 * @throws Error with what it said, if it failed
 */
export function command(name: string, ...args: string[]): string {
    const { status, stdout, stderr, error } = spawnSync(name, args, {
        encoding: "utf8",
        env: ENVIRONMENT,
        maxBuffer: 64 * 1024 * 1024,
    });
    if (error !== undefined || status !== 0) {
        throw new Error(`${name} ${args.join(" ")}: ${error?.message ?? (stderr || `exit status ${String(status)}`)}`);
    }
    return stdout;
}
