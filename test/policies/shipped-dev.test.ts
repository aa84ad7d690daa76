import assert from "node:assert/strict";
import { join } from "node:path";
import { buildPreview } from "../../cli/preview/program/build";
import { policyResource } from "../../cli/preview/model/objects";
import { STACK_TYPE } from "../../cli/preview/model/resources";
import { readProgram } from "../../cli/preview/program/stack";
import { Progress } from "../../cli/shared/terminal";
import { judge } from "./judge";
import { stackFile } from "../support/stacks/files";
import { DEVELOPMENT } from "./situation";

describe("the development stack as it is shipped", () => {
    it("may be deployed: `npm run up` asks more than a preview does", async () => {
        const program = readProgram(join(__dirname, "..", ".."), "dev", stackFile("dev"), []);
        const preview = await buildPreview(program, new Progress({ write: () => true }));
        const resources = preview.resources.filter(({ type }) => type !== STACK_TYPE).map(policyResource);
        const violations = judge(resources, { ...DEVELOPMENT, deploys: true });
        assert.deepEqual(
            violations.filter(({ level }) => level === "mandatory"),
            [],
        );
    });
});
