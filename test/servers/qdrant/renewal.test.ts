import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { eventually, Running } from "../support/process";
import { Pod } from "./pod";

/** Longer than several rounds of the keeper: what has not happened by then does not happen. */
const ROUNDS = 2_000;

describe("qdrant-kb's scripts, with a stand-in for the server: certificate renewal", function () {
    this.timeout(60_000);
    let pod: Pod;
    afterEach(async () => {
        await pod.remove();
    });

    it("leave the server alone at its first start", async () => {
        pod = await Pod.make();
        await pod.start();
        await delay(ROUNDS);
        assert.equal(pod.starts, 1);
        assert.equal(pod.keeper?.output, "keeper: applied\n");
    });

    it("are not ready before the server has been started", async () => {
        pod = await Pod.make();
        pod.startKeeper();
        await eventually("it says so", () => /^keeper: waits until the server is started$/m.test(pod.output));
        assert.equal(existsSync(pod.path("keeper/applied")), false);
        pod.run();
        await pod.ready();
        assert.equal(pod.starts, 1);
    });

    it("restart the server once per renewal, by a signal that lets it finish", async () => {
        pod = await Pod.make();
        await pod.start();
        for (const starts of [2, 3]) {
            const before = pod.server;
            pod.renew();
            await pod.serves(pod.mounted);
            assert.equal(await before?.end(), 0);
            await delay(ROUNDS);
            assert.equal(pod.starts, starts);
        }
    });

    it("restart nothing when the same certificate is mounted again", async () => {
        pod = await Pod.make();
        await pod.start();
        pod.mountCertificate();
        await delay(ROUNDS);
        assert.equal(pod.starts, 1);
    });

    it("go on where a keeper was lost", async () => {
        pod = await Pod.make();
        await pod.start();
        await pod.keeper?.kill();
        pod.startKeeper();
        await delay(ROUNDS);
        assert.equal(pod.starts, 1);
        await pod.keeper?.kill();
        pod.renew();
        pod.startKeeper();
        await pod.serves(pod.mounted);
        await delay(ROUNDS);
        assert.equal(pod.starts, 2);
    });

    it("know that a server which was lost has come back with the renewed certificate", async () => {
        pod = await Pod.make();
        await pod.start();
        await pod.keeper?.kill();
        pod.renew();
        await pod.server?.kill();
        await pod.serves(pod.mounted);
        pod.startKeeper();
        await delay(ROUNDS);
        assert.equal(pod.starts, 2);
    });

    it("wait for a server that takes longer to finish than one attempt may", async () => {
        pod = await Pod.make(3_000);
        pod.run();
        pod.startKeeper({ KEEPER_LIMIT: "1" });
        await pod.ready();
        pod.renew();
        await pod.serves(pod.mounted);
        assert.match(pod.keeper?.output ?? "", /not applied \(exit status 124\)/);
        await delay(ROUNDS);
        assert.equal(pod.starts, 2);
    });

    it("end no other process that has the number of a server which is gone", async () => {
        pod = await Pod.make();
        const other = new Running("sleep", ["60"], { env: { PATH: process.env["PATH"] ?? "" } });
        writeFileSync(pod.path("state/loaded"), `${other.pid} of another certificate\n`);
        pod.startKeeper({ KEEPER_LIMIT: "0.5" });
        await eventually("an attempt", () => /not applied/.test(pod.output));
        assert.doesNotThrow(() => process.kill(other.pid, 0));
        await other.kill();
    });

    it("write nothing of what is secret", async () => {
        pod = await Pod.make();
        await pod.start();
        pod.renew();
        await pod.serves(pod.mounted);
        assert.equal(pod.output.includes(pod.apiKey), false);
        assert.equal(pod.output.includes("PRIVATE KEY"), false);
        assert.match(readFileSync(pod.path("state/loaded"), "utf8"), /^\d+ [0-9a-f]{64} {2}-\n$/);
    });
});
