import type { KubernetesObject } from "./objects";
import { applyAll, type Applied } from "./apply";
import { Cluster } from "./cluster";
import { enforceLimits, makeDefaultAccounts, makePods, makeSurroundings, type PodsMade } from "./controllers";
import { installDefinitions } from "./definitions";
import { previewOf, type Stack, type StackFile } from "./stack";

/** A cluster with everything of a stack on it: the objects, and the Pods that their controllers would make. */
export interface ProvingGround {
    readonly stack: Stack;
    readonly cluster: Cluster;
    /** What the server has against the objects. */
    readonly problems: readonly string[];
    readonly applied: readonly Applied[];
    readonly made: PodsMade;
}

/**
 * Starts a cluster and applies a stack; the caller stops the cluster.
 *
 * @param more API groups whose definitions are wanted without an object of the stack's
 */
export async function deploy(file: StackFile, more: readonly string[] = []): Promise<ProvingGround> {
    const stack = previewOf(file);
    const cluster = await Cluster.start();
    try {
        const { api } = cluster;
        await installDefinitions(api, [...stack.objects.map(({ apiVersion }) => apiVersion), ...more]);
        await makeSurroundings(api, stack.objects);
        const { applied, problems } = await applyAll(api, stack.objects);
        await makeDefaultAccounts(api);
        await enforceLimits(api);
        const made = await makePods(api, live(applied));
        return { stack, cluster, problems, applied, made };
    } catch (error) {
        await cluster.stop();
        throw error;
    }
}

/** The objects as the server had them right after they were applied. */
export function live(applied: readonly Applied[]): KubernetesObject[] {
    return applied.map(({ live }) => live);
}
