import { HELM_RELEASE } from "../../../kubernetes/kinds";
import type { ResourceEntry } from "./entries";
import { text } from "../../../kubernetes/json";

/** A Helm release: its objects are rendered during the deployment and are in no manifest. */
export interface Release {
    readonly name: string;
    readonly namespace: string;
    readonly chart: string;
    readonly version: string;
}

export function releases(entries: readonly ResourceEntry[]): Release[] {
    return entries
        .filter(({ type }) => type === HELM_RELEASE)
        .map(({ inputs, name }) => ({
            name: text(inputs["name"]) ?? name,
            namespace: text(inputs["namespace"]) ?? "default",
            chart: text(inputs["chart"]) ?? name,
            version: text(inputs["version"]) ?? "any version",
        }));
}
