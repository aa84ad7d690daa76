import { messageOf } from "../shared/exit";
import type { Addition } from "./compare";
import type { KubeApi, PatchOperation } from "./kube-api";
import type { Grown } from "./look";
import { type KubeObject, shownName } from "./objects";

/**
 * Takes away what was added to an object, all of it or nothing, and only from the object as it was looked at.
 *
 * @throws Error naming the object, if the API server refuses that or the object has changed since
 */
export async function removeAdditions(api: KubeApi, { live, added }: Grown): Promise<void> {
    const test: PatchOperation = {
        op: "test",
        path: "/metadata/resourceVersion",
        value: live.metadata.resourceVersion,
    };
    // From the end, so that the items of a list keep their places until it is their turn.
    const removals = added.toReversed().map(({ steps }): PatchOperation => ({ op: "remove", path: pointer(steps) }));
    await naming(live, () => api.patch(live, [test, ...removals]));
}

/** Deletes what a killed run has left. @throws Error naming the object */
export async function removeLeftover(api: KubeApi, object: KubeObject): Promise<void> {
    await naming(object, () => api.delete(object));
}

async function naming(object: KubeObject, act: () => Promise<void>): Promise<void> {
    try {
        await act();
    } catch (error) {
        throw new Error(`${shownName(object)}: ${messageOf(error)}`);
    }
}

function pointer(steps: Addition["steps"]): string {
    return steps.map((step) => `/${String(step).replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");
}
