import { createInterface } from "node:readline/promises";
import { UsageError } from "../shared/exit";

/**
 * Asks before something is changed. Only `y` and `yes` are a yes.
 *
 * @throws UsageError where nobody can be asked
 */
export async function confirm(question: string): Promise<boolean> {
    if (!process.stdin.isTTY) {
        throw new UsageError(`${question}\nThere is no terminal to ask on: pass \`-- --yes\` to agree.`);
    }
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    try {
        return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
    } finally {
        lines.close();
    }
}
