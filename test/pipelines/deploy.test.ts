import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPOSITORY, SPAWN_TIMEOUT } from "../cli/preview/support";
import { change, Job, violation } from "./doubles";

/** What must never be seen: it stands for a secret that nobody has marked as one. */
const commit = "0123456789abcdef0123456789abcdef01234567";
const planted = "planted-value-of-somebody";
const deployment = change("update", "kubernetes:apps/v1:Deployment", "kratos", ["spec.replicas"], planted);

describe("deploy-preview.sh", function () {
    this.timeout(SPAWN_TIMEOUT);
    const job = new Job().give("git", `echo ${commit}`);
    after(() => job.remove());
    const engine = (status: number, ...events: string[]): Job =>
        job.give(
            "pulumi",
            `case $1 in stack) echo '{"deployment":{}}' ;; *) printf '%s\\n' '${events.join("' '")}' >"$8"; exit ${status} ;; esac`,
        );

    it("previews with the policy pack, and says what changes without showing a value", () => {
        const { status, summary, outputs, stdout } = engine(0, deployment).run("deploy-preview.sh", ["prod"]);
        assert.equal(status, 0);
        assert.match(
            job.calls("pulumi")[2] ?? "",
            /^preview --non-interactive --stack prod --policy-pack policies --event-log \S+ --suppress-outputs --suppress-permalink=true --refresh$/,
        );
        assert.match(summary, new RegExp(`^### Stack prod at ${commit}$`, "m"));
        assert.match(summary, /\| `update` \| `kubernetes:apps\/v1:Deployment kratos` \| `spec\.replicas` \|/);
        assert.match(outputs, /^proposal=1-[0-9a-f]{16}\n$/);
        assert.ok(!(summary + stdout + outputs).includes(planted));
    });

    it("fails on a violation, with its text, and proposes nothing", () => {
        const { status, summary, outputs } = engine(1, deployment, violation("image-tag", "no tag")).run(
            "deploy-preview.sh",
            ["prod"],
        );
        assert.equal(status, 1);
        assert.match(summary, /1 violation of mandatory policies[^]*`image-tag`[^]*no tag/);
        assert.equal(outputs, "");
    });
});

describe("deploy.sh", function () {
    this.timeout(SPAWN_TIMEOUT);
    let job: Job;
    beforeEach(() => {
        job = new Job().give("git", `echo ${commit}`);
    });
    afterEach(() => job.remove());

    /** The engine proposes this, and has this state. */
    function engine(proposed: string, state: object = { deployment: {} }): Job {
        return job.give(
            "pulumi",
            `case $1 in
                stack) echo '${JSON.stringify(state)}' ;;
                refresh) echo "$1 $PULUMI_K8S_UPSERT_EXISTING_OBJECTS" >>'${job.log("variables")}' ;;
                *) echo "$1 $PULUMI_K8S_UPSERT_EXISTING_OBJECTS" >>'${job.log("variables")}'; echo '${proposed}' >"$8" ;;
            esac`,
        );
    }
    const approved = (): string => job.run("deploy-preview.sh", ["prod"]).outputs.replace("proposal=", "").trim();
    const operations = (): string[] => job.calls("pulumi").map((call) => call.split(" ")[0] ?? "");

    it("deploys what was approved, with the policy pack and after another preview", () => {
        engine(deployment);
        const APPROVED = approved();
        const { status, stderr } = job.run("deploy.sh", ["prod"], { APPROVED });
        assert.equal(status, 0, stderr);
        assert.deepEqual(operations(), [
            ...["stack", "stack", "preview"],
            ...["stack", "stack", "preview", "stack", "up"],
        ]);
        assert.match(
            job.calls("pulumi").at(-1) ?? "",
            new RegExp(
                "^up --non-interactive --stack prod --policy-pack policies --event-log \\S+ --suppress-outputs " +
                    `--suppress-permalink=true --refresh --yes --message ${commit}$`,
            ),
        );
    });

    it("deploys nothing else than what was approved, and nothing that was not", () => {
        engine(deployment);
        const APPROVED = approved();
        engine(change("replace", "kubernetes:apps/v1:StatefulSet", "mongo-kb"));
        const other = job.run("deploy.sh", ["prod"], { APPROVED });
        assert.equal(other.status, 1);
        assert.match(other.stderr, /is not what was approved/);
        for (const none of [undefined, ""]) {
            const { status, stderr } = job.run("deploy.sh", ["prod"], { APPROVED: none });
            assert.notEqual(status, 0);
            assert.match(stderr, /APPROVED: is the proposal that deploy-preview\.sh has printed/);
        }
        assert.ok(!operations().includes("up"));
    });

    it("goes on after an interrupted run: the provider takes over what exists", () => {
        const urn = "urn:pulumi:prod::kato-platform::kubernetes:core/v1:Secret::kato-secrets";
        const interrupted = { type: "creating", resource: { urn, type: "kubernetes:core/v1:Secret" } };
        engine(deployment, { deployment: { pending_operations: [interrupted] } });
        const APPROVED = approved();
        const { status, stderr, stdout } = job.run("deploy.sh", ["prod"], { APPROVED });
        assert.equal(status, 0, stderr);
        assert.match(stderr + stdout, /was creating kato-secrets/);
        assert.deepEqual(job.calls("variables"), ["preview true", "preview true", "up true", "refresh true", "up "]);
    });
});

describe("on-main.sh", function () {
    this.timeout(SPAWN_TIMEOUT);
    const folder = mkdtempSync(join(tmpdir(), "on-main-"));
    after(() => rmSync(folder, { recursive: true }));
    const git = (...args: string[]): string =>
        execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], { cwd: folder })
            .toString()
            .trim();
    const run = (branch: string): { status: number; stderr: string } => {
        try {
            const script = join(REPOSITORY, ".github/scripts/on-main.sh");
            execFileSync(script, [branch], { cwd: folder, stdio: "pipe" });
            return { status: 0, stderr: "" };
        } catch (error) {
            const { status, stderr } = error as { status: number; stderr: Buffer };
            return { status, stderr: stderr.toString() };
        }
    };

    it("takes a commit of the branch, also an earlier one, and no other", () => {
        git("init", "--quiet", "--initial-branch", "main");
        git("commit", "--quiet", "--allow-empty", "--message", "one");
        const first = git("rev-parse", "HEAD");
        git("commit", "--quiet", "--allow-empty", "--message", "two");
        assert.equal(run("main").status, 0);
        git("checkout", "--quiet", "--detach", first);
        assert.equal(run("main").status, 0);
        git("commit", "--quiet", "--allow-empty", "--message", "unreviewed");
        const refused = run("main");
        assert.equal(refused.status, 1);
        assert.match(refused.stderr, /is not part of main\. Merge it first/);
    });

    it("does not take a missing history for an answer", () => {
        assert.equal(run("origin/main").status, 2);
    });
});
