import { HELM_RELEASE } from "../../../kubernetes/kinds";
import { shortHash } from "./placeholders";
import { revealed } from "../model/wire";
import type { Json } from "../../../kubernetes/json";

/**
 * The name that the Kubernetes provider would make up for an object without one. Here it is the logical name and a hash of
 * the content, so that two previews agree and changed content shows as a new name, as it does on deployment.
 */
export function autoName(logicalName: string, inputs: Json): string {
    return `${logicalName}-${shortHash(JSON.stringify(revealed(inputs)))}`;
}

/** The inputs of a Kubernetes object or a Helm release with the name that it would get, where it states none. */
export function withName(type: string, logicalName: string, inputs: Record<string, Json>): Record<string, Json> {
    if (type === HELM_RELEASE) {
        return inputs["name"] === undefined ? { ...inputs, name: autoName(logicalName, inputs) } : inputs;
    }
    if (!type.startsWith("kubernetes:") || inputs["kind"] === undefined) {
        return inputs;
    }
    const metadata = inputs["metadata"] ?? {};
    if (typeof metadata !== "object" || Array.isArray(metadata) || "name" in metadata) {
        return inputs;
    }
    return { ...inputs, metadata: { ...metadata, name: autoName(logicalName, inputs) } };
}
