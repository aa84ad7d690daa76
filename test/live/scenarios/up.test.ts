import assert from "node:assert/strict";
import { CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import { describe, it } from "mocha";
import type { Result } from "../../../cli/verify/check";
import { succeeded } from "../../engine/support/scenario";
import { platform } from "../platform";

/**
 * What `npm run verify` cannot find on the cluster of parts, with the reason. On any other cluster there is no exception.
 */
const EXCEPTIONS: Readonly<Record<string, string>> = {};

describe("the development stack on a real cluster", () => {
    it("finds the cluster fit (npm run doctor)", async () => {
        const { output } = succeeded(await platform().npm("doctor"));
        assert.doesNotMatch(output, /^problem/m);
    });

    it("comes up (npm run up)", async () => {
        const { output } = succeeded(await platform().npm("up", "--yes"));
        assert.doesNotMatch(output, /^error/m);
    });

    it("is what was promised (npm run verify)", async () => {
        const { output } = await platform().npm("verify", "--json");
        const results = JSON.parse(output.slice(output.indexOf("\n[") + 1)) as Result[];
        const failed = results.filter(({ status }) => status === "failed");
        const excepted = platform().ofParts ? Object.keys(EXCEPTIONS) : [];
        assert.deepEqual(
            failed.filter(({ check }) => !excepted.includes(check)).map(({ check, seen }) => `${check}: ${seen}`),
            [],
        );
        assert.ok(results.length > 30, output);
    });

    it("has pods that are ready and were never restarted", async () => {
        const { items } = await platform().kubeConfig.makeApiClient(CoreV1Api).listPodForAllNamespaces();
        assert.deepEqual(items.flatMap(complaints), []);
        assert.ok(items.length > 8);
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
