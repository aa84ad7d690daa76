import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { inDevelopment, succeeded, up } from "../support/scenario";

const deployment = "kubernetes:apps/v1:Deployment kratos/kratos";
const logins = "kubernetes:core/v1:Secret kratos/kratos-postgres-logins";

describe("pulumi up of the development stack", () => {
    it("creates everything the first time and changes nothing the second time", () =>
        inDevelopment(async (project) => {
            await up(project);
            const first = project.operations();
            assert.ok(first.length > 40, `only ${String(first.length)} resources were created`);
            assert.deepEqual(
                first.filter((operation) => !operation.startsWith("create ")),
                [],
            );
            // What the setup guide deploys: "Production Deployment Checklist".
            const world = project.world("kubernetes").map(({ id }) => id);
            for (const id of [
                "kubernetes:core/v1:Namespace kratos",
                "kubernetes:networking.k8s.io/v1:NetworkPolicy kratos/default-deny-all",
                "kubernetes:apps/v1:StatefulSet kratos/kratos-postgres",
                "kubernetes:core/v1:Service kratos/kratos",
                deployment,
            ]) {
                assert.ok(world.includes(id), `${id} is missing among ${world.join("\n")}`);
            }

            const second = await up(project, "dev", "--expect-no-changes");
            assert.deepEqual(project.operations(), []);
            assert.match(second.output, /\d+ unchanged/);
        }));

    it("touches what depends on a changed field and nothing else", () =>
        inDevelopment(async (project) => {
            await up(project);
            project.operations();

            // The log level is in kratos.yml, which the pods mount: a new ConfigMap, pods that use it, the old one gone.
            project.configure("dev", { "kato-platform:kratos.log": { level: "debug" } });
            await up(project);
            assert.deepEqual([...project.operations()].sort(), [
                "create kubernetes:core/v1:ConfigMap kratos-config",
                "delete kubernetes:core/v1:ConfigMap kratos-config",
                "update kubernetes:apps/v1:Deployment kratos",
            ]);

            // The memory of the pods is in no file: only their Deployment changes.
            project.configure("dev", { "kato-platform:kratos.resources": { memory: "512Mi" } });
            await up(project);
            assert.deepEqual(project.operations(), ["update kubernetes:apps/v1:Deployment kratos"]);
        }));

    it("shows in a refresh what was changed behind its back, in which field, and touches nothing", () =>
        inDevelopment(async (project) => {
            await up(project);
            const before = await project.state("dev");
            project.operations();
            const refresh = ["refresh", "--preview-only", "--diff", "--stack", "dev"];
            const quiet = succeeded(await project.pulumi(...refresh, "--expect-no-changes"));
            assert.doesNotMatch(quiet.output, /~|replicas|data/, quiet.output);

            project.tamper("kubernetes", deployment, (object) => {
                (object["spec"] as { replicas: number }).replicas = 7;
            });
            const intruder = randomBytes(20).toString("base64");
            project.tamper("kubernetes", logins, (object) => {
                (object["data"] as Record<string, string>)["kratos_a"] = intruder;
            });
            const drifted = succeeded(await project.pulumi(...refresh));
            assert.deepEqual(
                [...drifted.output.matchAll(/~ (\S+): \(update\)\n +\[id=(.*)\]/g)]
                    .map(([, type, id]) => `${String(type)} ${String(id)}`)
                    .sort(),
                [deployment, logins],
            );
            assert.match(drifted.output, /~ replicas +: 1 => 7\n/);
            assert.ok(!drifted.output.includes(intruder), "in what the CLI prints");
            // Only looked at: neither the state nor the cluster is another one.
            assert.deepEqual(await project.state("dev"), before);
            assert.deepEqual(project.operations(), []);
        }));

    it("puts back what was changed behind its back, and recreates what was deleted", () =>
        inDevelopment(async (project) => {
            await up(project);
            project.operations();
            project.tamper("kubernetes", deployment, (object) => {
                (object["spec"] as { replicas: number }).replicas = 0;
            });
            const refreshed = await up(project, "dev", "--refresh");
            assert.deepEqual(project.operations(), ["update kubernetes:apps/v1:Deployment kratos"], refreshed.output);
            const object = project.world("kubernetes").find(({ id }) => id === deployment)?.object;
            assert.equal((object?.["spec"] as { replicas: number }).replicas, 1);

            project.vanish("kubernetes", "kubernetes:networking.k8s.io/v1:NetworkPolicy kratos/default-deny-all");
            await up(project, "dev", "--refresh");
            assert.deepEqual(project.operations(), [
                "create kubernetes:networking.k8s.io/v1:NetworkPolicy kratos-default-deny-all",
            ]);
        }));
});
