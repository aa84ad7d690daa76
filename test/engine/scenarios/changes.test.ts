import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type Cluster, inDevelopment, objectIn, up } from "../support/scenario";

describe("pulumi up of the development stack", () => {
    it("creates everything, then changes nothing, then what depends on a changed field and nothing else", () =>
        inDevelopment(async (project) => {
            await up(project);
            const first = project.operations();
            assert.ok(first.length > 100, `only ${String(first.length)} resources were created`);
            assert.deepEqual(
                first.filter((operation) => !operation.startsWith("create ")),
                [],
            );
            // Setup guide, "Production Deployment Checklist"; security guide, "Kubernetes Network Policies" and "Kubernetes Secrets".
            const world = project.world("kubernetes").map(({ id }) => id);
            for (const id of [
                "core/v1:Namespace kratos",
                "networking.k8s.io/v1:NetworkPolicy kratos/default-deny-all",
                "apps/v1:StatefulSet kratos/kratos-postgres",
                "core/v1:Service kratos/kratos",
                "apps/v1:Deployment kratos/kratos",
                "core/v1:Namespace kato",
                "networking.k8s.io/v1:NetworkPolicy kato/default-deny-all",
                "networking.k8s.io/v1:NetworkPolicy kato/kato-to-databases",
                "networking.k8s.io/v1:NetworkPolicy kato/allow-ingress-to-kato",
                "apps/v1:StatefulSet kato/mongo-kb",
                "apps/v1:StatefulSet kato/redis-kb",
                "apps/v1:StatefulSet kato/qdrant-kb",
                "core/v1:Secret kato/mongodb-secret",
                "core/v1:Service kato/kato",
                "apps/v1:Deployment kato/kato",
            ]) {
                assert.ok(world.includes(`kubernetes:${id}`), `${id} is missing among ${world.join("\n")}`);
            }

            const second = await up(project, "dev", "--expect-no-changes");
            assert.deepEqual(project.operations(), []);
            assert.match(second.output, /\d+ unchanged/);

            // The log level is in kratos.yml, which the pods mount: a new ConfigMap, pods that use it, the old one gone.
            // KATO's image is in its pods alone.
            project.configure("dev", {
                "kato-platform:kratos.log": { level: "debug" },
                "kato-platform:kato.image": "ghcr.io/karima/kato:3.1.0",
            });
            await up(project);
            assert.deepEqual([...project.operations()].sort(), [
                "create kubernetes:core/v1:ConfigMap kratos-config",
                "delete kubernetes:core/v1:ConfigMap kratos-config",
                "update kubernetes:apps/v1:Deployment kato",
                "update kubernetes:apps/v1:Deployment kratos",
                "update kubernetes:batch/v1:CronJob kato-retention",
            ]);

            // The memory of the pods is in no file, but in what their namespace may have. Switched on, the deletion of old data may reach the stores.
            project.configure("dev", {
                "kato-platform:kratos.resources": { memory: "512Mi" },
                "kato-platform:retention.inKato": true,
            });
            assert.equal(suspended(project.world("kubernetes")), true);
            await up(project);
            assert.deepEqual([...project.operations()].sort(), [
                "create kubernetes:networking.k8s.io/v1:NetworkPolicy kato-network-kato-retention-to-databases",
                "update kubernetes:apps/v1:Deployment kratos",
                "update kubernetes:batch/v1:CronJob kato-retention",
                "update kubernetes:core/v1:ResourceQuota kratos-quota",
                "update kubernetes:networking.k8s.io/v1:NetworkPolicy kato-network-allow-ingress-to-mongo-kb",
                "update kubernetes:networking.k8s.io/v1:NetworkPolicy kato-network-allow-ingress-to-qdrant-kb",
                "update kubernetes:networking.k8s.io/v1:NetworkPolicy kato-network-allow-ingress-to-redis-kb",
            ]);
            assert.equal(suspended(project.world("kubernetes")), false);
        }));
});

function suspended(cluster: Cluster): unknown {
    return (objectIn(cluster, "batch/v1:CronJob kato/kato-retention")["spec"] as { suspend: boolean }).suspend;
}
