import assert from "node:assert/strict";
import { awsTags } from "../../../components/secrets/aws-names";
import { PART_OF } from "../../../components/workload/labels";
import { project } from "../../../config";

describe("awsTags", () => {
    it("name the project, the stack and its environment", () => {
        assert.deepEqual(awsTags({ stack: "prod-eu", environment: "production" }), {
            "part-of": "kato-platform",
            stack: "prod-eu",
            environment: "production",
        });
        assert.equal(PART_OF, project);
    });
});
