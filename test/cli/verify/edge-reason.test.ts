import assert from "node:assert/strict";
import { answer, failed, ok, type Outcome } from "../../../cli/verify/check";
import { withEdgeReasons } from "../../../cli/verify/edge-reason";

const controller = { ours: true, namespace: "nginx-ingress", labels: { app: "edge" } };
const LINE = '{"host":"kato.example","path":"/health","status":"502","upstream":"unix:x","reason":"no pod is ready"}';

async function seen(outcome: Outcome, log: () => Promise<string>, ours = true): Promise<[string, string | undefined]> {
    const check = { area: "KATO", name: "a", expects: "200", look: "pods", run: () => Promise.resolve(outcome) };
    const pod = { namespace: "nginx-ingress", name: "edge-0", ports: {} };
    const cluster = { pods: () => Promise.resolve([pod]), log } as unknown as Parameters<typeof withEdgeReasons>[1];
    const [explained] = withEdgeReasons([check], cluster, { ...controller, ours });
    const result = await answer(explained!);
    return [result.seen, result.look];
}

describe("A 502 of the edge", () => {
    it("is said with its reason, from the edge's access log", async () => {
        assert.deepEqual(await seen(failed("502"), () => Promise.resolve(`x\n${LINE}\n${LINE}\n`)), [
            "502; of the edge: no pod is ready (kato.example)",
            'docs/edge.md, "A 502 or 504"',
        ]);
    });

    it("is said as it is where the log does not know, cannot be read or is somebody else's", async () => {
        const asItIs = ["502", "pods"];
        const other = LINE.replace("502", "500");
        assert.deepEqual(await seen(failed("502"), () => Promise.resolve(other)), asItIs);
        assert.deepEqual(await seen(failed("502"), () => Promise.reject(new Error("no"))), asItIs);
        assert.deepEqual(await seen(failed("502"), () => Promise.resolve(LINE), false), asItIs);
    });

    it("is not looked for behind another answer", async () => {
        assert.deepEqual(await seen(failed("500"), () => Promise.resolve(LINE)), ["500", "pods"]);
        assert.deepEqual(await seen(ok("502 times"), () => Promise.resolve(LINE)), ["502 times", undefined]);
    });
});
