import { type Document, LineCounter, parseAllDocuments, type Tags } from "yaml";
import { MOST_ALIASES } from "./aliases";

/** One document of a text. */
export interface TextDocument {
    readonly value: unknown;
    /** Where it begins, from 1. */
    readonly line: number;
}

/** Why a text cannot be read, and where; lines and columns from 1. */
export interface TextProblem {
    readonly line: number;
    readonly column: number;
    readonly message: string;
}

/** Reads YAML or JSON as the API server's own parser does; without the empty documents between two separators. */
export function parseText(text: string): {
    readonly documents: readonly TextDocument[];
    readonly problems: readonly TextProblem[];
} {
    const lineCounter = new LineCounter();
    const documents: TextDocument[] = [];
    const problems: TextProblem[] = [];
    const problem = (offset: number, message: string): void => {
        const { line, col } = lineCounter.linePos(offset);
        problems.push({ line, column: col, message });
    };
    for (const document of parseAllDocuments(text, { ...DIALECT, lineCounter })) {
        document.errors.forEach(({ pos, message }) => problem(pos[0], message));
        const start = document.contents?.range[0] ?? document.range[0];
        const value = document.errors.length > 0 ? undefined : valueOf(document, (message) => problem(start, message));
        if (value !== undefined && value !== null) {
            documents.push({ value, line: lineCounter.linePos(start).line });
        }
    }
    return { documents, problems };
}

/** YAML 1.1, in which `yes` is true, but what JSON has no type for stays a text. */
const DIALECT = {
    version: "1.1",
    customTags: (tags: Tags) => tags.filter((tag) => typeof tag !== "object" || !isForeign(tag)),
    prettyErrors: false,
    logLevel: "error",
} as const;

/** Times (`2026-11-22`, `22:15`) and binary data. */
function isForeign({ tag, format }: { readonly tag?: string; readonly format?: string }): boolean {
    return tag === "tag:yaml.org,2002:timestamp" || tag === "tag:yaml.org,2002:binary" || format === "TIME";
}

function valueOf(document: Document, problem: (message: string) => void): unknown {
    try {
        const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
        if (!containsItself(value, new Set(), new Set())) {
            return value;
        }
        problem("An alias refers to what it stands in");
    } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const repeats = `Aliases repeat more than ${MOST_ALIASES} times what they stand for: write out what is meant`;
        problem(message.startsWith("Excessive alias count") ? repeats : message);
    }
    return undefined;
}

function containsItself(value: unknown, above: Set<unknown>, done: Set<unknown>): boolean {
    if (typeof value !== "object" || value === null || done.has(value)) {
        return false;
    }
    if (above.has(value)) {
        return true;
    }
    above.add(value);
    const found = Object.values(value).some((item) => containsItself(item, above, done));
    above.delete(value);
    done.add(value);
    return found;
}
