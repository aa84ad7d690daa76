import { withoutMarks } from "../../../policies/engine/marks";
import { PolicyObject, type PolicyResource } from "../../../kubernetes/resource";
import type { ResourceRecord } from "./resources";
import { redacted, revealed } from "./wire";
import { type Json, text } from "../../../kubernetes/json";

/** A Kubernetes object that the deployment would make. */
export interface KubernetesObject {
    readonly urn: string;
    /** `<namespace>/<Kind>/<name>`, `_cluster` for what belongs to no namespace. */
    readonly id: string;
    readonly namespace: string;
    readonly kind: string;
    readonly name: string;
    /** Its file, relative to the output folder: `manifests/<namespace>/<kind>-<name>.yaml`. */
    readonly manifest: string;
    /** The object as `kubectl apply` takes it. Secret values are left only in a Secret, where they are placeholders. */
    readonly body: Readonly<Record<string, Json>>;
}

/** A resource as policies see it. */
export function policyResource(record: ResourceRecord): PolicyResource {
    const { type, name, inputs, options, parent } = record;
    const { protect, retainOnDelete } = options;
    return {
        type,
        name,
        ...withoutMarks(inputs),
        opts: { protect, retainOnDelete, parent },
    };
}

/**
 * The Kubernetes objects among the resources, in their order.
 *
 * @throws Error if two resources make the same object: on a cluster, they would overwrite each other
 */
export function kubernetesObjects(records: readonly ResourceRecord[]): KubernetesObject[] {
    const taken = new Map<string, string>();
    return records.filter(makesObject).flatMap((record) => {
        const policyObject = new PolicyObject(policyResource(record));
        if (!policyObject.isKubernetes || policyObject.isPatch) {
            return [];
        }
        const { urn, inputs } = record;
        const group = (text(inputs["apiVersion"]) ?? "").split("/").slice(0, -1).join("/");
        const key = `${policyObject.id} (${group})`;
        const other = taken.get(key);
        if (other !== undefined) {
            throw new Error(`Two resources make the same object, ${policyObject.id}: ${other} and ${urn}.`);
        }
        taken.set(key, urn);
        const [namespace = "", kind = "", name = ""] = policyObject.id.split("/");
        const manifest = manifestPath(namespace, kind, name);
        const path = taken.has(manifest) ? manifestPath(namespace, `${kind}.${group}`, name) : manifest;
        taken.set(manifest, urn);
        const body = bodyOf(inputs, policyObject.is("", "Secret"));
        return [{ urn, id: policyObject.id, namespace, kind, name, manifest: path, body }];
    });
}

function makesObject({ custom, external, inputs }: ResourceRecord): boolean {
    return custom && !external && typeof inputs["apiVersion"] === "string" && typeof inputs["kind"] === "string";
}

/** The object with what identifies it first, as people write it. */
function bodyOf(inputs: Record<string, Json>, isSecret: boolean): Record<string, Json> {
    const body = (isSecret ? revealed(inputs) : redacted(inputs)) as Record<string, Json>;
    const metadata = inOrder(["name", "namespace"], (body["metadata"] ?? {}) as Record<string, Json>);
    return inOrder(["apiVersion", "kind", "metadata"], { ...body, metadata });
}

function inOrder(first: readonly string[], fields: Record<string, Json>): Record<string, Json> {
    const keys = [
        ...first.filter((key) => key in fields),
        ...Object.keys(fields).filter((key) => !first.includes(key)),
    ];
    return Object.fromEntries(keys.map((key) => [key, fields[key] ?? null]));
}

/** Kubernetes allows characters in some names (`system:auth-delegator`) that not every file system does. */
function manifestPath(namespace: string, kind: string, name: string): string {
    const safe = (text: string) => text.replace(/[^\w.-]/g, "_");
    return `manifests/${safe(namespace)}/${safe(kind.toLowerCase())}-${safe(name)}.yaml`;
}
