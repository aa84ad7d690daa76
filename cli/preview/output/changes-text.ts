import type { Style } from "../../shared/terminal";
import { type Changes, type Danger, label, type ResourceChange } from "../compare/changes";
import type { FieldChange } from "../compare/field-changes";
import { connectionText } from "../model/connections";
import type { Json } from "../../../kubernetes/json";

const SIGNS = { added: "+", changed: "~", replaced: "±", removed: "-" } as const;
/** Fields shown of one resource. */
const MOST_FIELDS = 12;
/** Characters shown of one value, and lines shown of one text. */
const LONGEST_VALUE = 60;
const MOST_LINES = 6;

/** Changes for people, what is dangerous first. */
export function changesText(changes: Changes, against: string, style: Style): string {
    const { dangers, resources, closed, fixed } = changes;
    if (dangers.length + resources.length + closed.length + fixed.length === 0) {
        return `No changes against ${against}.\n`;
    }
    const lines: string[] = [];
    if (dangers.length > 0) {
        const danger = style.bold(`Dangerous changes against ${against}`);
        lines.push(danger, ...dangerLines(dangers, style), "");
    }
    lines.push(style.bold(`Changes against ${against}`));
    // Those that opened are among the dangers, and so are new violations.
    for (const row of closed) {
        lines.push(style.green(`  - connection closed: ${connectionText(row)}`));
    }
    for (const { rule, resource } of fixed) {
        lines.push(style.green(`  - violation fixed: ${resource} (${rule})`));
    }
    lines.push(...resources.flatMap((change) => resourceLines(change, style)));
    return `${lines.join("\n")}\n`;
}

/** Each with the whole of its values, because what is cut off may be the version. The reason comes once for all it holds for. */
function dangerLines(dangers: readonly Danger[], style: Style): string[] {
    return dangers.flatMap((danger, index) => {
        const next = dangers[index + 1];
        return [
            style.red(`  ! ${danger.what}: ${danger.subject}`),
            ...danger.fields.map(
                ({ path, before, after }) => `      ${path}: ${valueText(before)} → ${valueText(after)}`,
            ),
            ...(next !== undefined && reason(next) === reason(danger) ? [] : [style.dim(`      ${reason(danger)}`)]),
        ];
    });
}

export function reason({ why, runbook }: Danger): string {
    return `${why}${runbook === undefined ? "" : ` See ${runbook}.`}`;
}

function resourceLines(change: ResourceChange, style: Style): string[] {
    const paint = { added: style.green, changed: style.yellow, replaced: style.yellow, removed: style.red }[
        change.kind
    ];
    const shown = change.fields.slice(0, MOST_FIELDS).flatMap(fieldLines);
    const hidden = change.fields.length - MOST_FIELDS;
    return [
        paint(`  ${SIGNS[change.kind]} ${label(change)}${change.kind === "replaced" ? " (replaced)" : ""}`),
        ...shown.map((line) => style.dim(`      ${line}`)),
        ...(hidden > 0 ? [style.dim(`      and ${hidden} more fields`)] : []),
    ];
}

function fieldLines({ path, before, after }: FieldChange): string[] {
    if (isText(before) && isText(after)) {
        return [`${path}:`, ...textLines(before, after).map((line) => `  ${line}`)];
    }
    return [`${path}: ${truncated(valueText(before))} → ${truncated(valueText(after))}`];
}

export function isText(value: Json | undefined): value is string {
    return typeof value === "string" && value.includes("\n");
}

/** The lines that only one of two texts has, each with `-` or `+`. */
export function changedLines(before: string, after: string): string[] {
    const [old, current] = [before.split("\n"), after.split("\n")];
    return [
        ...old.filter((line) => !current.includes(line)).map((line) => `- ${line}`),
        ...current.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
    ];
}

function textLines(before: string, after: string): string[] {
    const changed = changedLines(before, after);
    const hidden = changed.length - MOST_LINES;
    return [...changed.slice(0, MOST_LINES), ...(hidden > 0 ? [`and ${hidden} more lines`] : [])].map(truncated);
}

export function valueText(value: Json | undefined): string {
    return value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
}

function truncated(text: string): string {
    return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
