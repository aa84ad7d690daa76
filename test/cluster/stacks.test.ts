import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { additions } from "../../cli/drift/compare";
import type { KubeObject } from "../../cli/drift/objects";
import { applyAll } from "./support/apply";
import { makeAccount } from "./support/controllers";
import { describeObject, type KubernetesObject } from "./support/objects";
import { permissionsOf } from "./support/permissions";
import { controllersIn } from "./support/pods";
import { deploy, live, type ProvingGround } from "./support/proving-ground";
import { STACK_FILES } from "./support/stack";
import { rewrittenFields } from "./support/unchanged";

for (const file of STACK_FILES) {
    describe(`a real API server with ${file}`, () => {
        let ground: ProvingGround;

        before(async () => {
            ground = await deploy(file);
        });

        after(async () => {
            await ground.cluster.stop();
        });

        it("admits every object, without a warning", () => {
            assert.deepEqual(ground.problems, []);
            assert.equal(ground.applied.length, ground.stack.objects.length);
        });

        it("enforces Pod Security restricted, a quota and default limits in every namespace of ours", async () => {
            const { api } = ground.cluster;
            const namespaces = (await api.list("v1", "Namespace")).filter(({ metadata }) =>
                ground.stack.objects.some(
                    ({ kind, metadata: { name } }) => kind === "Namespace" && name === metadata.name,
                ),
            );
            assert.notEqual(namespaces.length, 0);
            for (const { metadata } of namespaces) {
                for (const mode of ["enforce", "audit", "warn"]) {
                    assert.equal(metadata.labels?.[`pod-security.kubernetes.io/${mode}`], "restricted", metadata.name);
                }
            }
            for (const kind of ["ResourceQuota", "LimitRange"]) {
                const governed = (await api.list("v1", kind)).map(({ metadata }) => metadata.namespace);
                assert.deepEqual(governed.sort(), namespaces.map(({ metadata }) => metadata.name).sort(), kind);
            }
        });

        it("admits all Pods that the controllers would make at one time, without a warning", () => {
            assert.deepEqual(ground.made.problems, []);
            const controllers = controllersIn(live(ground.applied));
            assert.ok(controllers.length > 0);
            assert.ok(ground.made.pods.length >= controllers.length);
        });

        it("rewrites no field, and applying everything again changes nothing", async () => {
            const { api } = ground.cluster;
            assert.deepEqual(ground.applied.flatMap(rewrittenFields), []);
            const now = (): Promise<KubernetesObject[]> =>
                Promise.all(ground.stack.objects.map((object) => api.get(object)));
            const first = await now();
            assert.deepEqual((await applyAll(api, ground.stack.objects)).problems, []);
            const second = await now();
            assert.deepEqual(second.map(unversioned), first.map(unversioned));
            assert.deepEqual((await applyAll(api, ground.stack.objects)).problems, []);
            assert.deepEqual(await now(), second);
            // The server writes a new claim once more at the second apply, though nothing in it is different.
            const moved = second.filter((object, index) => versionOf(object) !== versionOf(first[index]));
            assert.deepEqual(moved.filter(({ kind }) => kind !== "PersistentVolumeClaim").map(describeObject), []);
        });

        it("has no field that nobody sent, as the drift check sees it", async () => {
            const { api } = ground.cluster;
            const found: string[] = [];
            for (const sent of ground.stack.objects) {
                const live = await api.get(sent);
                found.push(
                    ...additions(sent as KubeObject, live as KubeObject).map(({ path }) => `${sent.kind} ${path}`),
                );
            }
            assert.deepEqual([...new Set(found)], []);
        });

        it("lets no ServiceAccount do anything, and the ingress controller read what it serves", async () => {
            const { api } = ground.cluster;
            const baseline = await makeAccount(api, "kube-system", "nobody");
            const ours = new Set(ground.stack.objects.map(({ metadata }) => metadata.namespace));
            const accounts = (await api.list("v1", "ServiceAccount")).filter(({ metadata }) =>
                ours.has(metadata.namespace),
            );
            assert.ok(accounts.some(({ metadata }) => metadata.name !== "default"));
            for (const account of accounts) {
                const allowed = await permissionsOf(api, account, baseline);
                // Which objects of its own kinds it reads, and in which namespaces, is in its component's test.
                const serves = account.metadata.name === CONTROLLER;
                const beyond = allowed.filter((each) => !(serves && (CONTROLLER_READS.includes(each) || isRule(each))));
                assert.deepEqual(beyond, [], describeObject(account));
            }
        });
    });
}

const CONTROLLER = "nginx-ingress-controller";

/** Of all that an intruder would look for: what is in the edge's own namespace. Certificates only where challenges are answered. */
const CONTROLLER_READS = [
    ...["secrets", "configmaps", "pods", "certificates"].flatMap((resource) =>
        ["get", "list", "watch"].map((verb) => `nginx-ingress: ${verb} ${resource}`),
    ),
    "nginx-ingress: get namespaces",
];

/** Whether it is a rule as the server has it, rather than one of the questions asked. */
function isRule(permission: string): boolean {
    return permission.includes("{");
}

function versionOf(object: KubernetesObject | undefined): string | undefined {
    return object?.metadata.resourceVersion;
}

function unversioned({ metadata: { resourceVersion: _, ...metadata }, ...content }: KubernetesObject): object {
    return { metadata, ...content };
}
