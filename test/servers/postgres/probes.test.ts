import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { eventually, run } from "../support/process";
import { Pod } from "./pod";

describe("kratos-postgres' probes", function () {
    this.timeout(120_000);
    let pod: Pod;
    const password = randomBytes(16).toString("hex");
    const answered = (): string => pod.path("socket/answered");
    const lines = (): string[] => (pod.server?.output ?? "").split("\n");

    beforeEach(async () => {
        pod = await Pod.make();
        pod.mountLogins({ kratos_a: password });
    });
    afterEach(async () => {
        await pod.remove();
    });

    it("leave nothing in the log of a server that answers; clients do", async () => {
        await pod.start();
        await eventually("the first answer", () => existsSync(answered()));
        await delay(500);
        const before = lines().length;
        for (let probe = 0; probe < 20; probe++) {
            assert.deepEqual([pod.probe("alive"), pod.probe("ready")], [0, 0]);
        }
        // Long enough for a question of the session that stays open.
        await delay(11_000);
        assert.equal(lines().length, before);

        assert.equal(pod.asClient({ user: "kratos_a", password }, "SELECT 1").status, 0);
        await pod.serverLog(/disconnection: .* user=kratos_a/);
        assert.equal(lines().length, before + 4);
    });

    it("see that there is no server yet, and one that has ended", async () => {
        assert.deepEqual([pod.probe("alive"), pod.probe("ready")], [1, 1]);
        await pod.start();
        await eventually("the first answer", () => existsSync(answered()));
        pod.server?.signal("SIGINT");
        await pod.server?.end();
        await eventually("the session has ended", () => !existsSync(answered()));
        assert.deepEqual([pod.probe("alive"), pod.probe("ready")], [1, 1]);
    });

    it("keep a server that replays its log, and send it nobody", async () => {
        await pod.start();
        pod.server?.signal("SIGINT");
        await pod.server?.end();
        // Replays for ever, and answers that it does.
        writeFileSync(pod.path(`volume/${pod.installation.major}/standby.signal`), "");
        appendFileSync(pod.path("config/postgresql.conf"), "hot_standby = off\n");
        pod.startServer();
        const isReady = () => run("pg_isready", ["-q"], pod.launch).status;
        await eventually("it answers", () => isReady() === 1);
        assert.deepEqual([pod.probe("alive"), pod.probe("ready")], [0, 1]);
    });

    it("see a server that lets nobody in any more, although the session that is open could go on", async () => {
        await pod.start();
        await eventually("the first answer", () => existsSync(answered()));
        // The one process that starts all others; those that run do not notice.
        pod.server?.signal("SIGSTOP");
        await eventually("not ready", () => pod.probe("ready") === 1, 60_000);
        assert.equal(pod.probe("alive"), 1);
        pod.server?.signal("SIGCONT");
        await eventually("ready again", () => pod.probe("ready") === 0);
    });

    it("do not take a server for dead because the keeper is", async () => {
        await pod.start();
        await eventually("the first answer", () => existsSync(answered()));
        await pod.keeper?.kill();
        const minute = Date.now() / 1000 - 60;
        utimesSync(answered(), minute, minute);
        assert.deepEqual([pod.probe("alive"), pod.probe("ready")], [0, 0]);
    });

    it("has the keeper wait for the server without a failure, and apply as soon as it is up", async () => {
        const keeper = pod.startKeeper();
        const waits = "keeper: waits until the server accepts connections\n";
        await eventually("it waits", () => keeper.output === waits);
        await delay(1_500);
        pod.startServer();
        await eventually("applied", () => existsSync(pod.path("state/applied")));
        assert.equal(keeper.output, `${waits}keeper: applied\n`);
    });
});
