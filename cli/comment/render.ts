import { type Danger, label, type ResourceChange } from "../preview/compare/changes";
import { changedLines, isText, valueText } from "../preview/output/changes-text";
import type { FieldChange } from "../preview/compare/field-changes";
import type { Violation } from "../../policies/engine/evaluate";
import { code, diffBlock, prose } from "./markdown";
import { Page } from "./page";
import { resultsTable } from "./results";
import type { StackReport } from "./report";
import { connectionText } from "../preview/model/connections";

/** The first line of the comment, by which the next run finds it. */
export const MARKER = "<!-- kato-platform: preview -->";
/** GitHub takes no longer comment. */
export const LONGEST_COMMENT = 65_536;

/** Fields shown of one resource, and lines of one text. */
const MOST_FIELDS = 12;
const MOST_LINES = 20;
const SECRET_TYPE = "kubernetes:core/v1:Secret";
const NOT_SHOWN = "[secret]";
/** Dangers that one reason stands below. */
const MOST_TOGETHER = 20;

/** What a comment refers to. Each is of whoever posts it, not of the pull request. */
export interface Context {
    /** The commit that was previewed. @default it is not said */
    readonly commit?: string;
    /** Page with the whole report. @default it is not said */
    readonly report?: string;
    /** Address that pages such as `docs/edge.md` are below, with the slash at its end. @default they are not linked */
    readonly pages?: string;
}

/** The comment on a pull request: a line for each stack, what is dangerous, and the rest folded. */
export function comment(reports: readonly StackReport[], context: Context): string {
    const page = new Page(LONGEST_COMMENT - footer(context, true).length);
    page.add(`${MARKER}\n### What this pull request changes\n\n`);
    if (reports.length > 0 && reports.every(isUnchanged)) {
        const stacks = reports.map(({ stack }) => code(stack)).join(", ");
        page.add(`Nothing: every resource, connection and violation of ${stacks} stays as it is.\n`);
    } else {
        page.add(resultsTable(reports));
        reports.forEach((report) => {
            problem(page, report);
        });
        reports.forEach((report) => {
            dangerous(page, report, context);
        });
        reports.forEach((report) => {
            details(page, report);
        });
    }
    return page.text + footer(context, page.isCut);
}

function isUnchanged(report: StackReport): boolean {
    if (report.state !== "compared") {
        return false;
    }
    const { dangers, resources, opened, closed, violated, fixed } = report.changes;
    return [dangers, resources, opened, closed, violated, fixed].every(({ length }) => length === 0);
}

/** Why there is no comparison. */
function problem(page: Page, report: StackReport): void {
    if (report.state === "failed") {
        page.section(`\n#### ${code(report.stack)} cannot be previewed\n\n`, [block(report.error)]);
    } else if (report.state === "alone" && report.error !== undefined) {
        const head = `\n#### ${code(report.stack)} cannot be compared: it could not be previewed as it was\n\n`;
        page.section(head, [block(report.error)]);
    }
}

function block(error: string): string {
    return `${diffBlock(error.trim().split(/\r?\n/).slice(0, MOST_LINES), "").replace("```diff", "```text")}\n`;
}

function dangerous(page: Page, report: StackReport, context: Context): void {
    if (report.state !== "compared" || report.changes.dangers.length === 0) {
        return;
    }
    const { stack, changes } = report;
    const head = `\n#### ${code(stack)}: ${counted(changes.dangers.length, "dangerous change")}\n\n`;
    page.section(
        head,
        together(changes.dangers).map((dangers) => dangerItem(dangers, context)),
    );
}

/** Dangers one after the other that have one reason. */
function together(dangers: readonly Danger[]): Danger[][] {
    const groups: Danger[][] = [];
    for (const danger of dangers) {
        const last = groups.at(-1);
        const first = last?.[0];
        if (first?.why === danger.why && first.runbook === danger.runbook && (last?.length ?? 0) < MOST_TOGETHER) {
            last?.push(danger);
        } else {
            groups.push([danger]);
        }
    }
    return groups;
}

