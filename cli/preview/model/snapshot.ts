import type { Environment } from "../../../environments";
import type { Violation } from "../../../policies/engine/evaluate";
import type { ConnectionRow } from "./connections";
import type { ResourceEntry } from "./entries";
import type { Preview } from "./preview";
import type { Json } from "../../../kubernetes/json";

/** What two previews are compared by. */
export interface Snapshot {
    readonly resources: readonly ResourceEntry[];
    readonly connections: readonly ConnectionRow[];
    readonly violations: readonly Violation[];
    /** What it was judged as. @default it is not known */
    readonly environment?: Environment;
    /** Parsed manifests by path: they show what changed inside a Secret without showing a secret. */
    readonly manifests: ReadonlyMap<string, Json>;
}

/** A preview as what it is compared by. */
export function snapshotOf({ entries, connections, violations, environment, objects }: Preview): Snapshot {
    const manifests = objects.map(({ manifest, body }) => [manifest, body as Record<string, Json>] as const);
    return { resources: entries, connections, violations, environment, manifests: new Map(manifests) };
}
