import assert from "node:assert/strict";
import { steps, workflow } from "./workflows";

describe("preview.yml", () => {
    const preview = workflow("preview.yml");
    const { on, jobs } = preview;
    const commands = (job: string) => (jobs[job]?.steps ?? []).flatMap(({ run }) => run ?? []);

    it("runs for every pull request, whatever it is against, and for what is merged", () => {
        assert.deepEqual(on, { pull_request: null, push: { branches: ["main"] } });
    });

    it("gives forks tests, checks and the preview of all stacks, with nothing but the sources", () => {
        assert.deepEqual(commands("test"), ["npm test"]);
        assert.deepEqual(commands("check"), ["npm run check"]);
        assert.deepEqual(commands("stacks"), [".github/scripts/preview-changes.sh HEAD^1"]);
        const read = { contents: "read" };
        assert.deepEqual([jobs["test"]?.permissions, jobs["check"]?.permissions], [read, read]);
        assert.deepEqual(jobs["stacks"]?.permissions, {
            actions: "read",
            contents: "read",
            "security-events": "write",
        });
        for (const name of ["test", "check", "stacks"]) {
            assert.equal(jobs[name]?.if, undefined);
            assert.equal(jobs[name]?.environment, undefined);
        }
    });

    it("has the merge and its parents, which is all that the comparison needs", () => {
        const [checkout] = jobs["stacks"]?.steps ?? [];
        assert.deepEqual(checkout?.with, { "fetch-depth": 2, "persist-credentials": false });
    });

    it("keeps results, report and changes even of a stack that is refused", () => {
        const kept = (jobs["stacks"]?.steps ?? []).slice(3);
        assert.deepEqual(
            kept.map(({ uses, with: inputs }) => [uses?.split("@")[0], inputs?.["name"] ?? inputs?.["sarif_file"]]),
            [
                ["github/codeql-action/upload-sarif", "out/changes/after"],
                ["actions/upload-artifact", "preview"],
                ["actions/upload-artifact", "preview-changes"],
            ],
        );
        kept.forEach((step) => {
            assert.match(step.if ?? "", /!cancelled\(\)/);
        });
        assert.equal(kept[2]?.with?.["path"], "out/changes/changes.json");
    });

    it("gives a cloud identity to branches of this repository alone, and to no bot's", () => {
        const identities = Object.entries(jobs).filter(
            ([, { permissions }]) => permissions?.["id-token"] !== undefined,
        );
        assert.deepEqual(
            identities.map(([name]) => name),
            ["deployed"],
        );
        assert.deepEqual(jobs["deployed"]?.permissions, { contents: "read", "id-token": "write" });
        assert.equal(jobs["deployed"].environment, "${{ matrix.stack }}-preview");
        assert.equal(jobs["deployed"].needs, "deployed-stacks");
        assert.equal(
            jobs["deployed-stacks"]?.if,
            "github.event_name == 'pull_request' && " +
                "github.event.pull_request.head.repo.full_name == github.repository && " +
                "github.event.pull_request.user.type != 'Bot'",
        );
        assert.deepEqual(commands("deployed"), [
            ".github/scripts/require-variables.sh AWS_REGION AWS_ROLE EKS_CLUSTER PULUMI_BACKEND_URL",
            '.github/scripts/prepare.sh "$STACK"',
            '.github/scripts/deploy-preview.sh "$STACK"',
        ]);
    });

    it("installs nothing before it knows that the identity can be had", () => {
        const uses = (jobs["deployed"]?.steps ?? []).map(({ uses: action, run }) => action?.split("@")[0] ?? run);
        assert.equal(
            uses[1],
            ".github/scripts/require-variables.sh AWS_REGION AWS_ROLE EKS_CLUSTER PULUMI_BACKEND_URL",
        );
        assert.equal(uses[3], "aws-actions/configure-aws-credentials");
    });
});

describe("preview-comment.yml", () => {
    const comment = workflow("preview-comment.yml");
    const job = comment.jobs["comment"]!;

    it("runs after a preview of a pull request that has come to an end", () => {
        assert.deepEqual(comment.on, { workflow_run: { workflows: ["preview"], types: ["completed"] } });
        assert.equal(
            job.if,
            "github.event.workflow_run.event == 'pull_request' && github.event.workflow_run.conclusion != 'cancelled'",
        );
    });

    it("may read artifacts and write comments, and nothing else", () => {
        assert.deepEqual(Object.keys(comment.jobs), ["comment"]);
        assert.deepEqual(job.permissions, { actions: "read", contents: "read", "pull-requests": "write" });
    });

    it("runs the default branch, fetches no artifact into a folder, and gives its token to one step", () => {
        assert.deepEqual(
            steps(comment).map(({ uses, run }) => uses?.split("@")[0] ?? run),
            ["actions/checkout", "./.github/actions/install", ".github/scripts/post-comment.sh"],
        );
        assert.deepEqual(steps(comment)[0]?.with, { "persist-credentials": false });
        assert.equal(comment.text.match(/github\.token|secrets\./g)?.length, 1);
        assert.deepEqual(steps(comment)[2]?.env, { GITHUB_TOKEN: "${{ github.token }}" });
    });

    it("has one run at a time for a branch, told apart from another's of the same name", () => {
        assert.deepEqual(comment.concurrency, {
            group: "preview-comment-${{ github.event.workflow_run.head_repository.id }}-${{ github.event.workflow_run.head_branch }}",
        });
    });
});
