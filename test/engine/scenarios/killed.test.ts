import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { pageText } from "../../docs/commands/pages";
import { generated, generatedCount, inProduction, succeeded, testContext, up, withCluster } from "../support/scenario";
import type { Outcome, Project } from "../support/project";

const page = "docs/runbooks/interrupted-deployment.md";
const migration = "kubernetes:batch/v1:Job";

describe(`a killed pulumi up of production, after what ${page} says`, () => {
    it("is whole, with the same secrets, and takes nothing over any more", () =>
        inProduction((project) =>
            withCluster(project, async () => {
                project.configure("prod", { "kato-platform:cluster.context": testContext });
                project.faults({ kill: { operation: `${migration} kratos-migrate`, applied: true } });
                const killed = await project.pulumi("up", "--yes", "--skip-preview", "--stack", "prod");
                assert.notEqual(killed.code, 0, killed.output);
                project.faults({});
                assert.match((await run(project, "pulumi up --stack prod")).output, /currently locked/);
                succeeded(await run(project, "pulumi cancel --stack prod"));
                const before = generated(await project.state("prod"));
                assert.notDeepEqual(await project.pending("prod"), []);

                succeeded(await run(project, "npm run drift -- --stack prod --remove"));
                const takeOver = "pulumi up --refresh --stack prod --policy-pack policies";
                succeeded(await run(project, `PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true ${takeOver}`));
                succeeded(await run(project, "pulumi refresh --stack prod --clear-pending-creates"));
                succeeded(await run(project, "pulumi up --stack prod --policy-pack policies"));

                assert.deepEqual(await project.pending("prod"), []);
                const after = generated(await project.state("prod"));
                assert.equal(Object.keys(after).length, generatedCount.production);
                assert.deepEqual({ ...after, ...before }, after);
                assert.equal(project.world("kubernetes").filter(({ type }) => type === migration).length, 1);
                await up(project, "prod", "--expect-no-changes");
            }),
        ));
});

/** A command of the page, which must be in it as it is run here. */
function run(project: Project, command: string): Promise<Outcome> {
    assert.ok(pageText(page).includes(command), command);
    const [, upsert, program = "", rest = ""] = /^(PULUMI_\w+=true )?(\w+) (.*)$/.exec(command) ?? [];
    project.export({ PULUMI_K8S_UPSERT_EXISTING_OBJECTS: upsert === undefined ? undefined : "true" });
    const args = rest.split(" ");
    if (program === "npm") return project.run("npm", args);
    return project.pulumi(...args, "--yes", ...(args[0] === "cancel" ? [] : ["--skip-preview"]));
}
