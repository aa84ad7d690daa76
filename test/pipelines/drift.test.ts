import assert from "node:assert/strict";
import { SPAWN_TIMEOUT } from "../cli/preview/support";
import { change, Job, type Outcome, violation } from "./doubles";

const planted = "planted-value-of-somebody";
const commit = "0123456789abcdef0123456789abcdef01234567";

describe("drift.sh", function () {
    this.timeout(SPAWN_TIMEOUT);
    const job = new Job().give("git", `echo ${commit}`);
    after(() => job.remove());
    /** The engine ends with this status after these events. */
    const look = (status: number, ...events: string[]): Outcome & { readonly report: string } => {
        const report = job.file("report.md", "");
        job.give(
            "pulumi",
            `case $1 in stack) echo '{"deployment":{}}' ;; *) printf '%s\\n' '${events.join("' '")}' >"$8"; exit ${status} ;; esac`,
        );
        const outcome = job.run("drift.sh", ["prod", report]);
        return { ...outcome, report: job.read("report.md") };
    };

    it("looks at everything that exists and changes nothing", () => {
        const { status, outputs, summary, report } = look(0, change("same", "kubernetes:core/v1:Secret", "kato"));
        assert.deepEqual([status, outputs, summary, report], [0, "drift=none\n", "", ""]);
        assert.match(
            job.calls("pulumi").at(-1) ?? "",
            /^preview --non-interactive --stack prod --policy-pack policies --event-log \S+ --suppress-outputs --suppress-permalink=true --refresh --expect-no-changes$/,
        );
    });

    it("says what differs, to people and to the issue, and shows no value", () => {
        // 7 is the CLI's status for changes where none were expected.
        const secret = change("update", "kubernetes:core/v1:Secret", "kato-secrets", ["data.password"], planted);
        const { status, outputs, summary, report, stdout } = look(7, secret);
        assert.deepEqual([status, outputs], [0, "drift=found\n"]);
        assert.match(report, /\| `update` \| `kubernetes:core\/v1:Secret kato-secrets` \| `data\.password` \|/);
        assert.equal(summary, report);
        assert.match(report, new RegExp(`^### Stack prod differs from ${commit}$`, "m"));
        assert.ok(!(report + stdout + outputs).includes(planted));
    });

    it("takes a violation for drift, such as a secret that has grown too old", () => {
        const { outputs, report } = look(1, violation("generation-age", "older than 90 days"));
        assert.equal(outputs, "drift=found\n");
        assert.match(report, /`generation-age`[^]*older than 90 days/);
        assert.equal(look(0, violation("image-digest", "no digest", "advisory")).outputs, "drift=none\n");
    });

    it("fails where it could not look, instead of calling that no drift", () => {
        const { status, outputs, stderr } = look(255);
        assert.deepEqual([status, outputs], [3, ""]);
        assert.match(stderr, /Stack prod could not be compared/);
    });
});

describe("deployed-commit.sh", function () {
    this.timeout(SPAWN_TIMEOUT);
    const job = new Job();
    after(() => job.remove());
    const history = (...updates: object[]): Outcome =>
        job.give("pulumi", `echo '${JSON.stringify(updates)}'`).run("deployed-commit.sh", ["prod"]);
    const update = { kind: "update", result: "succeeded", environment: { "git.head": commit } };

    it("names the commit of the last deployment, whoever deployed and however it ended", () => {
        assert.equal(history(update).outputs, `commit=${commit}\n`);
        const later = "f".repeat(40);
        const failed = { kind: "update", result: "failed", environment: { "git.head": later } };
        const refreshed = { kind: "refresh", environment: { "git.head": "e".repeat(40) } };
        assert.equal(history(refreshed, failed, update).outputs, `commit=${later}\n`);
        assert.equal(job.calls("pulumi")[0], "stack history --json --non-interactive --page-size 30 --stack prod");
    });

    it("fails where nobody knows", () => {
        for (const updates of [[], [{ kind: "update", environment: {} }], [{ kind: "update" }]]) {
            const { status, outputs } = history(...updates);
            assert.deepEqual([status, outputs], [2, ""]);
        }
        const { status } = history({ kind: "update", environment: { "git.head": "main; echo" } });
        assert.equal(status, 2);
    });
});

