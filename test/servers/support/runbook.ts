import { lineWith } from "../../docs/commands/pages";
import { type Finished, type Launch, run } from "./process";

/** Tells a page's names of hosts, ports and files from those of a test. */
export type Here = readonly (readonly [there: string, here: string])[];

/**
 * Runs, in a shell, the line of a page that has a text.
 *
 * @throws Error if the page has no such line, or nothing in it that is to be replaced
 */
export function typeLine(page: string, text: string, here: Here, launch: Launch = shell): Finished {
    return run("sh", ["-c", as(lineWith(page, text), here)], launch);
}

/** The words of a command of a page, or its line, as they are here. */
export function as(command: string, here: Here): string {
    return here.reduce((known, [there, name]) => {
        if (!known.includes(there)) throw new Error(`${there} is not in: ${command}`);
        return known.replaceAll(there, name);
    }, command);
}

const shell: Launch = { env: { PATH: process.env["PATH"] ?? "" } };
