import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "..", "adr");

/** `docs/adr/README.md`: every decision by its number, title and status. */
export function decisionsPage(): string {
    const rows = readdirSync(FOLDER)
        .filter((file) => /^\d{4}-.*\.md$/.test(file))
        .sort()
        .map((file) => row(file, readFileSync(join(FOLDER, file), "utf8")));
    return [
        "# Decisions",
        "",
        "One page for each decision that somebody will question: what was decided, why, and what was rejected. A decision that no longer",
        "holds stays, and names the one that replaced it. The next number is the highest plus one.",
        "",
        "| | decision | status |",
        "| --- | --- | --- |",
        ...rows,
        "",
    ].join("\n");
}

/** @throws Error for a page without a number, a title or a status */
function row(file: string, text: string): string {
    const [, number, title] = /^# (\d+)\. (.+)$/m.exec(text) ?? [];
    const [, status] = /^\*\*Status:\*\* (.+)$/m.exec(text) ?? [];
    if (
        number === undefined ||
        title === undefined ||
        status === undefined ||
        Number(number) !== Number(file.slice(0, 4))
    ) {
        throw new Error(`docs/adr/${file} must begin with "# ${Number(file.slice(0, 4))}. Title" and "**Status:** …".`);
    }
    return `| ${number} | [${title}](${file}) | ${status} |`;
}
