import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Existing } from "../providers/store";
import type { Project } from "../support/project";
import { asUser, type Cluster, inDevelopment, succeeded, up } from "../support/scenario";

const kratos = "kubernetes:apps/v1:Deployment kratos/kratos";
const kato = "kubernetes:apps/v1:Deployment kato/kato";
const defaultDeny = "kubernetes:networking.k8s.io/v1:NetworkPolicy kratos/default-deny-all";

interface Workload {
    replicas: number;
    template: { spec: { containers: { name: string; image?: string; env?: object[] }[] } };
}

const specOf = (object: Existing["object"]): Workload => object["spec"] as unknown as Workload;

describe("what was changed and added behind the engine's back", () => {
    it("is named by drift without a value, ends no `npm run up`, and is put back by it", () =>
        asUser(async (project, npm) => {
            const live = (id: string): Cluster[number]["object"] =>
                project.world("kubernetes").find((each) => each.id === id)?.object ?? {};
            succeeded(await npm("up", "--yes"));
            const before = [live(kratos), live(kato), live(defaultDeny)];

            const planted = randomBytes(16).toString("hex");
            scale(project, 5);
            project.tamper("kubernetes", kato, (object) => {
                const { containers } = specOf(object).template.spec;
                containers.push({ name: "sidecar", image: planted });
                const kato = containers.find(({ name }) => name === "kato");
                Object.assign(kato ?? {}, { env: [...(kato?.env ?? []), { name: "DEBUG", value: planted }] });
            });
            project.tamper("kubernetes", defaultDeny, (object) => {
                Object.assign(object["spec"] ?? {}, { ingress: [{ from: [{ ipBlock: { cidr: "10.9.8.7/32" } }] }] });
            });

            const seen = await npm("drift");
            assert.equal(seen.code, 1, seen.output);
            for (const line of [
                /\| `update` \| `kubernetes:apps\/v1:Deployment kratos` \|/,
                /\| `kato\/Deployment\/kato` \| `spec\.template\.spec\.containers\[sidecar\]` \|/,
                /\| `kato\/Deployment\/kato` \| `spec\.template\.spec\.containers\[kato\]\.env(\[DEBUG\])?` \|/,
                /\| `kratos\/NetworkPolicy\/default-deny-all` \| `spec\.ingress` \|/,
            ]) {
                assert.match(seen.output, line);
            }
            assert.ok(!seen.output.includes(planted) && !seen.output.includes("10.9.8.7"), seen.output);

            const { output } = succeeded(await npm("up", "--yes"));
            assert.ok(!output.includes(planted));
            assert.deepEqual([live(kratos), live(kato), live(defaultDeny)], before);
            assert.match(succeeded(await npm("drift")).output, /Stack dev: nothing differs/);
        }));

    it("is a conflict that ends a run without enablePatchForce, and none with it", () =>
        inDevelopment(async (project) => {
            project.changeProgram("components/providers.ts", (code) => {
                assert.match(code, /enablePatchForce: true,/);
                return code.replace("enablePatchForce: true,", "");
            });
            await up(project);
            scale(project, 5);
            project.configure("dev", { "kato-platform:kratos.replicas": 2 });
            const stopped = await project.pulumi("up", "--yes", "--skip-preview", "--stack", "dev");
            assert.notEqual(stopped.code, 0, stopped.output);
            assert.match(stopped.output, /conflict with "kubectl": \.spec\.replicas/);

            project.changeProgram("components/providers.ts", (code) => code);
            await up(project);
            const found = project.world("kubernetes").find(({ id }) => id === kratos)?.object ?? {};
            assert.equal(specOf(found).replicas, 2);
        }));
});

/** As `kubectl scale` does it. */
function scale(project: Project, to: number): void {
    const change = (object: Existing["object"]): void => {
        specOf(object).replicas = to;
    };
    project.tamper("kubernetes", kratos, change, { name: "kubectl", subresource: "scale" });
}
