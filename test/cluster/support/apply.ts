import type { ApiClient } from "./api";
import { describeObject, type KubernetesObject } from "./objects";

/** An object as it was sent and as the server had it right after. */
export interface Applied {
    readonly sent: KubernetesObject;
    readonly live: KubernetesObject;
}

export interface Outcome {
    readonly applied: readonly Applied[];
    /** Refusals and warnings, each with the object's name. */
    readonly problems: readonly string[];
}

/** Applies objects one after the other; one that is refused does not stop the others. */
export async function applyAll(
    api: ApiClient,
    objects: readonly KubernetesObject[],
    options?: { readonly dryRun: boolean },
): Promise<Outcome> {
    const applied: Applied[] = [];
    const problems: string[] = [];
    for (const sent of objects) {
        const { live, problems: found } = await admitted(sent, () => api.apply(sent, options));
        problems.push(...found);
        if (live !== undefined) {
            applied.push({ sent, live });
        }
    }
    return { applied, problems };
}

/** Runs one write and names what the server has against it. */
export async function admitted(
    object: KubernetesObject,
    write: () => ReturnType<ApiClient["create"]>,
): Promise<{ live?: KubernetesObject; problems: string[] }> {
    try {
        const { body, warnings } = await write();
        return { live: body, problems: warnings.map((text) => `${describeObject(object)}: warning: ${text}`) };
    } catch (error) {
        if (error instanceof Error && error.name === "RefusedError") {
            return { problems: [`${describeObject(object)}: refused: ${error.message}`] };
        }
        throw error;
    }
}
