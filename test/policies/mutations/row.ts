import { isDeepStrictEqual } from "node:util";
import { MARKED_SECRET, type Place, REMOVED } from "./places";

/** What is done to a value: each result is one mutation. */
export type Change = (value: unknown) => unknown[];

/** A line of a table: where, what happens there, and the rule that has to notice. */
export interface Row {
    readonly site: string;
    readonly rule: string;
    readonly change: Change;
    /** Which of the places are meant. @default all */
    readonly where?: (place: Place) => boolean;
    /** The last key of the site is not there yet. */
    readonly adds?: string;
}

type Line = readonly [path: string, rule: string, change: Change, where?: (place: Place) => boolean];

/** The rows of one kind (`pod` for all that describe one). */
export function rows(kind: string, lines: readonly Line[]): Row[] {
    return lines.map(([path, rule, change, where]) => {
        const row = { rule, change, where };
        // `spec.+hostNetwork` is `hostNetwork`, new in `spec`.
        const [, holder, added] = /^(.*?)\.?\+(.+)$/.exec(path) ?? [];
        return added === undefined
            ? { ...row, site: `${kind}: ${path}` }
            : { ...row, site: `${kind}: ${holder ?? ""}`, adds: added };
    });
}

export const removed: Change = () => [REMOVED];

/** The program marks it as secret, which only a Secret may hold. */
export const markedSecret: Change = () => [MARKED_SECRET];

/** Another value, each of these in turn. */
export function becomes(...values: readonly unknown[]): Change {
    return () => [...values];
}

export function both(...changes: readonly Change[]): Change {
    return (value) => changes.flatMap((change) => change(value));
}

/** A text with one part replaced: every match in turn. None where the text has no such part. */
export function text(part: RegExp, ...replacements: readonly string[]): Change {
    return (value) => {
        if (typeof value !== "string") {
            return [];
        }
        const matches = [...value.matchAll(new RegExp(part, part.flags.includes("g") ? part.flags : `${part.flags}g`))];
        return matches.flatMap((match) =>
            replacements.map((replacement) => {
                const changed = match[0].replace(new RegExp(part, part.flags.replace("g", "")), replacement);
                return value.slice(0, match.index) + changed + value.slice(match.index + match[0].length);
            }),
        );
    };
}

/** Whole lines that begin like this, each gone in turn. */
export function withoutLine(start: RegExp): Change {
    return text(new RegExp(`^[ \\t]*(?:${start.source}).*\\n?`, "m"), "");
}

/** The place's value is one of these. */
export function valued(...values: readonly unknown[]): (place: Place) => boolean {
    return ({ value }) => values.some((candidate) => isDeepStrictEqual(candidate, value));
}

/** The resource has one of these logical names. */
export function named(...names: readonly string[]): (place: Place) => boolean {
    return ({ resource }) => names.includes(resource.name);
}
