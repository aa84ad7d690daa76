import { style, type Output } from "../shared/terminal";

/** What a check has found. */
export interface Finding {
    /** A problem stops `npm run up`; a warning does not. */
    readonly level: "fine" | "warning" | "problem";
    readonly subject: string;
    readonly detail: string;
}

/** Prints findings as a column of marks, subjects and details. */
export function printFindings(output: Output, findings: readonly Finding[]): void {
    const { green, yellow, red, bold } = style(output);
    const mark = { fine: green("ok     "), warning: yellow("warning"), problem: red("problem") };
    const width = Math.max(...findings.map(({ subject }) => subject.length));
    for (const { level, subject, detail } of findings) {
        output.write(`${mark[level]}  ${bold(subject.padEnd(width))}  ${detail}\n`);
    }
}

export function hasProblem(findings: readonly Finding[]): boolean {
    return findings.some(({ level }) => level === "problem");
}
