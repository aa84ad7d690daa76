import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Pod } from "./pod";

describe("qdrant-kb's start.sh, with a stand-in for the server", function () {
    this.timeout(30_000);
    let pod: Pod;
    beforeEach(async () => {
        pod = await Pod.make();
    });
    afterEach(async () => {
        await pod.remove();
    });

    it("becomes the server, so that signals reach it and its number is known", async () => {
        const { pid } = pod.startServer();
        await pod.serves(pod.mounted);
        assert.equal(readFileSync(`/proc/${pid}/comm`, "utf8"), "qdrant\n");
        assert.equal(readFileSync(pod.path("state/loaded"), "utf8").split(" ")[0], String(pid));
    });

    it("lets the server open as many files as it may", async () => {
        const { pid } = pod.startServer();
        await pod.serves(pod.mounted);
        const hard = /^Max open files +\w+ +(\w+)/m.exec(readFileSync(`/proc/${pid}/limits`, "utf8"))?.[1];
        assert.equal(readFileSync(pod.path("home/limit"), "utf8"), `${hard ?? ""}\n`);
    });

    // Otherwise the quotas of the very first start would hold for good, whatever the settings say.
    it("lets the quotas of the settings hold at every start", async () => {
        mkdirSync(pod.path("data/storage"), { recursive: true });
        writeFileSync(pod.path("data/storage/quota.json"), '{"enabled":false}');
        writeFileSync(pod.path("data/storage/raft_state.json"), "{}");
        pod.startServer();
        await pod.serves(pod.mounted);
        assert.equal(existsSync(pod.path("data/storage/quota.json")), false);
        assert.equal(existsSync(pod.path("data/storage/raft_state.json")), true);
    });

    // Without a key the real server would start and let everybody in.
    for (const [what, files] of [
        ["no file with keys", {}],
        ["an empty file", { "local.yaml": "" }],
        ["an empty key", { "local.yaml": '{"service":{"api_key":"","read_only_api_key":"r"}}' }],
        ["only other keys", { "local.yaml": '{"service":{"alt_api_key":"a","read_only_api_key":"r"}}' }],
    ] as const) {
        it(`refuses to start with ${what}`, async () => {
            pod.mountSettings(files);
            const server = pod.startServer();
            assert.equal(await server.end(), 1);
            assert.match(server.output, /^start: no API key in config\/local\.yaml$/m);
            assert.equal(existsSync(pod.path("state/loaded")), false);
        });
    }
});
