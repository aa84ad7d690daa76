import assert from "node:assert/strict";
import {
    appendFileSync,
    existsSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    renameSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { eventually, Running } from "../support/process";

const SCRIPT = join(__dirname, "../../../components/data/mongodb/audit.sh");

/** Stands for mongod: appends numbered lines to its log without a pause, and begins a new file when it is told to. */
const MONGOD = `#!/bin/sh
number=0
trap 'mv audit.json audit.json.$number; echo rotated >>rotations; exec 5>>audit.json' USR1
trap 'echo "{\\"line\\":\\"last\\"}" >&5; exit 0' TERM
exec 5>>audit.json
echo $$ >mongod.pid
while :; do
    number=$((number + 1))
    echo "{\\"line\\":$number}" >&5
    [ $((number % 200)) -ne 0 ] || sleep 0.01
done
`;

describe("audit.sh of mongo-kb", function () {
    this.timeout(60_000);
    let folder: string;
    let audit: Running;
    let mongod: Running | undefined;
    const path = (name: string): string => join(folder, name);
    const logs = (): string[] => readdirSync(folder).filter((name) => name.startsWith("audit.json"));

    const start = (limit = 1_000_000): Running => {
        audit = new Running("sh", [SCRIPT, path("audit.json")], {
            env: { PATH: process.env["PATH"] ?? "", AUDIT_INTERVAL: "0.1", AUDIT_LIMIT: String(limit) },
        });
        return audit;
    };
    const startMongod = (): Running => {
        writeFileSync(path("mongod"), MONGOD, { mode: 0o755 });
        // By its own name, which is what the process is then called.
        mongod = new Running(path("mongod"), [], { cwd: folder, env: { PATH: process.env["PATH"] ?? "" } });
        return mongod;
    };
    const write = (text: string): void => {
        appendFileSync(path("audit.json"), text);
    };
    const shows = async (text: string): Promise<void> => {
        await eventually(`the output is ${JSON.stringify(text)}`, () => audit.output === text);
    };

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "kato-audit-"));
        mongod = undefined;
    });
    afterEach(async () => {
        await audit.kill();
        await mongod?.kill();
        rmSync(folder, { recursive: true });
    });

    it("waits for the log and then prints each line once", async () => {
        start();
        await delay(300);
        write("one\n");
        await shows("one\n");
        write("two\nthree\n");
        await shows("one\ntwo\nthree\n");
        await delay(300);
        assert.equal(audit.output, "one\ntwo\nthree\n");
    });

    it("touches `copied` in every round, which is how the kubelet sees that it goes on", async () => {
        start();
        await eventually("it is there", () => existsSync(path("copied")));
        const first = statSync(path("copied")).mtimeMs;
        await eventually("it is touched again", () => statSync(path("copied")).mtimeMs > first);
    });

    it("prints a line that is written in two parts as one", async () => {
        start();
        write('{"half":');
        await shows('{"half":');
        write('"done"}\n');
        await shows('{"half":"done"}\n');
    });

    it("finishes a file that is renamed while it is read, deletes it, and goes on with the new one", async () => {
        start();
        write("one\n");
        await shows("one\n");
        write("two\n");
        renameSync(path("audit.json"), path("audit.json.2026-11-22T10-00-00"));
        write("three\n");
        await shows("one\ntwo\nthree\n");
        assert.deepEqual(logs(), ["audit.json"]);
    });

    it("prints in order what earlier servers have left", async () => {
        writeFileSync(path("audit.json.2026-11-22T10-00-00"), "one\n");
        writeFileSync(path("audit.json.2026-11-22T11-00-00"), "two\n");
        write("three\n");
        start();
        await shows("one\ntwo\nthree\n");
        assert.deepEqual(logs(), ["audit.json"]);
    });

    it("has the server begin new files under load, losing and repeating nothing, until the server has ended", async () => {
        startMongod();
        start(50_000);
        const rotations = (): number =>
            existsSync(path("rotations")) ? readFileSync(path("rotations"), "utf8").split("\n").length - 1 : 0;
        await eventually("some files are done with", () => rotations() >= 5, 40_000);
        // The end of the pod: both are told at once.
        audit.signal("SIGTERM");
        await delay(300);
        mongod?.signal("SIGTERM");
        assert.equal(await audit.end(20_000), 0);
        const lines = audit.output.trimEnd().split("\n");
        assert.equal(lines.pop(), '{"line":"last"}');
        assert.deepEqual(
            lines,
            lines.map((_, index) => `{"line":${index + 1}}`),
        );
    });

    it("signals nobody when the process with the server's number is another program", async () => {
        const stranger = new Running("sleep", ["30"], { env: { PATH: process.env["PATH"] ?? "" } });
        writeFileSync(path("mongod.pid"), `${stranger.pid}\n`);
        start(10);
        write(`${"x".repeat(100)}\n`);
        await eventually("it is printed", () => audit.output.length === 101);
        await delay(500);
        stranger.signal("SIGTERM");
        assert.equal(await stranger.end(), "SIGTERM");
    });

    it("ends at once where there is no server", async () => {
        start();
        write("one\n");
        await shows("one\n");
        audit.signal("SIGTERM");
        assert.equal(await audit.end(), 0);
    });
});
