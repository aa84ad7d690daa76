import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { Running } from "../support/process";
import { Pod } from "./pod";

describe("kratos-postgres, start and stop", function () {
    this.timeout(60_000);
    let pod: Pod;

    beforeEach(async () => {
        pod = await Pod.make();
    });
    afterEach(async () => {
        await pod.remove();
    });

    for (const [where, folder] of [
        ["in the folder of another version", "14"],
        ["in the root of the volume, where the image would put it", "."],
    ] as const) {
        it(`refuses a volume with data of another version ${where}`, async () => {
            mkdirSync(pod.path(`volume/${folder}`), { recursive: true });
            writeFileSync(pod.path(`volume/${folder}/PG_VERSION`), "14\n");
            const before = readdirSync(pod.path("volume"));
            const server = pod.startServer();
            assert.equal(await server.end(), 1);
            assert.match(
                server.output,
                /is a cluster of PostgreSQL 14, this is PostgreSQL \d+\. Nothing was changed; see docs/,
            );
            assert.deepEqual(readdirSync(pod.path("volume")), before);
        });
    }

    // docs/runbooks/postgres.md, "Major versions", step 3.
    it("starts empty beside a cluster that somebody has marked as replaced, and leaves that alone", async () => {
        mkdirSync(pod.path("volume/14"));
        writeFileSync(pod.path("volume/14/PG_VERSION"), "14\n");
        writeFileSync(pod.path("volume/14/replaced"), "");
        await pod.start();
        assert.deepEqual(readdirSync(pod.path("volume")).sort(), ["14", String(pod.installation.major)].sort());
        assert.deepEqual(readdirSync(pod.path("volume/14")).sort(), ["PG_VERSION", "replaced"]);
    });

    it("starts on a folder that Kubernetes has opened to the group", async () => {
        await pod.start();
        pod.server?.signal("SIGINT");
        assert.equal(await pod.server?.end(), 0);
        chmodSync(pod.path(`volume/${pod.installation.major}`), 0o2770);
        await pod.start();
        assert.equal(pod.asSuperuser("SELECT 1"), "1");
    });

    it("stops within seconds with clients connected, whichever signal the runtime sends after the preStop hook", async () => {
        const password = randomBytes(16).toString("hex");
        pod.mountLogins({ kratos_a: password });
        await pod.start();
        const connection = `host=localhost port=${pod.port} dbname=kratos user=kratos_a sslmode=verify-full sslrootcert=${pod.authority.file}`;
        const client = new Running("psql", ["-X", "-d", connection, "-c", "SELECT pg_sleep(60)"], {
            ...pod.installation.user,
            env: { PATH: pod.installation.path, PGPASSWORD: password },
        });
        await pod.serverLog(/authorized: user=kratos_a/);
        pod.server?.signal("SIGINT");
        pod.server?.signal("SIGTERM");
        assert.equal(await pod.server?.end(5_000), 0);
        assert.match(pod.server?.output ?? "", /database system is shut down/);
        assert.notEqual(await client.end(), 0);
    });
});
