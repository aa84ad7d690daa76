import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { earlierPreview } from "../../../../cli/preview/compare/against";
import { messageOf, statusOf } from "../../../../cli/shared/exit";
import { cleanUp, preview, project, SPAWN_TIMEOUT, temporaryFolder } from "../support";

const program = (data: string) => `
    import { ConfigMap, PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1";
    import { Config } from "@pulumi/pulumi";
    ${data}
`;
const CLAIM = `new PersistentVolumeClaim("data", { metadata: { name: "data" }, spec: {} }, { protect: true });`;
const MAP = `new ConfigMap("app", { metadata: { name: "app" }, data: { level: new Config().get("level") ?? "info" } });`;
/** What the program is given of two settings. */
const GIVEN = `const given = new Config();
    new ConfigMap("given", {
        metadata: { name: "given" },
        data: { old: given.get("oldPassword"), new: given.get("newPassword") } as Record<string, string>,
    });`;

/** Why a name is refused as something to compare with. */
function refusalOf(name: string, root: string): string {
    try {
        earlierPreview(name, root);
    } catch (error) {
        assert.equal(statusOf(error), 2);
        return messageOf(error);
    }
    throw new Error(`${name} was accepted`);
}

describe("--against a git ref", function () {
    this.timeout(SPAWN_TIMEOUT);
    after(cleanUp);

    let folder: string;
    const git = (...args: string[]): string =>
        execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
            cwd: folder,
            encoding: "utf8",
        });
    const write = (text: string): void => {
        fs.writeFileSync(path.join(folder, "index.ts"), program(text));
    };
    const secrets = (...names: string[]): void => {
        fs.mkdirSync(path.join(folder, "config"), { recursive: true });
        fs.writeFileSync(
            path.join(folder, "config", "index.ts"),
            `export const secretKeys = ${JSON.stringify(names)};`,
        );
    };

    before(() => {
        folder = project(program(`${CLAIM} ${MAP}`));
        fs.writeFileSync(path.join(folder, ".gitignore"), "node_modules\nout\n");
        git("init", "--quiet", "--initial-branch", "main");
        git("add", ".");
        git("commit", "--quiet", "--message", "one");
        git("tag", "good");
        write(`throw new Error("out of order");`);
        git("commit", "--quiet", "--all", "--message", "two");
        git("tag", "broken");
        write(`process.kill(process.pid, "SIGINT"); setInterval(() => undefined, 1000);`);
        git("commit", "--quiet", "--all", "--message", "three");
        git("tag", "interrupting");
    });

    it("prints what changes since that commit, what is dangerous first", async () => {
        write(MAP.replace("info", "debug"));
        const { stdout, stderr } = await preview(folder, "--stack", "dev", "--against", "good");
        assert.match(
            stdout,
            /^Dangerous changes against good\n {2}! removed: PersistentVolumeClaim data\n {6}Its data is deleted .*\n\nChanges against good\n {2}~ ConfigMap app\n {6}data\.level: info → debug\n {2}- PersistentVolumeClaim data\n\n/,
            stderr,
        );
    });

    it("finds no changes where there are none", async () => {
        write(`${CLAIM} ${MAP}`);
        const { stdout, stderr } = await preview(folder, "--stack", "dev", "--against", "good");
        assert.match(stdout, /^No changes against good\.\n/, stderr);
    });

    it("shows what an override changes", async () => {
        write(`${CLAIM} ${MAP}`);
        const flags = ["--stack", "dev", "--against", "good", "--config", "level=warning"];
        const { stdout, stderr } = await preview(folder, ...flags);
        assert.match(stdout, /^Changes against good\n {2}~ ConfigMap app\n {6}data\.level: info → warning\n\n/, stderr);
    });

    it("uses the stack file as it was then", async () => {
        write(`${CLAIM} ${MAP}`);
        const stackFile = path.join(folder, "Pulumi.dev.yaml");
        fs.writeFileSync(stackFile, "config:\n  kato-platform:level: warning\n");
        const { stdout, stderr } = await preview(folder, "--stack", "dev", "--against", "good");
        git("restore", "Pulumi.dev.yaml");
        assert.match(stdout, /\n {6}data\.level: info → warning\n/, stderr);
    });

    it("gives the earlier program the secrets that it knows, which may be others", async () => {
        write(`${CLAIM} ${GIVEN}`);
        secrets("oldPassword");
        git("add", ".");
        git("commit", "--quiet", "--message", "secret");
        git("tag", "secret");
        secrets("newPassword");
        const { stdout, stderr } = await preview(folder, "--stack", "dev", "--against", "secret");
        fs.rmSync(path.join(folder, "config"), { recursive: true });
        git("reset", "--quiet", "interrupting");
        assert.match(stdout, /\n {6}data\.old: placeholder-oldPassword → nothing\n/, stderr);
        assert.match(stdout, /\n {6}data\.new: nothing → placeholder-newPassword\n/);
    });

    it("says which one fails where the earlier program does", async () => {
        write(`${CLAIM} ${MAP}`);
        const { status, stderr } = await preview(folder, "--stack", "dev", "--against", "broken");
        assert.equal(status, 3);
        assert.match(stderr, /^At broken: out of order$/m);
    });

    it("follows a stack file that was renamed, and says where there was none", async () => {
        write(`${CLAIM} ${MAP}`);
        git("mv", "Pulumi.dev.yaml", "Pulumi.test.yaml");
        fs.appendFileSync(path.join(folder, "Pulumi.test.yaml"), "\n");
        const renamed = await preview(folder, "--stack", "test", "--against", "good");
        git("reset", "--quiet");
        const unknown = await preview(folder, "--stack", "test", "--against", "good");
        fs.rmSync(path.join(folder, "Pulumi.test.yaml"));
        git("restore", "Pulumi.dev.yaml");
        assert.match(renamed.stdout, /^No changes against good\.\n/, renamed.stderr);
        assert.equal(unknown.status, 2);
        assert.match(
            unknown.stderr,
            /^At good: there was no Pulumi\.test\.yaml, and git knows of none .* were: dev\.$/m,
        );
    });

    it("shows git's own words, and what to do: a commit that a shallow clone does not have", () => {
        const commit = git("rev-parse", "good").trim();
        const clone = path.join(temporaryFolder(), "clone");
        git("clone", "--quiet", "--depth", "1", `file://${folder}`, clone);
        const why = refusalOf("good", clone);
        assert.match(why, /^--against good: neither .* nor a commit\. git says:\nfatal: bad revision 'good'\n/);
        assert.match(why, /`git fetch --unshallow`; in GitHub Actions, give actions\/checkout `fetch-depth: 0`/);
        assert.match(refusalOf(commit, clone), /\nfatal: bad object /);
        git("-C", clone, "fetch", "--quiet", "--unshallow", "--tags");
        assert.deepEqual(earlierPreview("good", clone), { name: "good", commit });
    });

    it("shows git's own words, and what to do: a branch that was not fetched, another's repository, none at all", () => {
        assert.match(refusalOf("release", folder), /\nfatal: bad revision 'release'\n.*git fetch origin NAME$/);
        // What git's own tests use in place of a second user.
        process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1";
        try {
            assert.match(
                refusalOf("good", folder),
                /\nfatal: detected dubious ownership in repository at [^]*git config --global --add safe\.directory \S+$/,
            );
        } finally {
            delete process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"];
        }
        assert.match(refusalOf("good", temporaryFolder()), /\nfatal: not a git repository/);
    });

    it("ends with 130 when it is interrupted meanwhile", async () => {
        write(`${CLAIM} ${MAP}`);
        const { status, stdout, stderr } = await preview(folder, "--stack", "dev", "--against", "interrupting");
        assert.equal(status, 130, stderr);
        assert.equal(stdout, "");
        assert.doesNotMatch(stderr, /ended before it was done/);
    });

    it("leaves neither a worktree nor a change behind, whether it worked or not", () => {
        assert.equal(git("worktree", "list").trim().split("\n").length, 1);
        assert.equal(git("status", "--porcelain"), " M index.ts\n");
        assert.equal(git("rev-parse", "--abbrev-ref", "HEAD"), "main\n");
    });
});
