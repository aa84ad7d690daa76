import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PullRequestApi } from "../../../cli/comment/github";

describe("the comment's GitHub", () => {
    it("is reached through the proxy that HTTPS_PROXY names", async () => {
        const asked: string[] = [];
        const proxy = createServer();
        proxy.on("connect", ({ url = "" }, socket) => {
            asked.push(url);
            socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
        });
        await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
        const kept = { ...process.env };
        try {
            for (const name of ["https_proxy", "no_proxy", "NO_PROXY"]) Reflect.deleteProperty(process.env, name);
            process.env["HTTPS_PROXY"] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
            const github = new PullRequestApi("https://api.github.invalid", "acme/kato-platform", "token");
            await assert.rejects(github.addComment(1, "text"));
            assert.deepEqual(asked, ["api.github.invalid:443"]);
        } finally {
            process.env = kept;
            await new Promise((resolve) => proxy.close(resolve));
        }
    });
});
