import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { comment } from "../../cli/comment/render";
import type { StackReport } from "../../cli/comment/report";
import { compared, HOSTILE } from "../cli/comment/reports";
import { cleanUp, type Ended, REPOSITORY, SPAWN_TIMEOUT, temporaryFolder } from "../cli/preview/support";
import { GitHubDouble } from "./github-double";
import { zip } from "./zip";

const SHA = "0123456789abcdef0123456789abcdef01234567";

function event(changes: Record<string, unknown> = {}): string {
    return JSON.stringify({
        repository: { full_name: "owner/name", default_branch: "main", html_url: "https://github.com/owner/name" },
        workflow_run: {
            id: 7,
            event: "pull_request",
            html_url: "https://github.com/owner/name/actions/runs/7",
            head_sha: SHA,
            head_branch: "fix/@all",
            head_repository: { id: 42, owner: { login: "stranger" } },
            ...changes,
        },
    });
}

describe("post-comment.sh", function () {
    this.timeout(SPAWN_TIMEOUT);

    let github: GitHubDouble;
    beforeEach(async () => {
        github = new GitHubDouble();
        await github.start();
        github.state.pullRequests = [{ number: 12, head: { sha: SHA, repo: { id: 42 } } }];
        offer([compared("dev")]);
    });
    afterEach(() => github.stop());
    after(cleanUp);

    function offer(reports: unknown, size?: number): void {
        offerArchive(zip({ "changes.json": JSON.stringify(reports) }), size);
    }
    function offerArchive(archive: Buffer, size = archive.length): void {
        github.state.archive = archive;
        github.state.artifacts = [{ id: 3, name: "preview-changes", size_in_bytes: size, expired: false }];
    }
    function run(payload = event(), token = "token"): Promise<Ended> {
        const file = path.join(temporaryFolder(), "event.json");
        fs.writeFileSync(file, payload);
        const env = {
            ...process.env,
            NODE_OPTIONS: "",
            GITHUB_EVENT_PATH: file,
            GITHUB_TOKEN: token,
            GITHUB_API_URL: github.url,
        };
        const child = spawn(path.join(REPOSITORY, ".github/scripts/post-comment.sh"), { cwd: temporaryFolder(), env });
        let [stdout, stderr] = ["", ""];
        child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
        child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
        return new Promise((resolve) => {
            child.on("close", (status) => {
                resolve({ status, stdout, stderr });
            });
        });
    }
    const writes = () => github.calls.filter((call) => !call.startsWith("GET "));
    async function assertRefused(message: RegExp): Promise<void> {
        const { status, stdout, stderr } = await run();
        assert.notEqual(status, 0);
        assert.equal(stdout, "");
        assert.match(stderr, message);
        assert.deepEqual(writes(), []);
    }

    it("comments, and the next time updates that comment", async () => {
        const first = await run();
        assert.deepEqual(first, { status: 0, stdout: "Commented on pull request 12.\n", stderr: "" });
        const changed: StackReport[] = [
            compared("dev", { closed: [{ from: "a", to: "b", port: 1, protocol: "TCP" }] }),
        ];
        offer(changed);
        const second = await run();
        assert.deepEqual(second, { status: 0, stdout: "Updated the comment on pull request 12.\n", stderr: "" });
        assert.deepEqual(writes(), ["POST issues/12/comments", "PATCH issues/comments/1"]);
        const context = {
            commit: SHA,
            report: "https://github.com/owner/name/actions/runs/7",
            pages: "https://github.com/owner/name/blob/main/",
        };
        assert.deepEqual(
            github.state.comments.map(({ body }) => body),
            [comment(changed, context)],
        );
    });

    it("finds its comment among hundreds, and leaves alone those of others that look like it", async () => {
        const body = comment([compared("dev")], {});
        const people = Array.from({ length: 250 }, (_, index) => ({
            id: index + 1,
            body: index % 2 === 0 ? body : "Fine.",
            user: index % 3 === 0 ? null : { login: index % 5 === 0 ? "other[bot]" : "stranger", type: "User" },
        }));
        const own = { id: 999, body, user: { login: "github-actions[bot]", type: "Bot" } };
        const quoting = { id: 998, body: `> ${body}`, user: own.user };
        github.state.comments = [...people, quoting, own];
        await run();
        assert.deepEqual(writes(), ["PATCH issues/comments/999"]);
        assert.equal(own.body.includes("0123456789ab"), true);
    });

    it("gives its token to GitHub alone, not to the storage that the download comes from", async () => {
        await run();
        assert.deepEqual(github.leaked, []);
        assert.ok(github.calls.includes("GET actions/artifacts/3/zip"));
    });

    const others: [string, () => void][] = [
        ["has moved on", () => (github.state.pullRequests[0]!.head.sha = "f".repeat(40))],
        ["is of another repository with the same name", () => (github.state.pullRequests[0]!.head.repo = { id: 1 })],
        ["is of a repository that is gone", () => (github.state.pullRequests[0]!.head.repo = null)],
        ["is closed", () => (github.state.pullRequests = [])],
        [
            "is one of two that end there",
            () => github.state.pullRequests.push({ ...github.state.pullRequests[0]!, number: 13 }),
        ],
    ];
    for (const [what, change] of others) {
        it(`writes nothing where the pull request ${what}`, async () => {
            change();
            const { status, stdout } = await run();
            assert.equal(status, 0);
            assert.match(stdout, /^Nothing to do: there is not exactly one open pull request/);
            assert.deepEqual(writes(), []);
        });
    }

    it("writes nothing for a run of something else, or one without a preview", async () => {
        const pushed = await run(event({ event: "push" }));
        assert.deepEqual(
            [pushed.status, pushed.stdout],
            [0, "Nothing to do: the run is of push, not of a pull request.\n"],
        );
        github.state.artifacts = [{ ...github.state.artifacts[0]!, expired: true }];
        assert.match((await run()).stdout, /^Nothing to do: the run has left no preview\.\n$/);
        github.state.artifacts = [{ ...github.state.artifacts[0]!, name: "other", expired: false }];
        assert.match((await run()).stdout, /^Nothing to do: the run has left no preview\.\n$/);
        assert.deepEqual(writes(), []);
    });

    it("takes the number from GitHub, whatever the artifact says", async () => {
        offerArchive(
            zip({
                "changes.json": JSON.stringify([{ ...compared("dev"), number: 666 }]),
                number: "666",
                "pr/number.txt": "666",
            }),
        );
        await run();
        assert.deepEqual(writes(), ["POST issues/12/comments"]);
    });

    it("mentions nobody, whoever's name the artifact holds", async () => {
        offer([{ stack: "dev", state: "failed", error: `@everyone ${HOSTILE}` }]);
        await run();
        const { body } = github.state.comments[0]!;
        assert.match(body, /\n````+text\n@everyone /);
        assert.doesNotMatch(body.replace(/^(`{3,})text\n[^]*?^\1$/gm, ""), /@/);
    });

    it("refuses an archive that GitHub says is too large, and one that turns out to be", async () => {
        offer([compared("dev")], 2_000_001);
        await assertRefused(/^The artifact is larger than 2000000 bytes\.$/m);
        assert.ok(!github.calls.includes("GET actions/artifacts/3/zip"));
        offerArchive(Buffer.alloc(2_000_001), 10);
        await assertRefused(/^The artifact is larger than 2000000 bytes\.$/m);
    });

    it("refuses a file that grows when it is unpacked", async () => {
        offerArchive(zip({ "changes.json": " ".repeat(20_000_001) }));
        await assertRefused(/^changes\.json is larger than 20000000 bytes\.$/m);
    });

    it("writes no file of the archive anywhere, wherever its name leads", async () => {
        const outside = path.join(temporaryFolder(), "outside");
        const names = [outside, `../../../../../../../..${outside}`, "../changes.json"];
        offerArchive(zip({ ...Object.fromEntries(names.map((name) => [name, "theirs"])), "changes.json": "[]" }));
        assert.equal((await run()).status, 0);
        assert.ok(!fs.existsSync(outside));
        assert.deepEqual(writes(), ["POST issues/12/comments"]);
    });

    it("reads archives that are not compressed, too", async () => {
        offerArchive(zip({ first: "x", "changes.json": JSON.stringify([compared("dev")]) }, "stored"));
        assert.equal((await run()).stdout, "Commented on pull request 12.\n");
    });

    it("refuses what is no archive, has no such file, or is not of its form", async () => {
        const whole = zip({ "changes.json": "[]" });
        for (const broken of [Buffer.from("PK nonsense"), Buffer.alloc(0), whole.subarray(4), whole.subarray(0, -22)]) {
            offerArchive(broken);
            await assertRefused(/^The artifact has no changes\.json that can be read\.$/m);
        }
        offerArchive(zip({ "other.json": "[]" }));
        await assertRefused(/^The artifact has no changes\.json that can be read\.$/m);
        offer([{ stack: "<img src=x>", state: "removed" }]);
        await assertRefused(/^The changes are not what npm run comment -- --json prints: see 0\.stack\.$/m);
    });

    it("says what GitHub refused, without the token", async () => {
        const { status, stderr } = await run(event(), "another-token");
        assert.equal(status, 3);
        assert.equal(stderr, "GitHub answered 401 to GET pulls.\nAdd --verbose for a stack trace.\n");
    });

    it("says what is missing, and needs the event of a run", async () => {
        assert.deepEqual(
            (await run(event(), "")).stderr,
            "GITHUB_TOKEN is not set. .github/scripts/post-comment.sh says what is needed.\n",
        );
        const { status, stderr } = await run("{}");
        assert.deepEqual([status, stderr], [2, "This is not the event of a finished workflow (workflow_run).\n"]);
    });
});
