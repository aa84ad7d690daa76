import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commandsIn, type Words } from "./shell";

export const repository = join(__dirname, "../../..");

/** The pages with commands that people type. */
export const pages: readonly string[] = [
    "README.md",
    ...readdirSync(join(repository, "docs/runbooks")).map((name) => `docs/runbooks/${name}`),
];

export function pageText(page: string): string {
    return readFileSync(join(repository, page), "utf8");
}

/** A command of a page. */
export interface Typed {
    readonly page: string;
    /** The program, then what it is given. */
    readonly words: Words;
}

/** Every command with which one of these programs is started, in a block of code or in the running text. */
export function typed(page: string, ...programs: readonly string[]): Typed[] {
    const starts = new RegExp(`^(\\w+=\\S+ )*(${programs.join("|")}) `);
    const inline = [...withoutFences(pageText(page)).matchAll(/`([^`]+)`/g)]
        .map(([, code = ""]) => code.replace(/\s+/g, " "))
        .filter((code) => starts.test(code) && !code.includes("…"))
        // `kubectl get certificate` in a sentence speaks of a command that is elsewhere.
        .filter((code) => !/^kubectl \S+( \S+)?$/.test(code));
    return [...blocks(page), ...inline]
        .flatMap((script) => commandsIn(script))
        .filter(([program = ""]) => programs.includes(program))
        .map((words) => ({ page, words }));
}

/** The page's blocks of shell: fenced as such, or indented and with a program that people start. */
function blocks(page: string): string[] {
    const text = pageText(page);
    const fenced = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, code = ""]) => code);
    const indented = [...withoutFences(text).matchAll(/(?:^ {4}.*\n)+/gm)].map(([code]) => code);
    return [...fenced, ...indented.filter((code) => /\b(kubectl|pulumi|npm run) /.test(code))];
}

function withoutFences(text: string): string {
    return text.replace(/^```.*?^```/gms, "");
}
