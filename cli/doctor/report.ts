import { style, type Output } from "../shared/terminal";
import type { Finding } from "./checks";

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
