import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { NetworkingV1Api } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import { developmentMatrix } from "../network/expected";
import { Network } from "../network/network";
import { platform } from "../platform";

/** Policies reach new pods late, and a busy machine loses a packet: what differs is tried again. */
const ATTEMPTS = 6;
/** In a namespace of ours, and in no row of the matrix. */
const NEWCOMER = "kratos/newcomer";

describe("who reaches whom, tried from the network of every pod", () => {
    let network: Network | undefined;

    before(async function () {
        if (!platform().ofParts) {
            // The nodes of others cannot be entered; `npm run verify` tries from pods of its own.
            this.skip();
        }
        network = await Network.start(platform().kubeConfig, developmentMatrix());
    });

    after(() => network?.stop());

    async function until(ended: (wrong: readonly string[]) => boolean, from?: string): Promise<string[]> {
        for (let attempt = 1; ; attempt += 1) {
            const wrong = (await network?.differences(from)) ?? [];
            if (ended(wrong) || attempt === ATTEMPTS) {
                return wrong;
            }
            await delay(5000);
        }
    }

    it("is the hand-written matrix, for every pair and every port", async () => {
        assert.deepEqual(await until((wrong) => wrong.length === 0), []);
        console.log(`      ${String(network?.tried)} connections tried, ${String(network?.open)} of them open`);
    });

    it("is another one with a policy more: the trial can tell", async () => {
        const policies = platform().kubeConfig.makeApiClient(NetworkingV1Api);
        const policy = { name: "trial", namespace: "kratos" };
        const spec = { podSelector: {}, policyTypes: ["Egress"], egress: [{}] };
        await policies.createNamespacedNetworkPolicy({ namespace: policy.namespace, body: { metadata: policy, spec } });
        const wrong = await until((found) => found.length > 0, NEWCOMER);
        await policies.deleteNamespacedNetworkPolicy(policy);
        assert.ok(wrong.includes(`${NEWCOMER} -> internet TCP 443: the matrix says closed`), wrong.join("\n"));
        assert.deepEqual(await until((found) => found.length === 0, NEWCOMER), []);
    });
});
