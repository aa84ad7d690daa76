import { style, type Output } from "../shared/terminal";
import type { Result } from "./check";

/** Prints results for a person as they come, under a heading for each area. */
export class Report {
    readonly #output: Output;
    #area = "";

    constructor(output: Output) {
        this.#output = output;
    }

    add({ area, check, status, seen, expected, look, becauseOf }: Result): void {
        // Said once, by the check that is the cause.
        if (becauseOf !== undefined) {
            return;
        }
        const { bold, dim, green, red, yellow } = style(this.#output);
        if (area !== this.#area) {
            this.#output.write(`\n${bold(area)}\n`);
            this.#area = area;
        }
        const mark = { ok: green("ok     "), failed: red("FAILED "), skipped: yellow("skipped") }[status];
        if (status !== "failed") {
            this.#output.write(`  ${mark}  ${check}: ${dim(seen)}\n`);
            return;
        }
        const lines = [
            ["expected", expected],
            ["seen", seen],
            ["look at", look],
        ] as const;
        const details = lines.map(([label, text]) => `           ${label.padEnd(8)}  ${text ?? ""}\n`).join("");
        this.#output.write(`  ${mark}  ${bold(check)}\n${details}`);
    }
}

/** The last lines: how many of which, and the failures once more, because they may have scrolled away. */
export function summary(output: Output, results: readonly Result[]): void {
    const { bold, green, red } = style(output);
    const of = (status: Result["status"]): readonly Result[] => results.filter((result) => result.status === status);
    const [failures, skips] = [of("failed"), of("skipped")];
    const skipped = skips.length === 0 ? "" : `, ${skips.length} skipped, which proves nothing`;
    const counts = `${results.length} checks: ${of("ok").length} ok, ${failures.length} failed${skipped}.`;
    const own = failures.filter(({ becauseOf }) => becauseOf === undefined);
    const others = failures.length - own.length;
    const names = own.map(({ area, check }) => `  ${area}: ${check}\n`).join("");
    const rest = others === 0 ? "" : `  and ${others} that could not be made, for want of an address\n`;
    output.write(`\n${bold((failures.length === 0 ? green : red)(counts))}\n${names}${rest}`);
}
