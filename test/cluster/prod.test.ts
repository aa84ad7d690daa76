import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { assignAddresses, makeStandIns, readNetwork } from "./reachability/live";
import { compare, readMatrix } from "./reachability/matrix";
import { selects } from "./reachability/policy";
import { admitted, applyAll } from "./support/apply";
import { eventually, makeAccount } from "./support/controllers";
import { describeObject, type KubernetesObject } from "./support/objects";
import { portWidened, relabelled, securityFields, withoutField } from "./support/mistakes";
import { permissionsOf } from "./support/permissions";
import { controllersIn, jobOf, plainPod, podsOf, workloadName } from "./support/pods";
import { deploy, live, type ProvingGround } from "./support/proving-ground";

const matrix = readMatrix("prod");

describe("prod on a real API server", () => {
    let ground: ProvingGround;

    const differences = async (): Promise<string[]> => compare(matrix, await readNetwork(ground.cluster.api));
    const ofKind = (kind: string): KubernetesObject[] => ground.stack.objects.filter((object) => object.kind === kind);

    /** Who a policy is for. */
    const governedBy = async (policy: KubernetesObject): Promise<string[]> => {
        const { policies, pods } = await readNetwork(ground.cluster.api);
        const { name, namespace } = policy.metadata;
        const found = policies.find(({ metadata: of }) => of.name === name && of.namespace === namespace);
        return pods
            .filter(({ pod }) => pod.namespace === namespace && selects(found?.spec.podSelector ?? {}, pod.labels))
            .map(({ workload }) => workload);
    };

    before(async () => {
        ground = await deploy("test/support/stacks/prod.yaml");
        assert.deepEqual([...ground.problems, ...ground.made.problems], []);
        await makeStandIns(ground.cluster.api, [...matrix.released, ...matrix.strangers]);
        await assignAddresses(ground.cluster.api);
    });

    after(async () => {
        await ground.cluster.stop();
    });

    describe("reachability", () => {
        it("is the hand-written matrix, cell for cell, on both sides", async () => {
            assert.deepEqual(await differences(), []);
        });

        it("has no policy for pods that do not exist", async () => {
            for (const policy of ofKind("NetworkPolicy")) {
                assert.notDeepEqual(await governedBy(policy), [], describeObject(policy));
            }
        });
    });

    describe("a planted mistake is caught and named:", () => {
        it("a security field removed from a manifest, or from a Pod", async () => {
            const { api } = ground.cluster;
            for (const controller of controllersIn(ground.stack.objects)) {
                for (const [field, words] of Object.entries(securityFields)) {
                    const mistake = withoutField(controller, field);
                    const { problems } = await applyAll(api, [mistake], { dryRun: true });
                    assertNamed(problems, `${describeObject(mistake)}: warning: would violate PodSecurity`, words);
                    for (const pod of podsOf(mistake.kind === "CronJob" ? jobOf(mistake) : mistake, []).slice(0, 1)) {
                        const refused = await admitted(pod, () => api.create(pod, { dryRun: true }));
                        assertNamed(refused.problems, `${describeObject(pod)}: refused:`, words);
                    }
                }
            }
        });

        it("a policy removed", async () => {
            const { api } = ground.cluster;
            for (const policy of ofKind("NetworkPolicy")) {
                const governed = await governedBy(policy);
                await api.delete(policy);
                const found = await differences();
                await api.apply(policy);
                assert.ok(
                    found.some((text) => governed.some((workload) => text.includes(workload))),
                    `without ${describeObject(policy)}: ${found.join("\n")}`,
                );
            }
            assert.deepEqual(await differences(), []);
        });

        it("a label changed", async () => {
            const { api } = ground.cluster;
            for (const controller of controllersIn(live(ground.applied))) {
                const workload = workloadName(controller);
                const pod = ground.made.pods.find(
                    ({ metadata }) => metadata.annotations?.["test/workload"] === workload,
                );
                assert.ok(pod !== undefined, workload);
                // Without any connection of its own, a pod gains by the label of one that has some.
                const label = matrix.open.some(({ from, to }) => [from, to].includes(workload)) ? "planted" : "kato";
                await relabelled(api, pod, label, async () => {
                    assertNamed(await differences(), workload, describeObject(pod));
                });
            }
            assert.deepEqual(await differences(), []);
        });

        it("a port widened", async () => {
            const { api } = ground.cluster;
            for (const policy of ofKind("NetworkPolicy")) {
                const governed = await governedBy(policy);
                for (const { mistake, range } of portWidened(policy)) {
                    await api.apply(mistake);
                    const found = await differences();
                    await api.apply(policy);
                    assert.ok(
                        found.some((text) => range.test(text) && governed.some((each) => text.includes(each))),
                        `${describeObject(policy)} with ${String(range)}: ${found.join("\n")}`,
                    );
                }
            }
            assert.deepEqual(await differences(), []);
        });

        it("a connection that nobody asked for", async () => {
            const { api } = ground.cluster;
            const [namespace] = ofKind("Namespace").slice(-1);
            const policy: KubernetesObject = {
                apiVersion: "networking.k8s.io/v1",
                kind: "NetworkPolicy",
                metadata: { name: "planted", namespace: namespace?.metadata.name ?? "" },
                spec: {
                    podSelector: {},
                    policyTypes: ["Egress"],
                    egress: [{ ports: [{ protocol: "TCP", port: 80 }] }],
                },
            };
            await api.apply(policy);
            assertNamed(await differences(), "-> metadata:", "TCP 80");
            await api.delete(policy);
            assert.deepEqual(await differences(), []);
        });

        it("a right given to a ServiceAccount", async () => {
            const { api } = ground.cluster;
            const baseline = await makeAccount(api, "kube-system", "nobody");
            const [account] = ofKind("ServiceAccount");
            assert.ok(account !== undefined);
            const { name, namespace = "" } = account.metadata;
            const binding = {
                apiVersion: "rbac.authorization.k8s.io/v1",
                kind: "RoleBinding",
                metadata: { name: "planted", namespace },
                roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
                subjects: [{ kind: "ServiceAccount", name, namespace }],
            };
            await api.create(binding);
            await eventually("the server knows of the binding", async () => {
                return (await permissionsOf(api, account, baseline)).includes(`${namespace}: get secrets`);
            });
            await api.delete(binding);
        });

        it("a workload that the matrix does not know", async () => {
            const { api } = ground.cluster;
            const unknown = plainPod({ namespace: "kratos", name: "unknown", labels: { app: "kratos-courier" } });
            await api.create(unknown);
            assertNamed(await differences(), "kratos/unknown is in no table of the matrix", "");
            await api.delete(unknown);
            assert.deepEqual(await differences(), []);
        });
    });
});

/** Some problem has both texts. */
function assertNamed(problems: readonly string[], who: string, what: string): void {
    assert.ok(
        problems.some((text) => text.includes(who) && text.includes(what)),
        `nothing says "${who} … ${what}" in:\n${problems.join("\n")}`,
    );
}
