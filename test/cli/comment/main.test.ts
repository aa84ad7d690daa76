import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { comment } from "../../../cli/comment/render";
import { cleanUp, node, REPOSITORY, SPAWN_TIMEOUT, temporaryFolder } from "../preview/support";
import { compared, HOSTILE } from "./reports";

function run(...args: string[]) {
    return node(["--require", "./cli/shared/register.cjs", "cli/main.ts", "comment", ...args], REPOSITORY);
}

describe("npm run comment", function () {
    this.timeout(SPAWN_TIMEOUT);
    after(cleanUp);

    const file = (text: string): string => {
        const name = path.join(temporaryFolder(), "changes.json");
        fs.writeFileSync(name, text);
        return name;
    };

    it("renders changes, with where things are", async () => {
        const reports = [compared("dev"), { stack: "b", state: "failed", error: HOSTILE } as const];
        const context = { commit: "abc", report: "https://x.example/run", pages: "https://x.example/blob/main/" };
        const { commit, report, pages } = context;
        const flags = ["--commit", commit, "--report", report, "--pages", pages];
        const ended = await run("--changes", file(JSON.stringify(reports)), ...flags);
        assert.deepEqual(ended, { status: 0, stdout: comment(reports, context), stderr: "" });
    });

    it("compares folders, and prints the changes as it takes them", async () => {
        const folder = temporaryFolder();
        const [before, after] = [path.join(folder, "before"), path.join(folder, "after")];
        fs.mkdirSync(before);
        fs.mkdirSync(path.join(after, "dev"), { recursive: true });
        fs.writeFileSync(path.join(after, "dev", "summary.json"), '{"error":"out of order"}');
        const ended = await run("--before", before, "--after", after, "--json");
        assert.deepEqual(JSON.parse(ended.stdout), [{ stack: "dev", state: "failed", error: "out of order" }]);
        const again = await run("--changes", file(ended.stdout));
        assert.equal(again.stdout, (await run("--before", before, "--after", after)).stdout);
    });

    it("ends with 2 and no stack trace for what it cannot render", async () => {
        for (const args of [[], ["--before", "x"], ["--changes", "x", "--json"], ["--changes", "x", "--after", "y"]]) {
            const { status, stderr } = await run(...args);
            assert.equal(status, 2, args.join(" "));
            assert.match(stderr, /^What to render\? Give --before DIR and --after DIR, or --changes FILE alone\.\n$/);
        }
        const { status, stdout, stderr } = await run("--changes", file("[1]"));
        assert.deepEqual([status, stdout], [2, ""]);
        assert.match(stderr, /^The changes are not what .*\n$/);
        assert.equal((await run("--changes", "nowhere.json")).status, 2);
    });

    it("explains itself", async () => {
        const { status, stdout } = await run("--help");
        assert.equal(status, 0);
        assert.match(stdout, /^Renders what changes .*\n\nUsage: npm run comment -- \[flags\]\n/);
    });
});
