import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { generated, inProject, succeeded, up } from "../support/scenario";
import type { Project } from "../support/project";

describe("the production stack", () => {
    it("comes up with its store, refuses to be destroyed, and recovers with the same secrets if forced", () =>
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

            // What encrypts data must outlive even that.
            const before = generated(await project.state("prod"));
            const forced = await project.pulumi("destroy", "--yes", "--skip-preview", "--stack", "prod");
            assert.notEqual(forced.code, 0);
            assert.match(forced.output, /protected/);
            assert.ok(project.operations().includes("delete kubernetes:apps/v1:Deployment kratos"), "it was forced");
            assert.deepEqual(generated(await project.state("prod")), before);
            assert.equal(Object.keys(before).length, 5);
            assert.deepEqual(stored(project), [before["kratos-postgres-login-g1"]]);
            const kept = project.world("kubernetes").map(({ id }) => id);
            assert.ok(kept.includes("kubernetes:core/v1:PersistentVolumeClaim kratos/kratos-postgres-data"));
            await up(project, "prod");
            assert.deepEqual(generated(await project.state("prod")), before);
        }));

    it("goes on, with the same secrets, after the store was down", () =>
        inProject(async (project) => {
            await prepare(project);
            project.faults({ refuse: "aws:secretsmanager/secretVersion" });
            await failing(project);
            const before = generated(await project.state("prod"));
            assert.equal(Object.keys(before).length, 5);
            assert.deepEqual(stored(project), []);
            project.faults({});
            await up(project, "prod");
            assert.deepEqual(generated(await project.state("prod")), before);
            assert.deepEqual(stored(project), [before["kratos-postgres-login-g1"]]);

            // The same in a stack that is in use: the new value is not lost, and the old one is in the store until then.
            project.configure("prod", { "kato-platform:secrets.generations": { postgresKratos: 2 } });
            project.faults({ refuse: "aws:secretsmanager/" });
            await failing(project);
            const raised = generated(await project.state("prod"));
            assert.deepEqual(stored(project), [before["kratos-postgres-login-g1"]]);
            project.faults({});
            await up(project, "prod");
            assert.deepEqual(generated(await project.state("prod")), raised);
            assert.deepEqual({ ...raised, ...before }, raised);
            // AWS keeps the version before; Pulumi has let go of it.
            assert.deepEqual(stored(project), [before["kratos-postgres-login-g1"], raised["kratos-postgres-login-g2"]]);
            await up(project, "prod", "--expect-no-changes");
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

async function failing(project: Project): Promise<void> {
    const { code, output } = await project.pulumi("up", "--yes", "--skip-preview", "--stack", "prod");
    assert.notEqual(code, 0, output);
    assert.match(output, /credentials-kratos is refused/);
}

/** The database password in each of the versions that the store has. */
function stored(project: Project): readonly (string | undefined)[] {
    return project
        .world("aws")
        .filter(({ type }) => type === "aws:secretsmanager/secretVersion:SecretVersion")
        .map(
            ({ object }) =>
                (JSON.parse(String(object["secretString"])) as Record<string, string>)["KRATOS_DB_PASSWORD"],
        );
}
