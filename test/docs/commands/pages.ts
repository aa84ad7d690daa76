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

/** The programs that the page's blocks of shell start. */
export function programsOf(page: string): string[] {
    return (
        blocks(page)
            // Without what is typed into a shell of a database's, and DNS records.
            .flatMap((script) => commandsIn(script.replace(/^ *> .*$/gm, "")))
            .map(([program = ""]) => program)
            .filter((program) => /^[\w-]+$/.test(program))
    );
}

/** The page's blocks of shell: fenced as such, or indented and with a program that people start. */
function blocks(page: string): string[] {
    const text = pageText(page);
    const fenced = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, code = ""]) => code);
    const indented = [...withoutFences(text).matchAll(/(?:^ {4}.*\n)+/gm)].map(([code]) => code);
    return [...fenced, ...indented.filter((code) => /\b(kubectl|pulumi|npm run) /.test(code))];
}

/** What a page passes to commands as `<<'END'` … `END`, without the page's own indentation. */
export function hereDocuments(page: string): string[] {
    return [...pageText(page).matchAll(/<<'(\w+)'\n(.*?)\n( +)\1$/gms)].map(([, , text = "", indent = ""]) =>
        text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    );
}

/**
 * The one line of a page that has a text, without the page's own indentation.
 *
 * @throws Error if there is none, or several that differ
 */
export function lineWith(page: string, text: string): string {
    const lines = pageText(page)
        .split("\n")
        .filter((line) => line.includes(text));
    const [line, ...others] = new Set(lines.map((each) => each.trim()));
    if (line === undefined || others.length > 0) throw new Error(`${page} has ${lines.length} lines with: ${text}`);
    return line;
}

function withoutFences(text: string): string {
    return text.replace(/^```.*?^```/gms, "");
}
