import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { previewFiles } from "../../../../cli/preview/output/files";
import { isRecorded, readRecorded } from "../../../../cli/preview/compare/recorded";
import { writeFolder } from "../../../../cli/preview/output/write";
import { cleanUp, previewFixture, temporaryFolder } from "../support";

describe("a recorded preview", () => {
    after(cleanUp);

    async function recorded(values: Record<string, string> = {}): Promise<string> {
        const folder = temporaryFolder();
        writeFolder(folder, previewFiles(await previewFixture(values)));
        return folder;
    }

    it("is read with its resources, connections, violations and manifests", async () => {
        const folder = await recorded();
        const preview = await previewFixture();
        const snapshot = readRecorded(folder);
        assert.ok(isRecorded(folder));
        assert.deepEqual(snapshot.resources, JSON.parse(JSON.stringify(preview.entries)));
        assert.deepEqual(snapshot.connections, preview.connections);
        assert.deepEqual(snapshot.violations, preview.violations);
        assert.equal(snapshot.manifests.size, preview.objects.length);
    });

    it("says what it was judged as, unless it is older than that", async () => {
        assert.equal(readRecorded(await recorded()).environment, "production");
        const folder = await recorded({ "kato-platform:environment": "development" });
        assert.equal(readRecorded(folder).environment, "development");
        fs.writeFileSync(path.join(folder, "policy.sarif"), '{ "runs": [{}] }');
        assert.equal(readRecorded(folder).environment, undefined);
    });

    it("is refused when something is missing, with what", async () => {
        assert.ok(!isRecorded(temporaryFolder()));
        const folder = await recorded();
        fs.rmSync(path.join(folder, "policy.json"));
        assert.throws(() => readRecorded(folder), {
            name: "UsageError",
            message: /not a whole preview \(.*policy\.json/,
        });
    });
});
