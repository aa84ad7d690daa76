import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { typed } from "../../docs/commands/pages";
import { typeLine } from "../support/runbook";
import { Pod } from "./pod";

const PAGE = "docs/runbooks/redis.md";

describe("what docs/runbooks/redis.md types into the pod of redis-kb", function () {
    this.timeout(60_000);
    let pod: Pod;

    before(async () => {
        pod = await Pod.make();
        await pod.start();
    });
    after(async () => {
        await pod.remove();
    });

    /** What each command of the operator's answers; its user may do this and nothing else. */
    const answers: Readonly<Record<string, RegExp>> = {
        "info memory": /^maxmemory:\d+/m,
        "info keyspace": /^# Keyspace/,
        "acl log": /reason\ncommand/,
        "client kill id ID": /^1\n$/,
        "client list": /user=operator/,
        bgrewriteaof: /rewriting started/,
        "script kill": /NOTBUSY/,
    };
    const commands = new Set(typed(PAGE, "operator").map(({ words }) => words.slice(1).join(" ")));
    commands.delete("");
    for (const command of commands) {
        it(`operator ${command}`, async () => {
            const client = await pod.login();
            const found = /id=(\d+) .*user=kato_user/.exec(pod.asOperator("client", "list"))?.[1] ?? "";
            await assert.rejects(client.call("CONFIG", "GET", "*"), /NOPERM/);
            const words = command.replace("ID", found).split(" ");
            assert.match(pod.asOperator(...words), answers[command] ?? /an answer that the test does not know/);
            client.close();
        });
    }

    it("until when the certificate is that is served", () => {
        const { stdout } = typeLine(PAGE, "openssl s_client", [["6379", String(pod.port)]]);
        assert.match(stdout, /^notAfter=/);
    });

    it("redis-check-aof finds what is damaged, and --fix lets the server start again", async () => {
        const client = await pod.login();
        for (const name of ["one", "two", "three"]) await client.call("SET", `kato:session:${name}`, "x".repeat(100));
        client.close();
        await pod.server?.kill();
        const folder = pod.path("/data/appendonlydir");
        const file = `${folder}/${
            readdirSync(folder)
                .filter((name) => name.endsWith(".incr.aof"))
                .sort()
                .at(-1) ?? ""
        }`;
        writeFileSync(file, readFileSync(file, "utf8").replace(/three/, "thr"));

        const check = typed(PAGE, "kubectl").find(({ words }) => words.includes("redis-check-aof"))?.words ?? [];
        const [program = "", ...args] = check
            .slice(check.indexOf("--") + 1)
            .map((word) => word.replace(/^\/data/, pod.path("/data")));
        const type = (...more: string[]) =>
            spawnSync(program, [...more, ...args], {
                env: { PATH: pod.installation.path },
                encoding: "utf8",
                input: "y\n",
            });
        const found = type();
        assert.notEqual(found.status, 0);
        assert.match(found.stdout, /AOF .*ok_up_to=\d+/);
        const fixed = typed(PAGE, "redis-check-aof").map(({ words }) => words.slice(1));
        assert.deepEqual(fixed, [["--fix"]]);
        assert.equal(type("--fix").status, 0);
        await pod.start();
        const again = await pod.login();
        assert.equal(await again.call("EXISTS", "kato:session:two"), 1);
        again.close();
    });
});
