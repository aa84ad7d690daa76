import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Faults } from "../providers/store";
import type { Project } from "../support/project";
import { asUser, generated, generatedCount, katoSecrets, type Npm, secretIn, succeeded } from "../support/scenario";

describe("npm run up, killed and run again", () => {
    // The harder case: what was being created exists, and the engine does not know.
    for (const [when, operation] of [
        ["the very first operation", 1],
        ["a password was made", "random:index/randomPassword:RandomPassword redis-kb-login-g1"],
        ["the Secret of an application, near the end", "kubernetes:core/v1:Secret kato-secrets"],
    ] as const) {
        it(`resumes with the same secrets after a kill right after ${when}`, () =>
            asUser((project, npm) => killAndResume({ operation, applied: true }, project, npm)));
    }

    it("resumes with the same secrets after a kill among the stores, and finds nothing to do after that", () =>
        asUser(async (project, npm) => {
            const operation = "kubernetes:core/v1:Secret mongo-kb-logins";
            await killAndResume({ operation, applied: true }, project, npm);
            project.operations();
            succeeded(await npm("up", "--yes"));
            assert.deepEqual(project.operations(), []);
        }));

    it("resumes with the same secrets after a kill right before a store", () => {
        const operation = "kubernetes:apps/v1:StatefulSet qdrant-kb";
        return asUser((project, npm) => killAndResume({ operation, applied: false }, project, npm));
    });

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
    const begun = project.operations();
    assert.ok(
        typeof kill.operation === "number"
            ? begun.length >= kill.operation
            : begun.includes(`create ${kill.operation}`),
        begun.join("\n"),
    );
    const before = generated(await localState(project));

    project.faults({});
    const resumed = succeeded(await npm("up", "--yes"));
    assert.match(resumed.output, /The last run was killed; this one goes on from there/);
    const resumedState = await localState(project);
    const after = generated(resumedState);
    assert.equal(Object.keys(after).length, generatedCount.development);
    for (const [name, value] of Object.entries(before)) {
        assert.equal(after[name], value, `${name} is another one than before`);
    }

    // What the applications log in with is what the stores accept.
    const cluster = project.world("kubernetes");
    assert.ok(cluster.some(({ id }) => id === "kubernetes:apps/v1:Deployment kratos/kratos"));
    assert.deepEqual(secretIn(cluster, "kratos", "kratos-postgres-logins"), {
        kratos_a: after["kratos-postgres-login-g1"],
    });
    const { variables } = katoSecrets(cluster);
    assert.equal(variables["MONGO_PASSWORD"], after["mongo-kb-login-g1"]);
    assert.deepEqual(secretIn(cluster, "kato", "mongo-kb-logins"), { kato_user: variables["MONGO_PASSWORD"] });
    const hash = createHash("sha256")
        .update(variables["REDIS_PASSWORD"] ?? "")
        .digest("hex");
    assert.ok(secretIn(cluster, "kato", "redis-kb-users")["users.acl"]?.includes(`user kato_user on #${hash} ~* `));

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
