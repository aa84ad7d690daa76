import type { ResourceEntry } from "./entries";
import { type FieldChange, fieldChanges } from "./field-changes";
import type { ConnectionRow } from "./run";
import { makeUrn } from "./resources";
import type { Json } from "./wire";

/** What two previews are compared by. */
export interface Snapshot {
    readonly resources: readonly ResourceEntry[];
    readonly connections: readonly ConnectionRow[];
    /** Parsed manifests by path: they show what changed inside a Secret without showing a secret. */
    readonly manifests: ReadonlyMap<string, Json>;
}

export interface ResourceChange {
    readonly kind: "added" | "changed" | "replaced" | "removed";
    readonly type: string;
    readonly name: string;
    /** Fields of inputs and options, in the order of their paths. */
    readonly fields: readonly FieldChange[];
}

export interface Danger {
    readonly what: "removed" | "replaced" | "connection opened" | "protection lost";
    /** The resource or the connection. */
    readonly subject: string;
}

export interface Changes {
    /** What may lose data or open a door; each also appears below. */
    readonly dangers: readonly Danger[];
    readonly resources: readonly ResourceChange[];
    readonly opened: readonly ConnectionRow[];
    readonly closed: readonly ConnectionRow[];
}

/** Types whose loss loses data: what they hold cannot be made again. */
const HOLDS_DATA = new Set([
    "kubernetes:core/v1:PersistentVolumeClaim",
    "kubernetes:core/v1:Namespace",
    "kubernetes:apps/v1:StatefulSet",
    "random:index/randomPassword:RandomPassword",
]);

/**
 * Fields that can change in place, for types of which most cannot.
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
};

/** Compares two previews, of the same stack or of two. */
export function compare(before: Snapshot, after: Snapshot): Changes {
    const old = new Map(before.resources.filter(isManaged).map((entry) => [withoutStack(entry.urn), entry]));
    const byUrn = new Map(after.resources.map((entry) => [entry.urn, entry]));
    const resources: ResourceChange[] = [];
    const unprotected: Danger[] = [];
    for (const entry of after.resources.filter(isManaged)) {
        const previous = formerUrns(entry, byUrn)
            .map(withoutStack)
            .find((key) => old.has(key));
        const earlier = previous === undefined ? undefined : old.get(previous);
        if (previous === undefined || earlier === undefined) {
            resources.push({ kind: "added", type: entry.type, name: entry.name, fields: [] });
            continue;
        }
        old.delete(previous);
        const change = changeOf(earlier, entry, before, after);
        if (change !== undefined) {
            resources.push(change);
        }
        if (earlier.protect && !entry.protect) {
            unprotected.push({ what: "protection lost", subject: label(entry) });
        }
    }
    for (const { type, name } of old.values()) {
        resources.push({ kind: "removed", type, name, fields: [] });
    }
    const opened = without(after.connections, before.connections);
    const closed = without(before.connections, after.connections);
    return { dangers: [...lost(resources), ...doors(opened), ...unprotected], resources, opened, closed };
}

/** How a connection is written. */
export function connectionText({ from, to, port, protocol }: ConnectionRow): string {
    return `${from} → ${to} ${port}/${protocol}`;
}

/** How a resource is written: the last part of its type, and its name. */
export function label({ type, name }: { readonly type: string; readonly name: string }): string {
    return `${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
}

/** Whether a deployment makes it: components and what is only read are made by nobody. */
function isManaged({ custom, external }: ResourceEntry): boolean {
    return custom && external !== true;
}

/** What identifies a resource in any stack: types and name. */
function withoutStack(urn: string): string {
    return urn.split("::").slice(2).join("::");
}

function changeOf(
    earlier: ResourceEntry,
    entry: ResourceEntry,
    before: Snapshot,
    after: Snapshot,
): ResourceChange | undefined {
    const inputs = fieldChanges(content(earlier, before), content(entry, after));
    const fields = [...inputs, ...fieldChanges(options(earlier), options(entry))];
    if (fields.length === 0) {
        return undefined;
    }
    const kind = inputs.some(({ path }) => isFinal(entry.type, path)) ? "replaced" : "changed";
    return { kind, type: entry.type, name: entry.name, fields };
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

function lost(changes: readonly ResourceChange[]): Danger[] {
    return changes.flatMap((change) =>
        HOLDS_DATA.has(change.type) && (change.kind === "removed" || change.kind === "replaced")
            ? [{ what: change.kind, subject: label(change) }]
            : [],
    );
}

function doors(opened: readonly ConnectionRow[]): Danger[] {
    return opened.map((row) => ({ what: "connection opened", subject: connectionText(row) }));
}

function without(rows: readonly ConnectionRow[], others: readonly ConnectionRow[]): ConnectionRow[] {
    const known = new Set(others.map(connectionText));
    return rows.filter((row) => !known.has(connectionText(row)));
}
