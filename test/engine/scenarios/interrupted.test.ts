import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Faults } from "../providers/store";
import type { Project } from "../support/project";
import { asUser, generated, generatedCount, katoSecrets, type Npm, secretIn, succeeded } from "../support/scenario";

const jobType = "kubernetes:batch/v1:Job";

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

    it("resumes with the same secrets, killed among the stores and in its migration, and leaves nothing behind", () =>
        asUser(async (project, npm) => {
            const ofStore = "kubernetes:core/v1:Secret mongo-kb-logins";
            let values = await killed({ operation: ofStore, applied: true }, {}, project, npm);
            const migration = "kubernetes:batch/v1:Job kratos-migrate";
            values = await killed({ operation: migration, applied: true }, values, project, npm);
            const jobs = (): number => project.world("kubernetes").filter(({ type }) => type === jobType).length;
            assert.equal(jobs(), 1);
            await resumed(values, project, npm);
            assert.equal(jobs(), 1, "the migration of the killed run is there as well");
            project.operations();
            succeeded(await npm("up", "--yes"));
            assert.deepEqual(project.operations(), []);

            // With nothing being taken over any more, a renaming without an alias is refused instead of deleting what lives.
            const before = project.world("kubernetes").map(({ id }) => id);
            project.changeProgram("components/platform.ts", (code) =>
                code.replace("`${namespace}-network`", "`${namespace}-connections`"),
            );
            const renamed = await npm("up", "--yes");
            assert.equal(renamed.code, 3, renamed.output);
            assert.match(renamed.output, /already exists/);
            const after = project.world("kubernetes").map(({ id }) => id);
            assert.deepEqual(
                before.filter((id) => !after.includes(id)),
                [],
            );
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
        kratos_server_a: after["kratos-postgres-server-login-g1"],
        kratos_courier_a: after["kratos-postgres-courier-login-g1"],
    });
    const { variables } = katoSecrets(cluster);
    assert.equal(variables["MONGO_PASSWORD"], after["mongo-kb-login-g1"]);
    assert.deepEqual(secretIn(cluster, "kato", "mongo-kb-logins"), { kato_user: variables["MONGO_PASSWORD"] });
    const hash = createHash("sha256")
        .update(variables["REDIS_PASSWORD"] ?? "")
        .digest("hex");
    assert.ok(secretIn(cluster, "kato", "redis-kb-users")["users.acl"]?.includes(`user kato_user on #${hash} ~* `));

    // Nothing exists that is not in the state, nothing is pending, and nothing is taken over in later runs.
    const known = state.map(({ type, id }) => `${type} ${String(id)}`);
    const unknown = cluster.filter(({ id }) => !known.includes(id));
    assert.deepEqual(
        unknown.map(({ id }) => id),
        [],
    );
    assert.deepEqual(await project.pending("dev", localBackend(project)), []);
    const provider = state.find(({ type }) => type === "pulumi:providers:kubernetes");
    assert.equal(provider?.inputs?.["upsertExistingObjects"], undefined);
}

async function localState(project: Project): ReturnType<Project["state"]> {
    assert.ok(existsSync(join(project.folder, ".local", "passphrase")));
    return project.state("dev", localBackend(project));
}

function localBackend(project: Project): NodeJS.ProcessEnv {
    const folder = join(project.folder, ".local");
    return {
        PULUMI_BACKEND_URL: `file://${join(folder, "state")}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE: undefined,
        PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "passphrase"),
    };
}
