import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { readReports } from "../../../cli/comment/recordings";
import { previewFiles } from "../../../cli/preview/output/files";
import { writeFolder } from "../../../cli/preview/output/write";
import { cleanUp, previewFixture, temporaryFolder } from "../preview/support";

describe("the previews of all stacks", () => {
    after(cleanUp);

    const folders = () => {
        const folder = temporaryFolder();
        const [before, after] = [path.join(folder, "before"), path.join(folder, "after")];
        fs.mkdirSync(before);
        fs.mkdirSync(after);
        return { before, after };
    };
    const record = async (folder: string, stack: string, values: Record<string, string> = {}): Promise<void> => {
        writeFolder(path.join(folder, stack), previewFiles(await previewFixture(values)));
    };
    const fail = (folder: string, stack: string, summary?: string): void => {
        fs.mkdirSync(path.join(folder, stack));
        if (summary !== undefined) {
            fs.writeFileSync(path.join(folder, stack, "summary.json"), summary);
        }
    };

    it("are compared, each with its own", async () => {
        const { before, after } = folders();
        await record(before, "dev");
        await record(after, "dev", { "kato-platform:replicas": "3" });
        await record(before, "prod");
        await record(after, "prod");
        const [dev, prod] = readReports({ before, after });
        assert.ok(dev?.state === "compared" && prod?.state === "compared");
        assert.deepEqual([dev.stack, prod.stack], ["dev", "prod"]);
        assert.ok(dev.changes.resources.some(({ name, kind }) => name === "app" && kind === "changed"));
        assert.deepEqual(prod.changes.resources, []);
        const preview = await previewFixture();
        assert.equal(prod.resources, preview.entries.length - 1);
        assert.equal(prod.connections, preview.connections.length);
        assert.equal(prod.mandatory + prod.advisory, preview.violations.length);
    });

    it("are told apart: new, gone, and failing now or then, with the reason", async () => {
        const { before, after } = folders();
        await record(after, "a-new");
        await record(after, "b-broken-before");
        fail(before, "b-broken-before", '{"exitCode":3,"error":"out of order"}');
        fail(after, "c-broken", '{"exitCode":2,"error":"The configuration has 1 problem."}');
        fail(after, "d-silent");
        await record(before, "e-gone");
        const found = readReports({ before, after }).map((report) => [
            report.stack,
            report.state,
            ...("error" in report ? [report.error] : []),
        ]);
        assert.deepEqual(found, [
            ["a-new", "alone"],
            ["b-broken-before", "alone", "out of order"],
            ["c-broken", "failed", "The configuration has 1 problem."],
            ["d-silent", "failed", "It has neither written files nor said why."],
            ["e-gone", "removed"],
        ]);
    });

    it("need their folders", () => {
        const { before } = folders();
        const message = /^There is no folder .*nowhere\.$/;
        assert.throws(() => readReports({ before, after: "/nowhere" }), { name: "UsageError", message });
    });
});
