/**
 * `npm run test:engine`: the scenarios under scenarios/ against the real engine, as many files at a time as there
 * are cores. An argument runs only the files whose name has it.
 */
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import Mocha from "mocha";
import { MissingToolError, resolveTool } from "../../tools/build";

async function main(filter: string): Promise<number> {
    try {
        console.log(`Engine: ${resolveTool("pulumi")}`);
    } catch (error) {
        if (error instanceof MissingToolError) {
            console.error(error.message);
            return 1;
        }
        throw error;
    }
    const folder = join(__dirname, "scenarios");
    const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts") && name.includes(filter));
    if (files.length === 0) {
        console.error(`There is no scenario "${filter}".`);
        return 1;
    }
    // A run of the engine takes 5 to 20 seconds and one core, a scenario has a few of them, and a CI machine may be slow.
    const jobs = Math.min(availableParallelism(), files.length);
    const mocha = new Mocha({ timeout: 600_000, slow: 60_000, reporter: "spec", parallel: jobs > 1, jobs });
    files.sort().forEach((name) => mocha.addFile(join(folder, name)));
    const started = Date.now();
    const { passes, failures } = await new Promise<Mocha.Stats>((resolve) => {
        const runner = mocha.run(() => resolve(runner.stats ?? never()));
    });
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`test:engine: ${String(passes)} passing, ${String(failures)} failing (${String(seconds)} s)`);
    return failures === 0 && passes > 0 ? 0 : 1;
}

function never(): never {
    throw new Error("Mocha kept no count.");
}

void main(process.argv[2] ?? "").then((status) => {
    process.exitCode = status;
});