describe("drift-issue.sh", function () {
    this.timeout(SPAWN_TIMEOUT);
    let job: Job;
    beforeEach(() => {
        job = new Job();
    });
    afterEach(() => job.remove());
    const marker = (stack: string): string => `<!-- drift of stack ${stack} -->`;
    /** These issues with the label are open. */
    const github = (...open: { number: number; body: string }[]): void => {
        job.give(
            "gh",
            `case "$1 $2" in "issue list") echo '${JSON.stringify(open)}' ;; "issue create") echo URL ;; esac`,
        );
    };
    const run = (...args: string[]): Outcome =>
        job.run("drift-issue.sh", args, { GITHUB_RUN_ID: "42", GITHUB_SERVER_URL: "https://github.com" });
    const found = (): Outcome => run("prod", "found", job.file("report.md", "what differs"));
    const list = "issue list --state open --label drift --limit 200 --json number,body --repo owner/name";
    const seen = "Seen by https://github.com/owner/name/actions/runs/42";

    it("opens one issue for a stack", () => {
        github({ number: 3, body: `${marker("staging")}\n` });
        const { status, stderr } = found();
        assert.equal(status, 0, stderr);
        assert.deepEqual(job.calls("gh"), [
            list,
            "label create drift --force --description A stack is not as it was deployed --repo owner/name",
            `issue create --title Drift: stack prod --label drift --body ${marker("prod")}`,
            "what differs",
            `${seen} --repo owner/name`,
        ]);
    });

    it("brings the one that is open up to date, without another one or a comment", () => {
        github({ number: 7, body: `${marker("prod")}\n\nof yesterday` });
        assert.equal(found().status, 0);
        assert.deepEqual(job.calls("gh"), [
            list,
            `issue edit 7 --body ${marker("prod")}`,
            "what differs",
            `${seen} --repo owner/name`,
        ]);
    });

    it("closes it when nothing differs any more, and only that of the stack", () => {
        github(
            { number: 8, body: "of a person" },
            { number: 7, body: marker("prod") },
            { number: 3, body: marker("staging") },
        );
        assert.equal(run("prod", "none").status, 0);
        assert.deepEqual(job.calls("gh"), [
            list,
            `issue close 7 --comment Stack prod is as it was deployed again. ${seen} --repo owner/name`,
        ]);
    });

    it("does nothing where there is neither drift nor an issue", () => {
        github();
        assert.equal(run("prod", "none").status, 0);
        assert.deepEqual(job.calls("gh"), [list]);
    });

    it("keeps the oldest of two, which two runs at once may have opened", () => {
        github({ number: 9, body: marker("prod") }, { number: 7, body: marker("prod") });
        assert.equal(found().status, 0);
        const calls = job.calls("gh").filter((call) => /^issue (edit|close)/.test(call));
        assert.deepEqual(calls, [
            `issue edit 7 --body ${marker("prod")}`,
            "issue close 9 --comment The same as #7. --repo owner/name",
        ]);
    });

    it("fails with GitHub's own words, and says what is missing", () => {
        job.give("gh", 'echo "HTTP 403: Resource not accessible by integration" >&2; exit 1');
        const refused = found();
        assert.equal(refused.status, 3);
        assert.match(refused.stderr, /HTTP 403: Resource not accessible/);
        assert.equal(run("prod", "perhaps").status, 2);
    });

    it("says where to get the GitHub CLI", () => {
        assert.match(run("prod", "none").stderr, /GitHub CLI \(`gh`\) is not on PATH/);
    });
});
