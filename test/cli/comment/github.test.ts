import assert from "node:assert/strict";
import { PullRequestApi } from "../../../cli/comment/github";
import { behindProxy } from "../../support/proxy";

describe("the comment's GitHub", () => {
    it("is reached through the proxy that HTTPS_PROXY names", async () => {
        await behindProxy(async (asked) => {
            const github = new PullRequestApi("https://api.github.invalid", "acme/kato-platform", "token");
            await assert.rejects(github.addComment(1, "text"));
            assert.deepEqual(asked, ["api.github.invalid:443"]);
        });
    });
});
