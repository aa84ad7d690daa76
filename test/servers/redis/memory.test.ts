import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { eventually } from "../support/process";
import { type Connection, Refusal } from "./connection";
import { Pod } from "./pod";

const VALUE = "x".repeat(500_000);

describe("a running redis-kb with the 64 MiB of a laptop", function () {
    this.timeout(120_000);
    let pod: Pod;
    let connection: Connection;
    let written = 0;

    before(async () => {
        pod = await Pod.make("64Mi");
        await pod.start();
        connection = await pod.login();
    });
    after(async () => {
        await pod.remove();
    });

    /** What the kernel has counted for the server at most, in MiB. */
    const peak = (): number => {
        const status = readFileSync(`/proc/${pod.server?.pid ?? 0}/status`, "utf8");
        return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
    };

    it("gives half of it to data", () => {
        assert.match(pod.asOperator("info", "memory"), /^maxmemory:33554432\r?$/m);
    });

    it("refuses a write that does not fit, and says so", async () => {
        await assert.rejects(
            async () => {
                while (written < 200) {
                    await connection.call("SET", `session:${written}`, VALUE);
                    written += 1;
                }
            },
            (error: unknown) => error instanceof Refusal && error.message.startsWith("OOM command not allowed"),
        );
        assert.ok(written > 40 && written < 70, String(written));
        await assert.rejects(connection.call("SET", "another", VALUE), /^Error: OOM /);
    });

    it("has dropped nothing by itself, and goes on reading", async () => {
        assert.equal(await connection.call("DBSIZE"), written);
        assert.equal(await connection.call("GET", "session:0"), VALUE);
        assert.match(pod.asOperator("info", "stats"), /^evicted_keys:0\r?$/m);
        assert.equal(pod.probe("livenessProbe"), 0);
        assert.equal(pod.probe("readinessProbe"), 0);
    });

    it("stays within its memory while it rewrites its file, full as it is", async () => {
        assert.match(pod.asOperator("bgrewriteaof"), /rewriting (started|scheduled)/);
        await eventually("the rewrite ends", () =>
            /^aof_rewrite_in_progress:0\r?$/m.test(pod.asOperator("info", "persistence")),
        );
        assert.match(pod.asOperator("info", "persistence"), /^aof_last_bgrewrite_status:ok\r?$/m);
        assert.ok(peak() < 64, `${peak()} MiB`);
    });

    it("takes writes again when there is room", async () => {
        assert.equal(await connection.call("DEL", "session:0", "session:1"), 2);
        assert.equal(await connection.call("SET", "session:0", VALUE), "OK");
    });

    it("stays within its memory with as many clients as it takes, and turns away the next", async () => {
        const clients: Connection[] = [];
        try {
            await assert.rejects(async () => {
                while (clients.length < 1000) {
                    clients.push(await pod.login());
                }
            }, /max number of clients reached|closed|disconnected|ECONNRESET/);
            assert.ok(clients.length > 250 && clients.length <= 256, String(clients.length));
            assert.equal(await connection.call("GET", "session:5"), VALUE);
            assert.ok(peak() < 64, `${peak()} MiB`);
        } finally {
            clients.forEach((client) => client.close());
        }
    });

    it("drops a client that asks for more than it takes, and only that one", async () => {
        const greedy = await pod.login();
        greedy.pause();
        for (let number = 0; number < 100; number += 1) {
            greedy.call("GETRANGE", "session:5", "1", "-1").catch(() => undefined);
        }
        await eventually("it is dropped", () => /client-output-buffer-limit|closed/.test(pod.server?.output ?? ""));
        assert.equal(await connection.call("GET", "session:5"), VALUE);
        assert.ok(peak() < 64, `${peak()} MiB`);
        greedy.close();
    });

    it("drops a client that sends more than there is room for", async () => {
        const greedy = await pod.login();
        await assert.rejects(greedy.call("SET", "huge", "x".repeat(100_000_000)), /closed|ECONNRESET|EPIPE/);
        assert.equal(await connection.call("EXISTS", "huge"), 0);
        assert.ok(peak() < 64, `${peak()} MiB`);
    });
});
