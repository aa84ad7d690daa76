import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { inProject, succeeded, up } from "../support/scenario";
import type { Project } from "../support/project";

describe("the production stack", () => {
    it("comes up with its store, and refuses to be destroyed", () =>
        inProject(async (project) => {
            await prepare(project);
            await up(project, "prod", "--policy-pack", "policies");
            // The setup guide's "Secrets Management": one JSON document under this name.
            const secrets = project.world("aws").map(({ object }) => object);
            assert.ok(
                secrets.some(({ name }) => name === "kratos/production/credentials"),
                JSON.stringify(secrets.map(({ name }) => name)),
            );
            project.operations();

            // It is the preview that refuses; `--skip-preview` would delete all but what is protected and fail only then.
            const destroyed = await project.pulumi("destroy", "--yes", "--stack", "prod");
            assert.notEqual(destroyed.code, 0);
            assert.match(destroyed.output, /protected/);
            assert.deepEqual(project.operations(), []);
            const world = project.world("kubernetes").map(({ id }) => id);
            assert.ok(world.includes("kubernetes:core/v1:PersistentVolumeClaim kratos/kratos-postgres-data"));
        }));

    it("is not for npm run up, which says what is", () =>
        inProject(async (project) => {
            await prepare(project);
            const { code, output } = await project.run("npm", [
                "run",
                "--silent",
                "up",
                "--",
                "--stack",
                "prod",
                "--yes",
            ]);
            assert.equal(code, 2, output);
            assert.match(output, /pulumi up --stack prod --policy-pack policies/);
            assert.deepEqual(project.operations(), []);
        }));
});

async function prepare(project: Project): Promise<void> {
    succeeded(await project.pulumi("stack", "init", "prod", "--no-select"));
    const password = randomBytes(12).toString("hex");
    succeeded(await project.pulumi("config", "set", "--secret", "smtpPassword", password, "--stack", "prod"));
    project.configure("prod", { "kato-platform:kratos.smtp.user": "mailer" });
}
