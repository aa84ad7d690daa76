import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Faults } from "../providers/store";
import type { Project } from "../support/project";
import { asUser, generated, type Npm, secretInCluster, succeeded } from "../support/scenario";

describe("npm run up, killed and run again", () => {
    // The harder case: what was being created exists, and the engine does not know.
    for (const operation of [1, 5, 40]) {
        it(`resumes with the same secrets after a kill right after operation ${String(operation)}`, () =>
            asUser((project, npm) => killAndResume({ operation, applied: true }, project, npm)));
    }

    it("resumes with the same secrets after a kill right after operation 20, and finds nothing to do after that", () =>
        asUser(async (project, npm) => {
            await killAndResume({ operation: 20, applied: true }, project, npm);
            project.operations();
            succeeded(await npm("up", "--yes"));
            assert.deepEqual(project.operations(), []);
        }));

    it("resumes with the same secrets after a kill right before operation 30", () =>
        asUser((project, npm) => killAndResume({ operation: 30, applied: false }, project, npm)));

    it("goes on after a resource that could not be created", () =>
        asUser(async (project, npm) => {
            project.faults({ refuse: "kubernetes:batch/v1:Job kratos-migrate" });
            const failed = await npm("up", "--yes");
            assert.equal(failed.code, 3, failed.output);
            assert.match(failed.output, /kratos-migrate is refused/);
            const before = generated(await localState(project));
            // The pods of a version wait for its migration.
            assert.ok(!project.operations().includes("create kubernetes:apps/v1:Deployment kratos"));

            project.faults({});
            succeeded(await npm("up", "--yes"));
            assert.deepEqual(generated(await localState(project)), before);
        }));
});

async function killAndResume(kill: NonNullable<Faults["kill"]>, project: Project, npm: Npm): Promise<void> {
    project.faults({ kill });
    const killed = await npm("up", "--yes");
    assert.equal(killed.code, 3, killed.output);
    assert.match(killed.output, /Not finished/);
    const written = readdirSync(join(project.folder, ".local", "state"), { recursive: true }).map(String);
    assert.deepEqual(
        written.filter((file) => file.endsWith(".attrs")),
        [],
        "a kill while such a file is written makes the state unreadable",
    );
    const begun = project.operations().length;
    assert.ok(begun >= kill.operation, `${String(begun)} operations were begun`);
    const before = generated(await localState(project));

    project.faults({});
    const resumed = succeeded(await npm("up", "--yes"));
    assert.match(resumed.output, /The last run was killed; this one goes on from there/);
    const resumedState = await localState(project);
    const after = generated(resumedState);
    assert.equal(Object.keys(after).length, 5);
    for (const [name, value] of Object.entries(before)) {
        assert.equal(after[name], value, `${name} is another one than before`);
    }

    // What the application logs in with is what the database accepts.
    const accepted = secretInCluster(project, "kratos", "kratos-postgres-logins", "kratos_a");
    assert.equal(accepted, after["kratos-postgres-login-g1"]);
    const deployed = project.world("kubernetes").map(({ id }) => id);
    assert.ok(deployed.includes("kubernetes:apps/v1:Deployment kratos/kratos"), deployed.join("\n"));

    // What exists and is not in the state is at most an unused copy of something with an automatic name.
    const state = resumedState.map(({ type, id }) => `${type} ${String(id)}`);
    const unknown = project.world("kubernetes").filter(({ id }) => !state.includes(id));
    const kept = unknown.filter(({ object }) => !JSON.stringify(object).includes("pulumi.com/autonamed"));
    assert.deepEqual(
        kept.map(({ id }) => id),
        [],
    );
}

async function localState(project: Project): ReturnType<Project["state"]> {
    const state = join(project.folder, ".local");
    assert.ok(existsSync(join(state, "passphrase")));
    return project.state("dev", {
        PULUMI_BACKEND_URL: `file://${join(state, "state")}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE: undefined,
        PULUMI_CONFIG_PASSPHRASE_FILE: join(state, "passphrase"),
    });
}
