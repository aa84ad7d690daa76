import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Faults } from "../providers/store";
import type { Project } from "../support/project";
import { asUser, generated, generatedCount, katoSecrets, type Npm, secretIn, succeeded } from "../support/scenario";

/** What a killed run leaves behind: the generated values that the state has. */
type Values = ReturnType<typeof generated>;

describe("npm run up, killed and run again", () => {
    // The harder case is `applied`: what was being created exists, and the engine does not know.
    it("resumes with the same secrets, killed at its first operation, after a password, and before a store", () =>
        asUser(async (project, npm) => {
            const password = "random:index/randomPassword:RandomPassword redis-kb-login-g1";
            let values = await killed({ operation: 1, applied: true }, {}, project, npm);
            values = await killed({ operation: password, applied: true }, values, project, npm);
            const store = "kubernetes:apps/v1:StatefulSet qdrant-kb";
            values = await killed({ operation: store, applied: false }, values, project, npm);
            await resumed(values, project, npm);
        }));

    it("resumes with the same secrets, killed among the stores and near the end, and has nothing to do after that", () =>
        asUser(async (project, npm) => {
            const ofStore = "kubernetes:core/v1:Secret mongo-kb-logins";
            let values = await killed({ operation: ofStore, applied: true }, {}, project, npm);
            const ofApplication = "kubernetes:core/v1:Secret kato-secrets";
            values = await killed({ operation: ofApplication, applied: true }, values, project, npm);
            await resumed(values, project, npm);
            project.operations();
            succeeded(await npm("up", "--yes"));
            assert.deepEqual(project.operations(), []);
        }));

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

/** Runs it until it is killed; `before` are the values that there were. */
async function killed(kill: NonNullable<Faults["kill"]>, before: Values, project: Project, npm: Npm): Promise<Values> {
    project.operations();
    project.faults({ kill });
    const { code, output } = await npm("up", "--yes");
    assert.equal(code, 3, output);
    assert.match(output, /Not finished/);
    const written = readdirSync(join(project.folder, ".local", "state"), { recursive: true }).map(String);
    assert.deepEqual(
        written.filter((file) => file.endsWith(".attrs")),
        [],
        "a kill while such a file is written makes the state unreadable",
    );
    const begun = project.operations();
    const { operation } = kill;
    const reached = typeof operation === "number" ? begun.length >= operation : begun.includes(`create ${operation}`);
    assert.ok(reached, begun.join("\n"));
    return kept(before, generated(await localState(project)));
}

/** None of the values has become another one. */
function kept(before: Values, after: Values): Values {
    for (const [name, value] of Object.entries(before)) {
        assert.equal(after[name], value, `${name} is another one than before`);
    }
    return after;
}

/** Runs it to its end. */
async function resumed(before: Values, project: Project, npm: Npm): Promise<void> {
    project.faults({});
    const { output } = succeeded(await npm("up", "--yes"));
    assert.match(output, /The last run was killed; this one goes on from there/);
    const state = await localState(project);
    const after = kept(before, generated(state));
    assert.equal(Object.keys(after).length, generatedCount.development);

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
    const known = state.map(({ type, id }) => `${type} ${String(id)}`);
    const unknown = cluster.filter(({ id }) => !known.includes(id));
    assert.deepEqual(
        unknown.filter(({ object }) => !JSON.stringify(object).includes("pulumi.com/autonamed")).map(({ id }) => id),
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
