import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { REPOSITORY } from "../cli/preview/support";

function run(stacks?: string) {
    const env = { ...process.env, GITHUB_OUTPUT: undefined, STACKS: stacks };
    return spawnSync(path.join(REPOSITORY, ".github/scripts/preview-stacks.sh"), { encoding: "utf8", env });
}

describe("preview-stacks.sh", () => {
    it("lists the stacks that are deployed", () => {
        assert.equal(run('["prod"]').stdout, 'stacks=["prod"]\n');
        assert.equal(run('[ "prod",\n "eu.west-1" ]').stdout, 'stacks=["prod","eu.west-1"]\n');
    });

    it("says so where there are none", () => {
        for (const none of [undefined, "", "[]", "[ ]"]) {
            const { status, stdout } = run(none);
            assert.equal(status, 0);
            assert.match(
                stdout,
                /^::notice title=Not compared with what is deployed::.*docs\/pipelines\.md.*\nstacks=\[\]\n$/,
            );
        }
    });

    it("refuses what is no list of names", () => {
        for (const wrong of ["prod", '["a",]', '["a"]; x', '["../a"]', '["$(x)"]']) {
            const { status, stdout } = run(wrong);
            assert.deepEqual([status, stdout], [2, ""], wrong);
        }
    });
});
