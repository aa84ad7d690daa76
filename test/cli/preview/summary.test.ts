import assert from "node:assert/strict";
import type { Preview } from "../../../cli/preview/build";
import { summaryJson, summaryText } from "../../../cli/preview/summary";
import type { Json } from "../../../cli/preview/wire";
import { style } from "../../../cli/shared/terminal";
import { previewFixture } from "./support";

const plain = style({ write: () => true });

describe("the summary", () => {
    let preview: Preview;

    before(async () => {
        preview = await previewFixture();
    });

    function withCronJob(spec: Json): Preview {
        const id = "shop/CronJob/clean-up";
        const object = { urn: id, id, namespace: "shop", kind: "CronJob", name: "clean-up", manifest: id };
        return { ...preview, objects: [...preview.objects, { ...object, body: { spec } }] };
    }

    it("names CronJobs that are suspended", () => {
        const suspended = withCronJob({ suspend: true });
        assert.match(summaryText(suspended, "out", plain), /^ {2}Suspended {4}CronJob shop\/clean-up$/m);
        assert.deepEqual(summaryJson(suspended, "out")["suspended"], ["shop/CronJob/clean-up"]);
    });

    it("leaves them out where none is", () => {
        const running = withCronJob({ suspend: false });
        assert.doesNotMatch(summaryText(running, "out", plain), /Suspended/);
        assert.deepEqual(summaryJson(running, "out")["suspended"], []);
    });

    it("states what is requested", () => {
        assert.match(
            summaryText(preview, "out", plain),
            /^ {2}Requests {5}0\.5 CPU, 512Mi memory, 10Gi storage, without Jobs and Releases$/m,
        );
        assert.deepEqual(summaryJson(preview, "out")["requests"], {
            cpu: 0.5,
            memory: 536_870_912,
            storage: 10_737_418_240,
        });
    });
});
