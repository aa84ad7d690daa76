import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../support/process";
import { until } from "../support/until";
import type { Connection } from "./connection";
import { passwordOf } from "./manifests";
import { Pod } from "./pod";

describe("a running redis-kb: its data and its end", function () {
    this.timeout(120_000);
    let pod: Pod;

    beforeEach(async () => {
        pod = await Pod.make();
        await pod.start();
    });
    afterEach(async () => {
        await pod.remove();
    });

    const write = async (connection: Connection, count: number): Promise<void> => {
        const numbers = Array.from({ length: count }, (_, number) => number);
        await Promise.all(numbers.map((number) => connection.call("SETEX", `session:${number}`, "3600", "state")));
    };

    it("has its keeper wait for the server without a failure, and apply as soon as it is up", async () => {
        await pod.keeper?.kill();
        await pod.server?.kill();
        rmSync(pod.path("/run/keeper/applied"));
        const keeper = pod.startKeeper();
        const waits = "keeper: waits until the server accepts commands\n";
        await until("it waits", () => keeper.output === waits || undefined);
        pod.startServer();
        await until("it has applied", () => existsSync(pod.path("/run/keeper/applied")) || undefined);
        assert.equal(keeper.output, `${waits}keeper: applied\n`);
        assert.equal(pod.asOperator("acl", "log").trim(), "", "what an operator sees there was refused to somebody");
    });

    const restart = async (): Promise<Connection> => {
        pod.startServer();
        // It lets clients in before it has read its data.
        await until("the server is back", () => pod.probe("readinessProbe") === 0 || undefined);
        return await pod.login();
    };

    it("has everything that it has acknowledged after it was killed", async () => {
        const connection = await pod.login();
        await write(connection, 500);
        await pod.server?.kill();
        const again = await restart();
        assert.equal(await again.call("DBSIZE"), 500);
        assert.ok(Number(await again.call("TTL", "session:499")) > 3_500);
        assert.equal(pod.probe("readinessProbe"), 0);
    });

    it("starts on a file whose end was lost with its node, without that end", async () => {
        await write(await pod.login(), 500);
        await pod.server?.kill();
        const folder = pod.path("data/appendonlydir");
        const [file = ""] = readdirSync(folder).filter((name) => name.endsWith(".incr.aof"));
        truncateSync(join(folder, file), statSync(join(folder, file)).size - 3);
        const again = await restart();
        // Its last command is the one in which the time of expiry was written.
        assert.equal(await again.call("DBSIZE"), 499);
        await again.call("SET", "another", "value");
    });

    it("ends within seconds on SIGTERM, with everything written and clients connected", async () => {
        const connection = await pod.login();
        await write(connection, 500);
        pod.server?.signal("SIGTERM");
        assert.equal(await pod.server?.end(5_000), 0);
        assert.equal(connection.isClosed, true);
        assert.match(pod.server?.output ?? "", /Calling fsync\(\) on the AOF file/);
        assert.equal(await (await restart()).call("DBSIZE"), 500);
    });

    it("is alive but not ready while it reads its data", async () => {
        const connection = await pod.login();
        await write(connection, 30_000);
        await pod.server?.kill();
        // Slower than any disk: a tenth of a millisecond for each command. It answers after every 1024 of them.
        appendFileSync(pod.path("etc/redis/config/redis.conf"), "key-load-delay 50\n");
        pod.startServer();
        await eventually("it answers", () => pod.probe("startupProbe") === 0);
        assert.equal(pod.probe("livenessProbe"), 0);
        assert.equal(pod.probe("readinessProbe"), 1);
        await eventually("it is ready", () => pod.probe("readinessProbe") === 0);
        assert.equal(await (await pod.login()).call("DBSIZE"), 30_000);
    });

    it("is neither alive nor ready when it is gone, or when a script never ends", async () => {
        const connection = await pod.login();
        connection.call("EVAL", "while true do end", "0").catch(() => undefined);
        await eventually("it is not alive", () => pod.probe("livenessProbe") === 1);
        assert.equal(pod.probe("readinessProbe"), 1);
        await pod.server?.kill();
        assert.equal(pod.probe("livenessProbe"), 1);
        assert.equal(pod.probe("readinessProbe"), 1);
    });

    it("stays alive and ready when its disk refuses writes: a restart would not help, and reads go on", () => {
        const answer = "#!/bin/sh\necho 'MISCONF Errors writing to the AOF file: No space left on device'\nexit 1\n";
        writeFileSync(pod.path("redis-cli"), answer, { mode: 0o755 });
        const env = { PATH: `${pod.folder}:${pod.installation.path}` };
        assert.equal(pod.probe("livenessProbe", env), 0);
        assert.equal(pod.probe("readinessProbe", env), 0);
    });

    it("leaves no client's data behind when it crashes", async () => {
        const connection = await pod.login();
        await connection.call("SET", "key", "personal data");
        pod.server?.signal("SIGSEGV");
        assert.notEqual(await pod.server?.end(), 0);
        const log = pod.server?.output ?? "";
        assert.doesNotMatch(log, /personal data|REGISTERS|CLIENT LIST/);
        assert.ok(!log.includes(passwordOf("kato_user", 1)));
        assert.equal(await (await restart()).call("GET", "key"), "personal data");
    });

    it("writes nothing but its file, and keeps its socket to its own user", async () => {
        await write(await pod.login(), 1);
        assert.deepEqual(readdirSync(pod.path("data")), ["appendonlydir"]);
        assert.equal(statSync(pod.path("run/redis/redis.sock")).mode & 0o777, 0o700);
    });
});