function dangerItem(dangers: readonly Danger[], context: Context): string {
    const [first] = dangers;
    const lines = dangers.flatMap(({ what, subject, fields }) => [
        `- **${what}** ${code(subject)}`,
        ...fieldLines(fields),
    ]);
    const reason = first === undefined ? [] : [`  - Why: ${prose(first.why)}`, ...link(first.runbook, context)];
    return `${[...lines, ...reason].join("\n")}\n`;
}

function link(page: string | undefined, { pages }: Context): string[] {
    if (page === undefined) {
        return [];
    }
    return [`  - See ${pages === undefined ? code(page) : `[${page}](${pages}${page})`}`];
}

function details(page: Page, report: StackReport): void {
    if (report.state !== "compared") {
        return;
    }
    const { stack, changes } = report;
    const folded = (title: string, items: readonly string[]): void => {
        const head = `\n<details>\n<summary><code>${stack}</code>: ${title}</summary>\n\n`;
        page.section(head, items, "\n</details>\n");
    };
    for (const kind of ["added", "changed", "replaced", "removed"] as const) {
        const found = changes.resources.filter((change) => change.kind === kind);
        folded(`${found.length} ${kind}`, found.map(resourceItem));
    }
    const connections = [
        ...changes.opened.map((row) => `- opened ${code(connectionText(row))}\n`),
        ...changes.closed.map((row) => `- closed ${code(connectionText(row))}\n`),
    ];
    folded(counted(connections.length, "connection"), connections);
    const violations = [
        ...changes.violated.map((violation) => violationItem("new", violation)),
        ...changes.fixed.map((violation) => violationItem("fixed", violation)),
    ];
    folded(counted(violations.length, "policy violation"), violations);
}

function resourceItem(change: ResourceChange): string {
    const fields = change.type === SECRET_TYPE ? change.fields.map(withoutContent) : change.fields;
    return `${[`- ${code(label(change))}`, ...fieldLines(fields)].join("\n")}\n`;
}

/** What is in a Secret is a placeholder, but it looks like what it stands for, in base64. */
function withoutContent(field: FieldChange): FieldChange {
    const { path, before, after } = field;
    return /^(data|stringData)\b/.test(path)
        ? {
              path,
              ...(before === undefined ? {} : { before: NOT_SHOWN }),
              ...(after === undefined ? {} : { after: NOT_SHOWN }),
          }
        : field;
}

function fieldLines(fields: readonly FieldChange[]): string[] {
    const hidden = fields.length - MOST_FIELDS;
    return [...fields.slice(0, MOST_FIELDS).map(fieldItem), ...(hidden > 0 ? [`  - and ${hidden} more fields`] : [])];
}

function fieldItem({ path, before, after }: FieldChange): string {
    if (isText(before) && isText(after)) {
        const lines = changedLines(before, after);
        const hidden = lines.length - MOST_LINES;
        const shown = [...lines.slice(0, MOST_LINES), ...(hidden > 0 ? [`and ${hidden} more lines`] : [])];
        return `  - ${code(path)}:\n\n${diffBlock(shown, "    ")}\n`;
    }
    return `  - ${code(path)}: ${fieldValue(before)} → ${fieldValue(after)}`;
}

function fieldValue(value: FieldChange["before"]): string {
    return value === undefined ? "nothing" : code(valueText(value));
}

/** Without the message: that of a new one is among the dangers. */
function violationItem(state: "new" | "fixed", { rule, level, resource }: Violation): string {
    return `- ${state}, ${level}: ${code(rule)} in ${code(resource)}\n`;
}

function footer({ commit, report }: Context, isCut: boolean): string {
    const whole = report === undefined ? "the run's artifact" : `[the run's artifact](${report})`;
    const cut = isCut ? "This is not all: it would be longer than a comment may be. " : "";
    const of = commit === undefined ? "" : `Of ${code(commit.slice(0, 12))}. `;
    return `\n<sub>${of}${cut}Manifests, topology and every violation are in ${whole}.</sub>\n`;
}

/** `1 connection`, `2 connections`. */
function counted(count: number, what: string): string {
    return `${count} ${what}${count === 1 ? "" : "s"}`;
}
