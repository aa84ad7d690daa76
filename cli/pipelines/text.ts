import { createHash } from "node:crypto";
import type { Change, Run, Violation } from "./events";

const rows = 150;
/** An issue of GitHub takes 65536. */
const characters = 60_000;
const fieldsPerRow = 6;

/**
 * A run as Markdown: which resources, which fields, no values. Somebody's edit of a live object may hold a secret that
 * nobody has marked as one.
 */
export function runAsMarkdown({ changes, violations }: Run): string {
    return [...violationsAsMarkdown(violations), ...changesAsMarkdown(changes)].join("\n").slice(0, characters);
}

/**
 * A short text that is equal for equal proposals: the operations and the resources, not the fields, which another
 * identity may see in another detail; and what others have added, which a deployment takes away.
 *
 * @param added as `npm run drift -- --added --report` writes it
 */
export function proposalOf({ changes }: Run, added = ""): string {
    const lines = changes.map(({ op, urn }) => `${op} ${urn}\n`);
    const removals = added.split("\n").filter((line) => /^(\||-) `/.test(line)).length;
    const hash = createHash("sha256").update(lines.join("") + added);
    return `${changes.length + removals}-${hash.digest("hex").slice(0, 16)}`;
}

function violationsAsMarkdown(violations: readonly Violation[]): string[] {
    if (violations.length === 0) {
        return [];
    }
    return [
        `**${count(violations.length, "violation")} of mandatory policies**`,
        "",
        ...violations
            .slice(0, rows)
            .flatMap(({ rule, urn, message }) => [
                `- ${code(rule)} on ${code(nameOf(urn))}`,
                "",
                indented(message),
                "",
            ]),
        ...rest(violations.length),
    ];
}

function changesAsMarkdown(changes: readonly Change[]): string[] {
    if (changes.length === 0) {
        return ["No changes.", ""];
    }
    return [
        `**${count(changes.length, "change")}**`,
        "",
        "| operation | resource | fields |",
        "| --- | --- | --- |",
        ...changes.slice(0, rows).map(({ op, type, name, fields }) => {
            const shown = fields.slice(0, fieldsPerRow).map(code).join(", ");
            const more = fields.length > fieldsPerRow ? `, and ${fields.length - fieldsPerRow} more` : "";
            return `| ${code(op)} | ${code(`${type} ${name}`)} | ${shown}${more} |`;
        }),
        "",
        ...rest(changes.length),
    ];
}

function rest(total: number): string[] {
    return total > rows ? [`… and ${total - rows} more, in the run's log.`, ""] : [];
}

function count(number: number, what: string): string {
    return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** Names and paths may come from whoever edits the cluster: no Markdown, no mentions, no line of their own. */
export function code(text: string): string {
    return `\`${text.replace(/[`|\p{Cc}]/gu, "?").slice(0, 160)}\``;
}

function indented(message: string): string {
    return message
        .replace(/[^\P{Cc}\n]/gu, "?")
        .split("\n")
        .map((line) => `      ${line}`)
        .join("\n")
        .slice(0, 2000);
}

function nameOf(urn: string): string {
    const [type = "", name = ""] = urn.split("::").slice(-2);
    return name === "" ? "the stack" : `${type.slice(type.lastIndexOf("$") + 1)} ${name}`;
}
