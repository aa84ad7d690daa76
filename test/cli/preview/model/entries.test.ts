import assert from "node:assert/strict";
import { buildPreview } from "../../../../cli/preview/program/build";
import { previewFiles } from "../../../../cli/preview/output/files";
import { readProgram } from "../../../../cli/preview/program/stack";
import { Progress } from "../../../../cli/shared/terminal";
import { onDay } from "../../../support/clock";
import { REPOSITORY } from "../support";
import { stackFile } from "../../../support/stacks/files";

describe("the files of a preview", () => {
    /** All files of the production stack, previewed on a day. */
    const filesOn = (day: string) =>
        onDay(day, async () => {
            const program = readProgram(REPOSITORY, "prod", stackFile("prod"), []);
            const preview = await buildPreview(program, new Progress({ write: () => true }));
            return { day: days(preview.resources), files: previewFiles(preview) };
        });
    /** What the program says is the day on which it generates. */
    const days = (resources: readonly { readonly inputs: object }[]) =>
        new Set(JSON.stringify(resources.map(({ inputs }) => inputs)).match(/(?<="generatedOn":")[^"]*/g));

    it("are the same on every day, though the program says which day it is", async () => {
        const [first, second] = [await filesOn("2026-11-22"), await filesOn("2026-11-23")];
        assert.deepEqual([[...first.day], [...second.day]], [["2026-11-22"], ["2026-11-23"]]);
        assert(first.files.has("report.html") && first.files.has("policy.sarif"));
        assert.deepEqual([...second.files], [...first.files]);
    });
});
