import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseReports, type StackReport } from "../../cli/comment/report";
import { cleanUp, project, REPOSITORY, SPAWN_TIMEOUT, temporaryFolder } from "../cli/preview/support";

const SCRIPT = path.join(REPOSITORY, ".github/scripts/preview-changes.sh");
/** Without the SDK of Kubernetes, which takes longer to load than all the rest. */
const PROGRAM = `
    import { Config, CustomResource } from "@pulumi/pulumi";
    const name = new Config().require("name");
    const object = { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { namespace: "a", name }, spec: {} };
    new CustomResource("kubernetes:core/v1:PersistentVolumeClaim", name, object);
`;

describe("preview-changes.sh", function () {
    this.timeout(SPAWN_TIMEOUT);
    after(cleanUp);

    let folder: string;
    const git = (...args: string[]): string =>
        execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
            cwd: folder,
            encoding: "utf8",
        });
    const commit = (files: Record<string, string | undefined>): void => {
        for (const [name, text] of Object.entries(files)) {
            if (text === undefined) {
                fs.rmSync(path.join(folder, name));
            } else {
                fs.writeFileSync(path.join(folder, name), text);
            }
        }
        git("add", "--all");
        git("commit", "--quiet", "--message", "change");
    };
    const run = (base?: string, env: NodeJS.ProcessEnv = {}) => {
        const inherited = { ...process.env, NODE_OPTIONS: "", GITHUB_STEP_SUMMARY: undefined };
        const options = { cwd: folder, encoding: "utf8", env: { ...inherited, ...env } } as const;
        return spawnSync(SCRIPT, base === undefined ? [] : [base], options);
    };
    const read = (name: string): string => fs.readFileSync(path.join(folder, "out/changes", name), "utf8");
    const reports = (): readonly StackReport[] => parseReports(read("changes.json"));
    const named = (name: string): string => `config:\n  kato-platform:name: ${name}\n`;

    beforeEach(() => {
        folder = project(PROGRAM, named("old"));
        fs.writeFileSync(path.join(folder, ".gitignore"), "node_modules\nout\n");
        git("init", "--quiet", "--initial-branch", "main");
        git("add", "--all");
        git("commit", "--quiet", "--message", "one");
    });

    it("finds the stacks' files where Pulumi.yaml says, as it was and as it is", () => {
        fs.mkdirSync(path.join(folder, "stacks"));
        const project = fs.readFileSync(path.join(folder, "Pulumi.yaml"), "utf8");
        commit({
            "Pulumi.yaml": `${project}stackConfigDir: stacks\n`,
            "Pulumi.dev.yaml": undefined,
            "stacks/Pulumi.dev.yaml": named("new"),
        });
        const { status, stderr } = run("HEAD^1");
        assert.equal(status, 1, stderr);
        assert.deepEqual(
            reports().map(({ stack, state }) => [stack, state]),
            [["dev", "compared"]],
        );
    });

    it("previews every stack as it is and as it was, and says what changes", () => {
        commit({ "Pulumi.us.yaml": named("us") });
        commit({ "Pulumi.dev.yaml": named("new"), "Pulumi.eu.yaml": named("eu"), "Pulumi.us.yaml": undefined });
        const { status, stderr } = run("HEAD^1");
        assert.equal(status, 1, stderr);
        assert.deepEqual(
            reports().map(({ stack, state }) => [stack, state]),
            [
                ["dev", "compared"],
                ["eu", "alone"],
                ["us", "removed"],
            ],
        );
        const [dev] = reports();
        assert.ok(dev?.state === "compared");
        assert.deepEqual(
            dev.changes.resources.map(({ kind, name }) => [kind, name]),
            [
                ["added", "new"],
                ["removed", "old"],
            ],
        );
        assert.match(read("comment.md"), /- \*\*removed\*\* `PersistentVolumeClaim old`\n/);
        assert.ok(read("comment.md").includes(`Of \`${git("rev-parse", "HEAD").slice(0, 12)}\``));
        for (const file of ["after/dev/policy.sarif", "after/eu/report.html", "before/dev/resources.json"]) {
            assert.ok(fs.existsSync(path.join(folder, "out/changes", file)), file);
        }
    });

    it("compares with where the two have parted, not with what has come to the base since", () => {
        git("switch", "--quiet", "--create", "feature");
        commit({ "Pulumi.dev.yaml": named("feature") });
        git("switch", "--quiet", "main");
        commit({ "index.ts": PROGRAM.replace("spec: {}", "spec: { a: 1 }") });
        git("switch", "--quiet", "feature");
        run("main");
        const changed = () =>
            reports().flatMap((report) => (report.state === "compared" ? report.changes.resources : []));
        const expected = [
            ["added", "feature"],
            ["removed", "old"],
        ];
        assert.deepEqual(
            changed().map(({ kind, name }) => [kind, name]),
            expected,
        );
        // On the merge that GitHub makes, the base is its first parent.
        git("switch", "--quiet", "main");
        git("merge", "--quiet", "--no-edit", "feature");
        run("HEAD^1");
        assert.deepEqual(
            changed().map(({ kind, name }) => [kind, name]),
            expected,
        );
    });

    it("says that a stack cannot be previewed, goes on with the others and fails", () => {
        commit({ "Pulumi.dev.yaml": "config:\n", "Pulumi.eu.yaml": named("eu") });
        const { status } = run("HEAD^1");
        const [dev, eu] = reports();
        assert.equal(status, 3);
        assert.ok(dev?.state === "failed");
        assert.match(dev.error, /Missing required configuration variable/);
        assert.equal(eu?.state, "alone");
    });

    it("says that it could not be previewed as it was, which is no failure", () => {
        commit({ "index.ts": `throw new Error("out of order");` });
        commit({ "index.ts": `export const connections = [];` });
        const { status, stdout } = run("HEAD^1");
        assert.equal(status, 0);
        assert.match(stdout, /^before dev: exit status 3$/m);
        const found = reports().map((report) => [report.state, "error" in report ? report.error : ""]);
        assert.deepEqual(found, [["alone", "out of order"]]);
    });

    it("appends the comment to the run's summary", () => {
        const summary = path.join(temporaryFolder(), "summary.md");
        fs.writeFileSync(summary, "before\n");
        run("HEAD", { GITHUB_STEP_SUMMARY: summary });
        assert.equal(fs.readFileSync(summary, "utf8"), `before\n${read("comment.md")}`);
    });

    it("leaves no worktree behind, runs no hook and forgets the run before", () => {
        fs.mkdirSync(path.join(folder, "out/changes/after/stale"), { recursive: true });
        fs.writeFileSync(path.join(folder, ".git/hooks/post-checkout"), "#!/bin/sh\ntouch hooked\n", { mode: 0o755 });
        run("HEAD");
        assert.equal(git("worktree", "list").trim().split("\n").length, 1);
        assert.equal(git("status", "--porcelain"), "");
        assert.deepEqual(fs.readdirSync(path.join(folder, "out/changes/after")), ["dev"]);
    });

    it("takes no stack's name for a path or a command", () => {
        commit({ "Pulumi.$(touch x).yaml": named("x") });
        const { status, stderr } = run("HEAD^1");
        assert.equal(status, 2);
        assert.match(stderr, /a stack cannot have this name\./);
        assert.ok(!fs.existsSync(path.join(folder, "x")));
    });

    it("fails where there is nothing to compare with", () => {
        assert.notEqual(run("nowhere").status, 0);
    });
});
