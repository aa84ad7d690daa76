import assert from "node:assert/strict";
import { ask } from "./client";
import { World } from "./world";

describe("The edge's hosts", function () {
    this.timeout(60_000);

    it("may be as long as DNS has them, and differ in a dash alone", async () => {
        const longest = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(61)}`;
        assert.equal(longest.length, 253);
        const hosts = [longest, "a-b.karima.com", "a.b.karima.com"];
        const world = await World.start({ kratosHosts: hosts });
        try {
            for (const host of hosts) {
                const { status } = await ask({ port: world.ports.https, host, path: "/health/alive" });
                assert.equal(status, 200, host);
            }
        } finally {
            await world.stop();
        }
    });
});
