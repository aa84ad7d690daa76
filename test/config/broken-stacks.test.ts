import assert from "node:assert/strict";
import { statusOf } from "../../cli/shared/exit";
import type { BrokenStack } from "./broken/broken-stack";
import { tables } from "./broken/tables";
import { errorOf, loadText, stackFileText } from "./stacks";

describe("a broken stack file is refused", () => {
    for (const [name, table] of Object.entries(tables)) {
        describe(name, () => {
            for (const broken of table) {
                it(broken.title, () => {
                    refused(broken);
                });
            }
        });
    }

    it("in at least 100 ways", () => {
        assert.ok(Object.values(tables).flat().length >= 100);
    });
});

function refused({ base = "prod", patch, paths, says, hides = [] }: BrokenStack): void {
    const error = errorOf(() => loadText(base, stackFileText(base, patch)));
    assert.deepEqual(
        error.problems.map(({ path }) => path),
        paths,
    );
    for (const text of [...paths, ...says]) {
        assert.ok(error.message.includes(text), `no ${text} in:\n${error.message}`);
    }
    for (const text of [...hides, "stand-in", "undefined", "[object"]) {
        assert.ok(!error.message.includes(text), `${text} in:\n${error.message}`);
    }
    assert.doesNotMatch(error.message, /^\s+at /m, "a stack trace");
    for (const problem of error.problems) {
        assert.ok(problem.expected !== "" && problem.fix !== "", `nothing to do about ${problem.path}`);
    }
    assert.equal(statusOf(error), 2);
}
