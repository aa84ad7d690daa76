import assert from "node:assert/strict";
import { AppsV1Api, NetworkingV1Api, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import { describe, it } from "mocha";
import { succeeded } from "../../engine/support/scenario";
import { platform } from "../platform";

const KRATOS = { namespace: "kratos", name: "kratos" };
const KATO = { namespace: "kato", name: "kato" };
const DENY = { namespace: "kratos", name: "default-deny-all" };

describe("what others change on a real cluster", () => {
    it("is named by npm run drift, and put back by npm run up", async () => {
        const { kubeConfig, npm } = platform();
        const apps = kubeConfig.makeApiClient(AppsV1Api);
        const policies = kubeConfig.makeApiClient(NetworkingV1Api);
        const seen = async (): Promise<unknown[]> => [
            (await apps.readNamespacedDeployment(KRATOS)).spec,
            (await apps.readNamespacedDeployment(KATO)).spec,
            (await policies.readNamespacedNetworkPolicy(DENY)).spec,
        ];
        // Rollouts of the scenarios before have left an annotation; from here on all is as it was deployed.
        succeeded(await npm("up", "--yes"));
        const before = await seen();

        const strategic = setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch);
        await apps.patchNamespacedDeploymentScale({ ...KRATOS, body: { spec: { replicas: 2 } } }, strategic);
        const containers = [{ name: "kato", env: [{ name: "DEBUG", value: "planted" }] }];
        await apps.patchNamespacedDeployment(
            { ...KATO, body: { spec: { template: { spec: { containers } } } } },
            strategic,
        );
        const ingress = [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }];
        await policies.patchNamespacedNetworkPolicy({ ...DENY, body: { spec: { ingress } } }, strategic);

        const drift = await npm("drift");
        assert.equal(drift.code, 1, drift.output);
        for (const line of [
            /`kubernetes:apps\/v1:Deployment kratos`/,
            /`kato\/Deployment\/kato` \| `spec\.template\.spec\.containers\[kato\]\.env/,
            /`kratos\/NetworkPolicy\/default-deny-all` \| `spec\.ingress`/,
        ]) {
            assert.match(drift.output, line);
        }
        assert.ok(!drift.output.includes("planted"));

        succeeded(await npm("up", "--yes"));
        assert.deepEqual(await seen(), before);
        assert.match(succeeded(await npm("drift")).output, /Stack dev: nothing differs/);
    });
});
