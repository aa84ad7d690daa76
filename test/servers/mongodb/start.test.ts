import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Finished, run } from "../support/process";
import { project } from "../support/projected";

const SCRIPT = join(__dirname, "../../../components/data/mongodb/start.sh");
const ME = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

/** Stands for mongod: says how it was started and leaves the file that tells a folder with data from an empty one. */
const MONGOD = `#!/bin/sh
echo "mongod $* pid $$"
: >"$DATA/WiredTiger"
`;

describe("start.sh of mongo-kb", () => {
    let folder: string;
    const path = (name: string): string => join(folder, name);

    const start = (engine = "percona 8.0 encrypted", env: Record<string, string> = {}): Finished =>
        run("sh", [SCRIPT, path("data"), path("keys"), path("copies"), "/conf/mongod.yaml", ...engine.split(" ")], {
            env: { PATH: `${path("bin")}:${process.env["PATH"] ?? ""}`, DATA: path("data"), ...env },
        });
    const marker = (): string => readFileSync(path("data/.kato-engine"), "utf8");

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "kato-mongod-"));
        for (const name of ["data", "copies", "bin", "log"]) {
            mkdirSync(path(name));
        }
        // What a new file system has in it.
        mkdirSync(path("data/lost+found"));
        project(path("keys"), { "key-file": "one", "encryption-key": "two" }, ME);
        writeFileSync(path("bin/mongod"), MONGOD, { mode: 0o755 });
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("becomes mongod with the configuration and nothing else on its command line", () => {
        const { status, stdout, stderr } = start();
        assert.equal(status, 0, stderr);
        assert.match(stdout, /^mongod --config \/conf\/mongod\.yaml pid \d+\n$/);
        assert.equal(stderr, "");
    });

    it("gives mongod copies of its keys that nobody else can read, as it demands", () => {
        assert.equal(statSync(path("keys/key-file")).mode & 0o777, 0o440);
        start();
        assert.deepEqual(readdirSync(path("copies")).sort(), ["encryption-key", "key-file"]);
        for (const [name, text] of [
            ["key-file", "one"],
            ["encryption-key", "two"],
        ] as const) {
            assert.equal(readFileSync(path(`copies/${name}`), "utf8"), text);
            assert.equal(statSync(path(`copies/${name}`)).mode & 0o777, 0o400);
        }
    });

    it("starts again over what an earlier start in the same pod has left", () => {
        start();
        const { status, stderr } = start();
        assert.equal(status, 0, stderr);
        assert.deepEqual(readdirSync(path("copies")).sort(), ["encryption-key", "key-file"]);
        assert.deepEqual(readdirSync(path("data")).sort(), [".kato-engine", "WiredTiger", "lost+found"]);
    });

    it("remembers on the volume what server the data is of", () => {
        start();
        assert.equal(marker(), "percona 8.0 encrypted\n");
    });

    it("lets mongod open as many files as it may, whatever soft limit the runtime has set", () => {
        writeFileSync(path("bin/mongod"), "#!/bin/sh\nulimit -Sn\nulimit -Hn\n", { mode: 0o755 });
        const args = [
            SCRIPT,
            path("data"),
            path("keys"),
            path("copies"),
            "/conf/mongod.yaml",
            "percona",
            "8.0",
            "plain",
        ];
        const { stdout } = run("sh", ["-c", 'ulimit -S -n 256 && exec sh "$@"', "sh", ...args], {
            env: { PATH: `${path("bin")}:${process.env["PATH"] ?? ""}`, DATA: path("data") },
        });
        const [soft, hard] = stdout.split("\n");
        assert.equal(soft, hard);
    });

    it("goes on to the next major version, and remembers that", () => {
        assert.equal(start("community 7.0 plain").status, 0);
        assert.equal(start("community 8.0 plain").status, 0);
        assert.equal(marker(), "community 8.0 plain\n");
    });

    it("is what it is told to be on a volume on which no server has ever got as far as to have data", () => {
        writeFileSync(path("bin/mongod"), "#!/bin/sh\nexit 1\n");
        assert.equal(start("community 7.0 plain").status, 1);
        writeFileSync(path("bin/mongod"), MONGOD);
        assert.equal(start("percona 8.0 encrypted").status, 0);
        assert.equal(marker(), "percona 8.0 encrypted\n");
    });

    for (const [what, before, now, reason] of [
        [
            "an older version",
            "percona 8.0 encrypted",
            "percona 7.0 encrypted",
            /of version 8\.0, this is the older 7\.0/,
        ],
        ["encryption on", "percona 8.0 plain", "percona 8.0 encrypted", /is plain, this server's would be encrypted/],
        ["encryption off", "percona 8.0 encrypted", "percona 8.0 plain", /is encrypted, this server's would be plain/],
        ["another edition", "community 8.0 plain", "percona 8.0 plain", /of edition community, this is percona/],
    ] as const) {
        it(`refuses ${what} on data that there is, and changes nothing`, () => {
            assert.equal(start(before).status, 0);
            rmSync(path("copies"), { recursive: true });
            mkdirSync(path("copies"));
            const { status, stdout, stderr } = start(now);
            assert.equal(status, 1);
            assert.equal(stdout, "", "mongod is not started");
            assert.match(stderr, reason);
            assert.match(stderr, /^start: .*\. Nothing was changed; see docs\/runbooks\/mongodb\.md\.\n$/);
            assert.equal(marker(), `${before}\n`);
            assert.deepEqual(readdirSync(path("copies")), []);
        });
    }

    // docs/runbooks/mongodb.md, "Change the edition or encryption", steps 2 and 3.
    it("puts old data aside, whole, for the server that somebody has named, and for no other", () => {
        start("community 8.0 plain");
        writeFileSync(path("data/collection-0.wt"), "data");
        writeFileSync(path("data/.kato-replace"), "percona 8.0 encrypted\n");
        assert.equal(start("community 8.0 plain").status, 0);
        assert.equal(existsSync(path("data/replaced")), false);

        const { status, stderr } = start("percona 8.0 encrypted");
        assert.equal(status, 0, stderr);
        assert.deepEqual(readdirSync(path("data")).sort(), [".kato-engine", "WiredTiger", "lost+found", "replaced"]);
        assert.deepEqual(readdirSync(path("data/replaced")).sort(), [".kato-engine", "WiredTiger", "collection-0.wt"]);
        assert.equal(readFileSync(path("data/replaced/.kato-engine"), "utf8"), "community 8.0 plain\n");
        assert.equal(marker(), "percona 8.0 encrypted\n");
    });

    it("goes on with putting aside where it was interrupted, and never over data put aside before", () => {
        start("community 8.0 plain");
        mkdirSync(path("data/replaced"));
        writeFileSync(path("data/replaced/collection-0.wt"), "data");
        writeFileSync(path("data/.kato-replace"), "percona 8.0 plain\n");
        assert.equal(start("percona 8.0 plain").status, 0);
        assert.deepEqual(readdirSync(path("data/replaced")).sort(), [".kato-engine", "WiredTiger", "collection-0.wt"]);

        writeFileSync(path("data/.kato-replace"), "percona 8.0 encrypted\n");
        const { status, stderr } = start("percona 8.0 encrypted");
        assert.equal(status, 1);
        assert.match(stderr, /replaced still holds the data that was replaced before/);
        assert.equal(marker(), "percona 8.0 plain\n");
    });

    it("refuses data of which it does not know what it is of", () => {
        writeFileSync(path("data/WiredTiger"), "");
        const { status, stderr } = start();
        assert.equal(status, 1);
        assert.match(stderr, /holds data of unknown origin/);
        assert.equal(existsSync(path("data/.kato-engine")), false);
    });

    it("stops when a key cannot be copied", () => {
        chmodSync(path("bin"), 0o755);
        rmSync(path("copies"), { recursive: true });
        const { status, stdout } = start();
        assert.notEqual(status, 0);
        assert.equal(stdout, "");
    });

    it("closes the audit log of an earlier server, and says which process the new one is", () => {
        writeFileSync(path("log/audit.json"), "before\n");
        const { stdout } = start(undefined, { AUDIT_LOG: path("log/audit.json") });
        const names = readdirSync(path("log")).sort();
        assert.equal(names.length, 2);
        assert.match(names[0]!, /^audit\.json\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/);
        assert.equal(readFileSync(path(`log/${names[0]!}`), "utf8"), "before\n");
        assert.equal(names[1], "mongod.pid");
        assert.equal(`pid ${readFileSync(path("log/mongod.pid"), "utf8")}`, /pid \d+\n/.exec(stdout)?.[0]);
    });
});
