import assert from "node:assert/strict";
import { parse } from "yaml";
import { ConfigError, type Problem } from "../../config";
import { isWithin, type Path, parsePath } from "../../config/path";
import { tables } from "./broken/tables";
import { applied, linesForFile, proposalsIn } from "./proposal";
import { loadText, stackFileText } from "./stacks";

function problemsOf(stack: string, text: string): readonly Problem[] {
    try {
        loadText(stack, text);
        return [];
    } catch (error) {
        if (error instanceof ConfigError) return error.problems;
        throw error;
    }
}

/** What was wrong below a setting shows only once it is an object. */
function wasHidden(path: string, mended: string): boolean {
    return isWithin(stepsOf(path), stepsOf(mended));
}

function stepsOf(path: string): Path {
    return parsePath(path) ?? path.split(/[.[\]]+/);
}

/** Applies a proposal and holds what is wrong then against what was. */
function mends(stack: string, text: string, problem: Problem, commands: readonly string[]): void {
    const before = problemsOf(stack, text).map(({ path }) => path);
    const after = problemsOf(stack, commands.reduce(applied, text));
    const said = `${commands.join("\n")}\n${after.map(({ path, expected }) => `${path}: ${expected}`).join("\n")}`;
    const left = after.map(({ path }) => path);
    assert.ok(!left.includes(problem.path), `${problem.path} is still wrong after ${said}`);
    const added = left.filter((path) => !before.includes(path) && !wasHidden(path, problem.path));
    assert.deepEqual(added, [], `wrong only after ${said}`);
}

describe("what an error proposes", () => {
    let tried = 0;
    for (const { title, base = "prod", patch } of Object.values(tables).flat()) {
        it(`mends it: ${title}`, () => {
            const text = stackFileText(base, patch);
            for (const problem of problemsOf(base, text)) {
                for (const commands of proposalsIn(problem.fix)) {
                    mends(base, text, problem, commands);
                    tried++;
                }
            }
        });
    }

    for (const { title, base = "prod", patch } of Object.values(tables).flat()) {
        it(`mends all of it, one below the other: ${title}`, () => {
            const text = stackFileText(base, patch);
            const problems = problemsOf(base, text);
            const commands = problems.flatMap(({ fix }) => proposalsIn(fix)[0] ?? []);
            const byHand = problems.filter(({ fix }) => proposalsIn(fix).length === 0).map(({ path }) => path);
            const after = problemsOf(base, commands.reduce(applied, text));
            const left = after
                .map(({ path }) => path)
                .filter((path) => {
                    const said = problems.some((problem) => problem.path === path);
                    return said ? !byHand.includes(path) : !problems.some((problem) => wasHidden(path, problem.path));
                });
            assert.deepEqual(left, [], commands.join("\n"));
        });
    }

    it("was tried 200 times", () => {
        assert.ok(tried >= 200, String(tried));
    });

    it("stands beside as the line of the file that says the same", () => {
        const problems = Object.values(tables)
            .flat()
            .flatMap(({ base = "prod", patch }) => {
                const text = stackFileText(base, patch);
                return problemsOf(base, text).map(({ fix }) => ({ base, fix }));
            });
        for (const { base, fix } of problems) {
            const sets = proposalsIn(fix)
                .flat()
                .filter((command) => /^pulumi config set --path .* --stack \w+$/.test(command));
            const lines = linesForFile(fix, base);
            assert.equal(lines.length, sets.length, fix);
            sets.forEach((command, i) => {
                // What comes before an item of a list is left out in the line, and has to be there for the command.
                if (/\[[1-9]/.test(command)) return;
                const written: unknown = parse(applied("config: {}\n", command));
                assert.deepEqual({ config: parse(lines[i] ?? "") as unknown }, written, command);
            });
        }
    });
});
