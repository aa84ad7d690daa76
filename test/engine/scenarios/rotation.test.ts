import assert from "node:assert/strict";
import { generated, inDevelopment, secretInCluster, up } from "../support/scenario";
import type { Project } from "../support/project";

interface KratosSecrets {
    readonly secrets: Readonly<Record<"cookie" | "default" | "cipher" | "pagination", readonly string[]>>;
}

describe("raising a generation", () => {
    it("creates a new database login, keeps the previous one, and drops it at the next raise", () =>
        inDevelopment(async (project) => {
            await up(project);
            const first = await passwords(project);
            assert.deepEqual(logins(project), { kratos_a: first["kratos-postgres-login-g1"] });
            assert.match(dsn(project), /^postgres:\/\/kratos_a:/);
            project.operations();

            project.configure("dev", { "kato-platform:secrets.generations": { postgresKratos: 2 } });
            await up(project);
            const second = await passwords(project);
            assert.notEqual(second["kratos-postgres-login-g2"], first["kratos-postgres-login-g1"]);
            assert.equal(second["kratos-postgres-login-g1"], first["kratos-postgres-login-g1"]);
            assert.deepEqual(logins(project), {
                kratos_a: first["kratos-postgres-login-g1"],
                kratos_b: second["kratos-postgres-login-g2"],
            });
            assert.ok(dsn(project).startsWith(`postgres://kratos_b:${String(second["kratos-postgres-login-g2"])}@`));
            // The database goes on: its pod does not change, only the Secret that it watches. The migration mounts the
            // DSN as well, and a Job cannot change: it runs once more, which does nothing.
            assert.deepEqual([...project.operations()].sort(), [
                "create kubernetes:batch/v1:Job kratos-migrate",
                "create kubernetes:core/v1:Secret kratos-database",
                "create random:index/randomPassword:RandomPassword kratos-postgres-login-g2",
                "delete kubernetes:batch/v1:Job kratos-migrate",
                "delete kubernetes:core/v1:Secret kratos-database",
                "update kubernetes:apps/v1:Deployment kratos",
                "update kubernetes:batch/v1:CronJob kratos-cleanup",
                "update kubernetes:core/v1:Secret kratos-postgres-logins",
            ]);

            project.configure("dev", { "kato-platform:secrets.generations": { postgresKratos: 3 } });
            await up(project);
            const third = await passwords(project);
            assert.equal(third["kratos-postgres-login-g1"], undefined);
            assert.deepEqual(logins(project), {
                kratos_a: third["kratos-postgres-login-g3"],
                kratos_b: second["kratos-postgres-login-g2"],
            });
        }));

    it("puts a new cookie secret first, keeps the previous one valid, and drops it at the next raise", () =>
        inDevelopment(async (project) => {
            await up(project);
            const first = await passwords(project);
            assert.deepEqual(kratosSecrets(project).cookie, [first["kratos-cookie-g1"]]);
            project.operations();

            project.configure("dev", { "kato-platform:secrets.generations": { kratosCookie: 2 } });
            await up(project);
            const second = await passwords(project);
            assert.deepEqual(kratosSecrets(project).cookie, [second["kratos-cookie-g2"], first["kratos-cookie-g1"]]);
            assert.deepEqual(kratosSecrets(project).default, [first["kratos-default-g1"]]);

            project.configure("dev", { "kato-platform:secrets.generations": { kratosCookie: 3 } });
            await up(project);
            const third = await passwords(project);
            assert.deepEqual(kratosSecrets(project).cookie, [third["kratos-cookie-g3"], second["kratos-cookie-g2"]]);
            assert.equal(third["kratos-cookie-g1"], undefined);
        }));
});

async function passwords(project: Project): Promise<Readonly<Record<string, string>>> {
    return generated(await project.state("dev"));
}

function logins(project: Project): Readonly<Record<string, string | undefined>> {
    const names = ["kratos_a", "kratos_b"];
    const all = names.map((name) => [name, secretInCluster(project, "kratos", "kratos-postgres-logins", name)]);
    return Object.fromEntries(all.filter(([, password]) => password !== undefined)) as Record<string, string>;
}

function dsn(project: Project): string {
    const file = secretInCluster(project, "kratos", "kratos-database-", "database.json") ?? "{}";
    return (JSON.parse(file) as { dsn: string }).dsn;
}

function kratosSecrets(project: Project): KratosSecrets["secrets"] {
    const file = secretInCluster(project, "kratos", "kratos-secrets-", "secrets.json") ?? "{}";
    return (JSON.parse(file) as KratosSecrets).secrets;
}
