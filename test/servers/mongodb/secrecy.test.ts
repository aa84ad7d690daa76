import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Pod } from "./pod";

describe("the keeper of mongo-kb: secrets", function () {
    this.timeout(300_000);
    let pod: Pod;
    const secrets = [1, 2, 3, 4].map(() => randomBytes(16).toString("hex"));
    const [admin = "", previous = "", first = "", second = ""] = secrets;

    beforeEach(async () => {
        pod = await Pod.make({
            admin: { current: admin, previous },
            logins: { kato_user: first, kato_user_b: second },
        });
    });
    afterEach(async () => {
        await pod.remove();
    });

    const has = (text: string): boolean => secrets.some((secret) => text.includes(secret));

    it("shows none in a command line or an environment while it runs", async () => {
        const seen: string[] = [];
        pod.mongod.onCommand = () => {
            for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
                for (const file of ["cmdline", "environ"]) {
                    seen.push(readable(`/proc/${pid}/${file}`));
                }
            }
        };
        assert.equal((await pod.apply()).status, 0);
        // mongosh gives itself a title in place of its command line.
        assert.ok(seen.some((text) => text.startsWith("mongosh")));
        assert.deepEqual(seen.filter(has), []);
    });

    it("prints none, whether it succeeds or fails", async () => {
        assert.equal(has((await pod.apply()).output), false);
        const mounts: Record<string, string>[] = [{ current: second }, { current: second, previous: first }];
        for (const files of mounts) {
            pod.mountAdmin(files);
            const { status, output } = await pod.apply();
            assert.equal(status, 78);
            assert.equal(has(output), false, output);
        }
        await pod.mongod.stop();
        assert.equal(has((await pod.apply()).output), false);
    });

    it("leaves nothing but mongosh's own settings in its home: no log, no history", async () => {
        assert.equal((await pod.apply()).status, 0);
        const files = readdirSync(pod.path("home"), { recursive: true, encoding: "utf8" })
            .map((name) => join(pod.path("home"), name))
            .filter((file) => statSync(file).isFile());
        assert.deepEqual(
            files.filter((file) => /log|history/.test(file.slice(pod.path("home").length))),
            [],
        );
        assert.deepEqual(
            files.filter((file) => has(readFileSync(file, "utf8"))),
            [],
        );
    });
});

function readable(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return ""; // It has ended, or is somebody else's.
    }
}
