import { type Changes } from "./changes";
import { dangers } from "./dangers";
import type { Difference } from "./difference";
import type { ResourceEntry } from "../model/entries";
import { fieldChanges } from "./field-changes";
import { isKept } from "../model/kept";
import { makeUrn } from "../model/resources";
import { newViolations, violationId } from "./violations";
import { connectionText, type ConnectionRow } from "../model/connections";
import type { Snapshot } from "../model/snapshot";
import type { Json } from "../../../kubernetes/json";

/**
 * Fields that can change in place, for types that hold what cannot be made again.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ (updates other than these are forbidden)
 */
const CHANGEABLE: Readonly<Record<string, RegExp>> = {
    "kubernetes:apps/v1:StatefulSet":
        /^(metadata\.(labels|annotations)|spec\.(replicas|template|updateStrategy|minReadySeconds|ordinals|revisionHistoryLimit|persistentVolumeClaimRetentionPolicy))\b/,
    "kubernetes:core/v1:PersistentVolumeClaim":
        /^(metadata\.(labels|annotations)|spec\.(resources|volumeAttributesClassName))\b/,
    "kubernetes:core/v1:Namespace": /^(metadata\.(labels|annotations)|spec)\b/,
    "random:index/randomPassword:RandomPassword": /^(?!)/,
    "random:index/randomBytes:RandomBytes": /^(?!)/,
    "aws:kms/key:Key": /^(?!customKeyStoreId|customerMasterKeySpec|keyUsage|multiRegion|xksKeyId)/,
};

/** Compares two previews, of the same stack or of two. */
export function compare(before: Snapshot, after: Snapshot): Changes {
    const old = new Map(before.resources.filter(isManaged).map((entry) => [withoutStack(entry.urn), entry]));
    const byUrn = new Map(after.resources.map((entry) => [entry.urn, entry]));
    const differences: Difference[] = [];
    /** What both know a resource by. */
    const identities = new Map<ResourceEntry, string>();
    for (const entry of after.resources.filter(isManaged)) {
        const { type, name } = entry;
        const previous = formerUrns(entry, byUrn)
            .map(withoutStack)
            .find((key) => old.has(key));
        const earlier = previous === undefined ? undefined : old.get(previous);
        identities.set(entry, previous ?? withoutStack(entry.urn));
        if (previous === undefined || earlier === undefined) {
            differences.push({ change: { kind: "added", type, name, fields: [] }, after: entry, final: [] });
            continue;
        }
        old.delete(previous);
        differences.push(...difference(earlier, entry, before, after));
    }
    for (const entry of old.values()) {
        const { type, name } = entry;
        differences.push({ change: { kind: "removed", type, name, fields: [] }, before: entry, final: [] });
    }
    const removed = new Set([...old.values()].map(violationId));
    const identity = (entry: ResourceEntry): string => identities.get(entry) ?? withoutStack(entry.urn);
    const opened = without(after.connections, before.connections);
    const violated = newViolations(after, before, identity);
    return {
        dangers: dangers({ before, after, differences, opened, violated }),
        resources: differences.map(({ change }) => change),
        opened,
        closed: without(before.connections, after.connections),
        violated,
        fixed: newViolations(before, after, identity).filter(({ resource }) => !removed.has(resource)),
    };
}

/** Whether a deployment makes it: components and what is only read are made by nobody. */
function isManaged({ custom, external }: ResourceEntry): boolean {
    return custom && external !== true;
}

/** What identifies a resource in any stack: types and name. */
function withoutStack(urn: string): string {
    return urn.split("::").slice(2).join("::");
}

/** How a resource that both previews have differs, if it does. */
function difference(earlier: ResourceEntry, entry: ResourceEntry, before: Snapshot, after: Snapshot): Difference[] {
    const { type, name } = entry;
    const ignored = entry.ignoreChanges ?? [];
    const inputs = fieldChanges(content(earlier, before), content(entry, after)).filter(
        ({ path }) => !isKept(path, ignored),
    );
    const fields = [...inputs, ...fieldChanges(options(earlier), options(entry))];
    if (fields.length === 0) {
        return [];
    }
    const final = inputs.filter(({ path }) => isFinal(type, path));
    const kind = final.length > 0 ? "replaced" : "changed";
    return [{ change: { kind, type, name, fields }, before: earlier, after: entry, final }];
}

/** Whether a change of this field makes a new object. */
function isFinal(type: string, path: string): boolean {
    const changeable = CHANGEABLE[type];
    if (changeable !== undefined) {
        return !changeable.test(path);
    }
    return type.startsWith("kubernetes:") && /^(metadata\.(name|namespace)|apiVersion|kind)$/.test(path);
}

function content(entry: ResourceEntry, snapshot: Snapshot): Json {
    const manifest = entry.manifest === undefined ? undefined : snapshot.manifests.get(entry.manifest);
    return manifest ?? entry.inputs;
}

/** Options that change what the engine does; what a resource depends on follows from the rest. */
function options({ protect, retainOnDelete, ignoreChanges, replaceOnChanges }: ResourceEntry): Json {
    const lists = { ignoreChanges: [...(ignoreChanges ?? [])], replaceOnChanges: [...(replaceOnChanges ?? [])] };
    return { options: { protect, retainOnDelete, ...lists } };
}

/** URNs that the engine would know the resource by: its own, its aliases, and the same under its parent's aliases. */
function formerUrns(entry: ResourceEntry, byUrn: ReadonlyMap<string, ResourceEntry>): string[] {
    const parent = entry.parent === null ? undefined : byUrn.get(entry.parent);
    const inherited = parent === undefined ? [] : formerUrns(parent, byUrn).slice(1);
    const [, stack = "", project = "", , name = ""] = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/.exec(entry.urn) ?? [];
    const underFormerParents = inherited.map((urn) => makeUrn({ project, stack }, urn, entry.type, name));
    return [entry.urn, ...(entry.aliases ?? []), ...underFormerParents];
}

function without(rows: readonly ConnectionRow[], others: readonly ConnectionRow[]): ConnectionRow[] {
    const known = new Set(others.map(connectionText));
    return rows.filter((row) => !known.has(connectionText(row)));
}
