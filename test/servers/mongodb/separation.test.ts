import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Finished, run, Running } from "../support/process";
import { project } from "../support/projected";
import { until } from "../support/until";
import { mongoshFolder } from "./mongosh";
import { Pod } from "./pod";

const START = join(__dirname, "../../../components/data/mongodb/start.sh");

/** The users that the pod's containers have, and the group that owns its volumes. */
const SERVER = { uid: 10010, gid: 10010 };
const KEEPER = { uid: 10011, gid: 10010 };
const PATH = process.env["PATH"] ?? "";

describe("users of mongo-kb", function () {
    this.timeout(120_000);

    before(() => {
        assert.equal(
            process.getuid?.(),
            0,
            "These tests start processes of other users: run them as root, as CI does.",
        );
    });

    describe("the keeper's, whose processes the server sees", () => {
        const admin = randomBytes(16).toString("hex");
        let pod: Pod;
        before(async () => {
            pod = await Pod.make({ admin: { current: admin }, logins: { kato_user: "first" } });
            // Where npm has put it, only root may look.
            run("cp", ["-a", mongoshFolder(), pod.path("node_modules")], { env: { PATH } });
            pod.useMongosh(pod.path("node_modules"));
            await pod.keep(KEEPER);
        });
        after(async () => {
            await pod.remove();
        });

        /** What somebody reads who is this user and sees all processes. */
        const read = (file: string, who: typeof SERVER): Finished =>
            run("cat", [`/proc/${pod.keeper?.pid ?? 0}/${file}`], { ...who, env: { PATH } });

        it("is let to the mounted files by the group, and applies them", () => {
            assert.match(pod.keeper?.output ?? "", /^keeper: applied$/m);
        });

        it("does not let the server at the administrator's password, as a common user would", () => {
            const inKeeper = `root${pod.path("admin/current")}`;
            assert.equal(read(inKeeper, KEEPER).stdout, admin);
            for (const file of [inKeeper, "environ", "mem", "cwd/."]) {
                const { status, stderr } = read(file, SERVER);
                assert.equal(status, 1, file);
                assert.match(stderr, /Permission denied/, file);
            }
        });
    });

    describe("the server's, on the volume of a release that had another", () => {
        let folder: string;
        const path = (name: string): string => join(folder, name);
        /** The kubelet gives the volume's group everything that its owner may do. */
        const asKubelet = (): void => {
            run("chgrp", ["-R", String(SERVER.gid), path("data")], { env: { PATH } });
            run("chmod", ["-R", "g+rwX", path("data")], { env: { PATH } });
        };
        const start = (args: readonly string[] = ["percona", "8.0", "plain"]): Launched => {
            const words = [START, path("data"), path("keys"), path("copies"), "/conf/mongod.yaml", ...args];
            return { words, launch: { ...SERVER, env: { PATH: `${path("bin")}:${PATH}` } } };
        };
        interface Launched {
            readonly words: readonly string[];
            readonly launch: { uid: number; gid: number; env: Record<string, string> };
        }

        beforeEach(() => {
            folder = mkdtempSync(join(tmpdir(), "kato-mongod-"));
            chmodSync(folder, 0o755);
            for (const name of ["data", "data/journal", "data/lost+found", "copies", "bin"]) {
                mkdirSync(path(name), { mode: 0o700 });
            }
            chmodSync(path("bin"), 0o755);
            chownSync(path("copies"), SERVER.uid, SERVER.gid);
            project(path("keys"), { "key-file": "one" }, { uid: 0, gid: SERVER.gid });
            writeFileSync(path("bin/mongod"), "#!/bin/sh\necho mongod\n", { mode: 0o755 });
            for (const [name, text] of [
                [".kato-engine", "percona 8.0 plain\n"],
                ["WiredTiger", "engine"],
                ["journal/log", "entries"],
            ] as const) {
                writeFileSync(path(`data/${name}`), text, { mode: 0o600 });
                chownSync(path(`data/${name}`), 1001, 1001);
            }
            chownSync(path("data"), 1001, 1001);
            chownSync(path("data/journal"), 1001, 1001);
            asKubelet();
            chmodSync(path("data/lost+found"), 0o700);
            chownSync(path("data/lost+found"), 0, 0);
        });
        afterEach(() => {
            rmSync(folder, { recursive: true });
        });

        // WiredTiger opens files in a way that the system allows to their owner alone.
        it("becomes the owner of every file, with the same content", () => {
            const { words, launch } = start();
            const { status, stdout, stderr } = run("sh", words, launch);
            assert.equal(status, 0, stderr);
            assert.equal(stdout, "mongod\n");
            assert.deepEqual(readdirSync(path("data")).sort(), [".kato-engine", "WiredTiger", "journal", "lost+found"]);
            for (const [name, text] of [
                ["WiredTiger", "engine"],
                ["journal/log", "entries"],
            ] as const) {
                assert.equal(statSync(path(`data/${name}`)).uid, SERVER.uid, name);
                assert.equal(readFileSync(path(`data/${name}`), "utf8"), text);
            }
            assert.match(stderr, /^start: making .*\/WiredTiger our own$/m);
            assert.equal(run("sh", words, launch).stderr, "", "the second time there is nothing to do");
        });

        it("goes on where it was interrupted", async () => {
            const { words, launch } = start();
            writeFileSync(path("data/WiredTiger.kato-own"), "eng");
            chownSync(path("data/WiredTiger.kato-own"), SERVER.uid, SERVER.gid);
            const running = new Running("sh", words, launch);
            await until("it has ended", async () => ((await running.end()) === 0 ? true : undefined));
            assert.equal(readFileSync(path("data/WiredTiger"), "utf8"), "engine");
            assert.equal(readdirSync(path("data")).includes("WiredTiger.kato-own"), false);
        });

        it("does not start on a volume whose files it cannot take over", () => {
            chmodSync(path("data/journal/log"), 0o600);
            const { words, launch } = start();
            const { status, stdout, stderr } = run("sh", words, launch);
            assert.notEqual(status, 0);
            assert.equal(stdout, "");
            assert.match(stderr, /journal\/log.*Permission denied/);
            assert.equal(readFileSync(path("data/journal/log"), "utf8"), "entries");
        });
    });
});
