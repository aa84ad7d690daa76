import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Result } from "../../../cli/verify/check";
import { succeeded } from "../../engine/support/scenario";
import { platform } from "../platform";

describe("the development stack on a real cluster", () => {
    it("finds the cluster fit (npm run doctor)", async () => {
        const { output } = succeeded(await platform().npm("doctor"));
        assert.doesNotMatch(output, /^problem/m);
    });

    it("comes up (npm run up)", async () => {
        const { output } = succeeded(await platform().npm("up", "--yes"));
        assert.doesNotMatch(output, /^error/m);
    });

    it("is what was promised (npm run verify)", async () => {
        const { output } = await platform().npm("verify", "--json");
        const results = JSON.parse(output.slice(output.indexOf("\n[") + 1)) as Result[];
        const failed = results.filter(({ status }) => status === "failed");
        assert.deepEqual(
            failed.map(({ check, seen }) => `${check}: ${seen}`),
            [],
        );
        assert.ok(results.length > 30, output);
    });
});
