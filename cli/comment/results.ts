import type { Changes } from "../preview/compare/changes";
import { code } from "./markdown";
import type { StackReport } from "./report";

/** One line for each stack. */
export function resultsTable(reports: readonly StackReport[]): string {
    const rows = [
        ["stack", "resources", "connections", "policy violations", "dangerous"],
        ["---", "---", "---", "---", "---"],
        ...reports.map((report) => [code(report.stack), ...cells(report)]),
    ];
    return rows.map((row) => `| ${row.join(" | ")} |\n`).join("");
}

function cells(report: StackReport): string[] {
    switch (report.state) {
        case "failed":
            return ["**cannot be previewed**", "", "", ""];
        case "removed":
            return ["its file is gone; what is deployed stays", "", "", ""];
        case "alone": {
            const { error, resources, connections } = report;
            const why = error === undefined ? "new stack" : "**not compared**";
            return [`${why}, ${resources} in all`, `${connections} in all`, standing(report), ""];
        }
        case "compared": {
            const { changes } = report;
            return [
                resourceCounts(changes),
                counts([changes.opened.length, "opened"], [changes.closed.length, "closed"]),
                [violationCounts(changes), standing(report)].filter((text) => text !== "").join("; "),
                changes.dangers.length === 0 ? "nothing" : `**${changes.dangers.length}**`,
            ];
        }
    }
}

function resourceCounts({ resources }: Changes): string {
    const kinds = ["added", "changed", "replaced", "removed"] as const;
    return counts(...kinds.map((kind) => [resources.filter((change) => change.kind === kind).length, kind] as const));
}

function violationCounts({ violated, fixed }: Changes): string {
    const added = (level: string): number => violated.filter((violation) => violation.level === level).length;
    const parts: (readonly [number, string])[] = [
        [added("mandatory"), "new mandatory"],
        [added("advisory"), "new advisory"],
        [fixed.length, "fixed"],
    ];
    return parts.some(([count]) => count > 0) ? counts(...parts) : "";
}

/** Those that the stack has, new or not. */
function standing({ mandatory, advisory }: { readonly mandatory: number; readonly advisory: number }): string {
    if (mandatory + advisory === 0) {
        return "none";
    }
    return `${counts([mandatory, "mandatory"], [advisory, "advisory"])} in all`;
}

function counts(...parts: readonly (readonly [number, string])[]): string {
    const some = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
    return some.length === 0 ? "no change" : some.join(", ");
}
