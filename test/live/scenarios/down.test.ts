import assert from "node:assert/strict";
import {
    CoreV1Api,
    type KubernetesListObject,
    type KubernetesObject,
    RbacAuthorizationV1Api,
} from "@kubernetes/client-node";
import { before, describe, it } from "mocha";
import { PART_OF } from "../../../components/workload/labels";
import { succeeded } from "../../engine/support/scenario";
import { NAMESPACES, platform } from "../platform";

describe("npm run down on a real cluster", () => {
    let namespaces: string[];

    const names = async (list: Promise<KubernetesListObject<KubernetesObject>>): Promise<string[]> =>
        (await list).items.map(({ metadata }) => metadata?.name ?? "");

    before(async () => {
        namespaces = await names(core().listNamespace());
    });

    const core = (): CoreV1Api => platform().kubeConfig.makeApiClient(CoreV1Api);

    it("leaves nothing of the platform", async () => {
        assert.deepEqual(
            NAMESPACES.filter((name) => !namespaces.includes(name)),
            [],
        );
        succeeded(await platform().npm("down", "--yes"));
        const left = await names(core().listNamespace());
        assert.deepEqual(left.sort(), namespaces.filter((name) => !NAMESPACES.includes(name)).sort());
        const rights = platform().kubeConfig.makeApiClient(RbacAuthorizationV1Api);
        const labelSelector = `app.kubernetes.io/part-of=${PART_OF}`;
        assert.deepEqual(await names(rights.listClusterRole({ labelSelector })), []);
        assert.deepEqual(await names(rights.listClusterRoleBinding({ labelSelector })), []);
        const { items } = await core().listPersistentVolume();
        const bound = items.filter(({ status }) => status?.phase === "Bound");
        assert.deepEqual(
            bound.map(({ spec }) => spec?.claimRef?.name),
            [],
        );
    });
});
