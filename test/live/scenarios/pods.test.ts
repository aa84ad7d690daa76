import assert from "node:assert/strict";
import { CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import { describe, it } from "mocha";
import { NAMESPACES, platform } from "../platform";

describe("minutes later, the pods", () => {
    it("are ready and were never restarted", async () => {
        const { items } = await platform().kubeConfig.makeApiClient(CoreV1Api).listPodForAllNamespaces();
        const ours = items.filter(({ metadata }) => NAMESPACES.includes(metadata?.namespace ?? ""));
        assert.deepEqual(ours.flatMap(complaints), []);
        assert.ok(ours.length > 7);
    });
});

function complaints({ metadata, status }: V1Pod): string[] {
    const name = `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
    const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
    const restarted = containers
        .filter(({ restartCount }) => restartCount > 0)
        .map((each) => `${name}: ${each.name} was restarted: ${JSON.stringify(each.lastState)}`);
    const ready = status?.conditions?.some(({ type, status: met }) => type === "Ready" && met === "True") ?? false;
    return ready || status?.phase === "Succeeded" ? restarted : [...restarted, `${name} is not ready`];
}
