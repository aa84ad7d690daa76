import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome, Project } from "../support/project";
import { generated, inDevelopment, succeeded, withCluster } from "../support/scenario";

const kratos = "kubernetes:apps/v1:Deployment kratos/kratos";
const logins = "kubernetes:core/v1:Secret kratos/kratos-postgres-logins";

describe("the pipelines' scripts", () => {
    it("refuse a local backend", () =>
        inDevelopment(async (project) => {
            const { code, output } = await script(project, "prepare.sh", ["dev"]);
            assert.equal(code, 2, output);
            assert.match(output, /The backend is local/);
            assert.match(output, /names no key that encrypts the state's secrets/);
        }));

    it("deploy what was approved and nothing else, and see drift without showing a value", () =>
        onCluster(async (project) => {
            const commit = await clone(project);
            const proposal = await approve(project);
            const refused = await script(project, "deploy.sh", ["dev"], { APPROVED: "1-0000000000000000" });
            assert.equal(refused.code, 1, refused.output);
            assert.match(refused.output, /is not what was approved/);
            assert.deepEqual(project.operations(), []);

            const { output } = succeeded(await script(project, "deploy.sh", ["dev"], { APPROVED: proposal }));
            const values = Object.values(generated(await project.state("dev")));
            assert.ok(
                values.length > 0 && !values.some((value) => output.includes(value)),
                "a generated value is shown",
            );
            assert.doesNotMatch(output, /Permalink/);
            const deployed = succeeded(await script(project, "deployed-commit.sh", ["dev"]));
            assert.equal(deployed.output, `commit=${commit}\n`);
            assert.match(succeeded(await script(project, "drift.sh", ["dev"])).output, /^drift=none$/m);

            const planted = randomBytes(20).toString("hex");
            project.tamper("kubernetes", logins, (object) => {
                (object["data"] as Record<string, string>)["kratos_a"] = planted;
            });
            project.tamper("kubernetes", kratos, (object) => {
                (object["spec"] as { replicas: number }).replicas = 7;
                (object["metadata"] as { labels: Record<string, string> }).labels["planted"] = planted;
            });
            const before = await project.state("dev");
            project.operations();
            const report = join(project.folder, "..", "drift.md");
            const drifted = succeeded(await script(project, "drift.sh", ["dev", report]));
            assert.match(drifted.output, /^drift=found$/m);
            const text = readFileSync(report, "utf8");
            assert.match(text, /\| `update` \| `kubernetes:core\/v1:Secret kratos-postgres-logins` \| `data` \|/);
            assert.match(text, /\| `update` \| `kubernetes:apps\/v1:Deployment kratos` \| .*`spec`/);
            assert.match(text, /\| `kratos\/Deployment\/kratos` \| `metadata\.labels\.planted` \|/);
            assert.ok(!(text + drifted.output).includes(planted));
            // Only looked at.
            assert.deepEqual(await project.state("dev"), before);
            assert.deepEqual(project.operations(), []);

            // The next deployment puts it back.
            succeeded(await script(project, "deploy.sh", ["dev"], { APPROVED: await approve(project) }));
            assert.deepEqual([...project.operations()].sort(), [
                "update kubernetes:apps/v1:Deployment kratos",
                "update kubernetes:core/v1:Secret kratos-postgres-logins",
            ]);
            assert.match(await approve(project), /^0-/);
        }));

    it("go on after a deployment that was killed, once its lock is gone", () =>
        onCluster(async (project) => {
            await clone(project);
            project.faults({ kill: { operation: "kubernetes:core/v1:Secret mongo-kb-logins", applied: true } });
            const killed = await script(project, "deploy.sh", ["dev"], { APPROVED: await approve(project) });
            assert.notEqual(killed.code, 0, killed.output);
            project.faults({});
            const before = generated(await project.state("dev"));
            assert.ok(Object.keys(before).length > 0);

            const locked = await script(project, "deploy.sh", ["dev"], { APPROVED: await approve(project) });
            assert.notEqual(locked.code, 0);
            assert.match(locked.output, /currently locked/);
            succeeded(await project.pulumi("cancel", "--yes", "--stack", "dev"));
            succeeded(await script(project, "deploy.sh", ["dev"], { APPROVED: await approve(project) }));
            const after = generated(await project.state("dev"));
            assert.deepEqual({ ...after, ...before }, after);
            assert.match(await approve(project), /^0-/);
        }));
});

/** The development stack, with an API server over its cluster: the scripts look there as well. */
function onCluster(scenario: (project: Project) => Promise<void>): Promise<void> {
    return inDevelopment((project) => withCluster(project, () => scenario(project)));
}

/** A script of `.github/scripts`, with all that GitHub's files are for on its output. */
function script(
    project: Project,
    name: string,
    args: readonly string[],
    environment: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
    const noFiles = { GITHUB_OUTPUT: undefined, GITHUB_STEP_SUMMARY: undefined };
    return project.run(join(project.folder, ".github/scripts", name), args, { ...noFiles, ...environment });
}

/** What a preview proposes, as a reviewer approves it. */
async function approve(project: Project): Promise<string> {
    const { output } = succeeded(await script(project, "deploy-preview.sh", ["dev"]));
    return /^proposal=(\S+)$/m.exec(output)?.[1] ?? "";
}

/** Makes the project a clone with one commit, which is what deployments are from. */
async function clone(project: Project): Promise<string> {
    const git = (...args: string[]): Promise<Outcome> =>
        project.run("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args]);
    succeeded(await git("init", "--quiet", "--initial-branch", "main"));
    succeeded(await git("commit", "--quiet", "--allow-empty", "--message", "one"));
    return succeeded(await git("rev-parse", "HEAD")).output.trim();
}
