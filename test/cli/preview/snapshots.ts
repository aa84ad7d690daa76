import type { Danger } from "../../../cli/preview/compare/changes";
import { compare } from "../../../cli/preview/compare/diff";
import type { ResourceEntry } from "../../../cli/preview/model/entries";
import type { Violation } from "../../../policies/engine/evaluate";
import type { Snapshot } from "../../../cli/preview/model/snapshot";
import type { Json } from "../../../kubernetes/json";

/** An entry of resources.json. */
export function entry(
    type: string,
    name: string,
    inputs: Record<string, Json> = {},
    more: Partial<ResourceEntry> = {},
): ResourceEntry {
    const options = { protect: false, retainOnDelete: false, dependsOn: [] };
    const urn = `urn:pulumi:dev::p::${type}::${name}`;
    return { urn, type, name, parent: null, custom: true, inputs, ...options, ...more };
}

/** A recorded preview. */
export function snapshot(resources: readonly ResourceEntry[], more: Partial<Snapshot> = {}): Snapshot {
    return { resources, connections: [], violations: [], manifests: new Map(), ...more };
}

export function dangers(before: readonly ResourceEntry[], after: readonly ResourceEntry[]): readonly Danger[] {
    return compare(snapshot(before), snapshot(after)).dangers;
}

/** A violation of a rule in a resource. */
export function violation(rule: string, resource: string, more: Partial<Violation> = {}): Violation {
    return { rule, level: "mandatory", severity: "high", resource, message: "spec.x: found 1, expected 2.", ...more };
}

/** What the dangers of one kind are about, with their fields as text. */
export function shown(found: readonly Danger[]): string[] {
    const text = (value: Json | undefined): string => (value === undefined ? "nothing" : JSON.stringify(value));
    return found.map(({ what, subject, fields }) =>
        [
            `${what}: ${subject}`,
            ...fields.map(({ path, before, after }) => `${path}: ${text(before)} → ${text(after)}`),
        ].join(" | "),
    );
}
