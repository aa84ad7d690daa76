import assert from "node:assert/strict";
import { join } from "node:path";
import { buildPreview } from "../../cli/preview/program/build";
import { policyResource } from "../../cli/preview/model/objects";
import { STACK_TYPE } from "../../cli/preview/model/resources";
import { readProgram } from "../../cli/preview/program/stack";
import { Progress } from "../../cli/shared/terminal";
import { situationIn } from "../../policies/engine/rule";
import { today } from "../../policies/engine/today";
import { stackFile } from "../support/stacks/files";
import { judge } from "./judge";

describe("production behind the cluster's own Traefik", () => {
    it("breaks no rule, and has no kind that none knows", async () => {
        const program = readProgram(join(__dirname, "..", ".."), "traefik", stackFile("traefik"), []);
        const preview = await buildPreview(program, new Progress({ write: () => true }));
        const resources = preview.resources.filter(({ type }) => type !== STACK_TYPE).map(policyResource);
        assert.ok(resources.some(({ type }) => type === "kubernetes:traefik.io/v1alpha1:IngressRoute"));
        // `npm run pin` writes digests; a preview has none.
        assert.deepEqual(
            judge(resources, situationIn("production", today())).filter(({ rule }) => rule !== "image-digest"),
            [],
        );
    });
});
