import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "mocha";
import type { Project } from "../support/project";
import { type Cluster, inDevelopment, objectIn, succeeded, up } from "../support/scenario";

const kratos = "kubernetes:apps/v1:Deployment kratos/kratos";
const kato = "kubernetes:apps/v1:Deployment kato/kato";
const logins = "kubernetes:core/v1:Secret kratos/kratos-postgres-logins";
const defaultDeny = "kubernetes:networking.k8s.io/v1:NetworkPolicy kratos/default-deny-all";

describe("a development stack with an autoscaler and a StorageClass of its own", () => {
    it("shows what was changed behind its back, puts it back, and leaves the number of replicas to the autoscaler", () =>
        inDevelopment(async (project) => {
            project.configure("dev", {
                "kato-platform:kato.replicas": { min: 1, max: 5 },
                "kato-platform:storage": { mode: "aws-ebs", kmsKeyArn: keyArn(1) },
            });
            await up(project);
            // What the autoscaler does is nobody's mistake.
            scale(project, kato, 4, { name: "kube-controller-manager", subresource: "scale" });
            const before = await project.state("dev");
            project.operations();
            const refresh = ["refresh", "--preview-only", "--diff", "--stack", "dev"];
            const quiet = succeeded(await project.pulumi(...refresh, "--expect-no-changes"));
            assert.doesNotMatch(quiet.output, /~|replicas|data/, quiet.output);

            scale(project, kratos, 7);
            const intruder = randomBytes(20).toString("base64");
            project.tamper("kubernetes", logins, (object) => {
                (object["data"] as Record<string, string>)["kratos_a"] = intruder;
            });
            const drifted = succeeded(await project.pulumi(...refresh));
            assert.deepEqual(
                [...drifted.output.matchAll(/~ (\S+): \(update\)\n +\[id=(.*)\]/g)]
                    .map(([, type, id]) => `${String(type)} ${String(id)}`)
                    .sort(),
                [kratos, logins],
            );
            assert.match(drifted.output, /~ replicas +: 1 => 7\n/);
            assert.ok(!drifted.output.includes(intruder), "in what the CLI prints");
            // Only looked at: neither the state nor the cluster is another one.
            assert.deepEqual(await project.state("dev"), before);
            assert.deepEqual(project.operations(), []);

            await up(project, "dev", "--refresh");
            assert.deepEqual([...project.operations()].sort(), [
                "update kubernetes:apps/v1:Deployment kratos",
                "update kubernetes:core/v1:Secret kratos-postgres-logins",
            ]);
            assert.equal(replicas(project, kratos), 1);
            assert.equal(replicas(project, kato), 4);

            // What was deleted comes back. A class cannot change: another one takes its place, and no claim goes with it.
            const claims = claimsIn(project);
            project.vanish("kubernetes", defaultDeny);
            project.configure("dev", {
                "kato-platform:kato.image": "ghcr.io/karima/kato:3.1.0",
                "kato-platform:storage.kmsKeyArn": keyArn(2),
            });
            await up(project, "dev", "--refresh");
            assert.deepEqual([...project.operations()].sort(), [
                "create kubernetes:networking.k8s.io/v1:NetworkPolicy kratos-default-deny-all",
                "create kubernetes:storage.k8s.io/v1:StorageClass encrypted-volumes",
                "delete kubernetes:storage.k8s.io/v1:StorageClass encrypted-volumes",
                "update kubernetes:apps/v1:Deployment kato",
                "update kubernetes:batch/v1:CronJob kato-retention",
            ]);
            const { parameters } = objectIn(project.world("kubernetes"), "storage.k8s.io/v1:StorageClass");
            assert.deepEqual(parameters, { type: "gp3", encrypted: "true", kmsKeyId: keyArn(2) });
            assert.equal(claims.length, 4);
            assert.deepEqual(claimsIn(project), claims);
            // A rollout keeps the replicas that there are.
            assert.equal(replicas(project, kato), 4);
        }));
});

function keyArn(number: number): string {
    return `arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-00000000000${number}`;
}

function scale(project: Project, id: string, to: number, by = { name: "kubectl", subresource: "scale" }): void {
    const change = (object: Cluster[number]["object"]): void => {
        (object["spec"] as { replicas: number }).replicas = to;
    };
    project.tamper("kubernetes", id, change, by);
}

function replicas(project: Project, id: string): number | undefined {
    const object = project.world("kubernetes").find((each) => each.id === id)?.object;
    return (object?.["spec"] as { replicas: number } | undefined)?.replicas;
}

function claimsIn(project: Project): readonly object[] {
    return project.world("kubernetes").filter(({ type }) => type === "kubernetes:core/v1:PersistentVolumeClaim");
}
