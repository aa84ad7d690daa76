import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { eventually, Running } from "../support/process";
import { project } from "../support/projected";

const SCRIPT = join(__dirname, "../../../components/workload/keeper.sh");

describe("keeper.sh", function () {
    this.timeout(30_000);
    let folder: string;
    let keeper: Running;
    const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    const path = (name: string) => join(folder, name);
    const runs = () => (existsSync(path("runs")) ? readFileSync(path("runs"), "utf8").trim().split("\n").length : 0);

    const start = (apply: string, env: Record<string, string> = {}): Running => {
        writeFileSync(path("apply.sh"), `echo run >>'${path("runs")}'\n${apply}\n`);
        keeper = new Running("sh", [SCRIPT, path("apply.sh"), path("secret"), path("tls")], {
            env: { PATH: process.env["PATH"] ?? "", KEEPER_STATE: path("state"), KEEPER_INTERVAL: "0.1", ...env },
        });
        return keeper;
    };

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "kato-keeper-"));
        mkdirSync(path("state"));
        mkdirSync(path("tls"));
        project(path("secret"), { password: "first" }, me);
    });
    afterEach(async () => {
        await keeper.kill();
        rmSync(folder, { recursive: true });
    });

    it("applies at start and says so, and then leaves it at that", async () => {
        start("true");
        await eventually("ready", () => existsSync(path("state/applied")));
        await delay(500);
        assert.equal(runs(), 1);
    });

    it("applies again when a mounted file changes, comes or goes", async () => {
        start("true");
        await eventually("first", () => runs() === 1);
        project(path("secret"), { password: "second" }, me);
        await eventually("changed", () => runs() === 2);
        project(path("secret"), { password: "second", other: "new" }, me);
        await eventually("new file", () => runs() === 3);
        project(path("secret"), { password: "second" }, me);
        await eventually("file gone", () => runs() === 4);
        writeFileSync(path("tls/tls.crt"), "certificate");
        await eventually("second folder", () => runs() === 5);
    });

    it("is not woken by the kubelet writing the same values again", async () => {
        start("true");
        await eventually("first", () => runs() === 1);
        project(path("secret"), { password: "first" }, me);
        await delay(500);
        assert.equal(runs(), 1);
    });

    it("repeats a failed run, and is not ready before one succeeds", async () => {
        start(`test -e '${path("server-is-up")}'`);
        await eventually("three attempts", () => runs() >= 3);
        assert.equal(existsSync(path("state/applied")), false);
        assert.match(keeper.output, /keeper: not applied \(exit status 1\), next attempt in 0\.1 s/);
        writeFileSync(path("server-is-up"), "");
        await eventually("ready", () => existsSync(path("state/applied")));
    });

    it("waits for a server that is not up yet, says so once, and applies as soon as it is up", async () => {
        start(`test -e '${path("server-is-up")}' || { echo 'apply: waits' >&2; exit 75; }`, { KEEPER_INTERVAL: "60" });
        await eventually("three looks", () => runs() >= 3);
        assert.equal(existsSync(path("state/applied")), false);
        assert.equal(readFileSync(path("state/reason"), "utf8"), "apply: waits\n");
        writeFileSync(path("server-is-up"), "");
        await eventually("ready", () => existsSync(path("state/applied")), 3_000);
        assert.equal(keeper.output, "apply: waits\nkeeper: applied\n");
    });

    it("applies again what it had applied, once a server is back that it had to wait for", async () => {
        start(`! grep -q second '${path("secret/password")}' || exit 75`);
        await eventually("first", () => existsSync(path("state/applied")));
        project(path("secret"), { password: "second" }, me);
        await eventually("waits", () => runs() >= 2);
        project(path("secret"), { password: "first" }, me);
        await eventually("applied", () => keeper.output.split("keeper: applied").length === 3);
    });

    it("runs a script beside, in the same environment, for as long as it runs itself", async () => {
        writeFileSync(path("beside.sh"), `while :; do : >"$KEEPER_STATE/beside"; sleep 0.1; done\n`);
        start("true", { KEEPER_BESIDE: path("beside.sh") });
        await eventually("both", () => existsSync(path("state/applied")) && existsSync(path("state/beside")));
    });

    // The readiness probe prints it, which makes it an event of the pod.
    it("keeps the reason of the last failure, and what was written by the way", async () => {
        start("echo 'apply: the server is away' >&2; exit 1");
        await eventually("two attempts", () => runs() >= 2 && keeper.output.includes("next attempt"));
        assert.equal(readFileSync(path("state/reason"), "utf8"), "apply: the server is away\n");
        assert.match(keeper.output, /^apply: the server is away$/m);
    });

    it("ends where a first run says that no other helps, with the reason in its last lines", async () => {
        start("echo 'apply: wrong password' >&2; exit 78");
        assert.equal(await keeper.end(), 78);
        assert.equal(keeper.output, "apply: wrong password\n");
    });

    it("goes on after such a run where it has applied before: the server works", async () => {
        start(`grep -q first '${path("secret/password")}' || exit 78`);
        await eventually("first", () => existsSync(path("state/applied")));
        project(path("secret"), { password: "second" }, me);
        await eventually("failed", () => keeper.output.includes("not applied (exit status 78)"));
        project(path("secret"), { password: "first" }, me);
        await eventually("applied", () => keeper.output.split("keeper: applied").length === 3);
    });

    it("applies again what was, after a run for something else has failed and may have done a part", async () => {
        start(`! grep -q second '${path("secret/password")}'`);
        await eventually("first", () => existsSync(path("state/applied")));
        project(path("secret"), { password: "second" }, me);
        await eventually("failed", () => runs() >= 2 && keeper.output.includes("not applied"));
        project(path("secret"), { password: "first" }, me);
        await eventually("applied", () => keeper.output.split("keeper: applied").length === 3);
    });

    it("applies once more when a value changes while it is being applied", async () => {
        start("sleep 0.5");
        await eventually("first begins", () => runs() === 1);
        project(path("secret"), { password: "second" }, me);
        await eventually("second run", () => runs() === 2);
        await delay(1_000);
        assert.equal(runs(), 2);
    });

    it("ends a run that hangs, and tries again", async () => {
        start("sleep 60", { KEEPER_LIMIT: "0.3" });
        await eventually("second attempt", () => runs() === 2);
    });

    it("shows that it is alive in every round", async () => {
        start("true");
        await eventually("ready", () => existsSync(path("state/applied")));
        const before = statSync(path("state/alive")).mtimeMs;
        await eventually("touched", () => statSync(path("state/alive")).mtimeMs > before);
    });

    it("ends at once on SIGTERM, between two looks and in the middle of a run", async () => {
        start("true", { KEEPER_INTERVAL: "60" });
        await eventually("ready", () => existsSync(path("state/applied")));
        await delay(200);
        keeper.signal("SIGTERM");
        assert.equal(await keeper.end(1_000), 0);
        start("sleep 60");
        await eventually("running", () => runs() === 2);
        keeper.signal("SIGTERM");
        assert.equal(await keeper.end(1_000), 0);
    });

    it("prints nothing of what is mounted", async () => {
        start("true");
        await eventually("ready", () => existsSync(path("state/applied")));
        assert.equal(keeper.output, "keeper: applied\n");
    });
});
