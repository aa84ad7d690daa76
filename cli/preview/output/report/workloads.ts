import { parseType, podPath, typeToken } from "../../../../kubernetes/kinds";
import type { KubernetesObject } from "../../model/objects";
import { type Fields, fields, list, type Json, text } from "../../../../kubernetes/json";

/** What a box of the drawing is. */
export type Kind = "outside" | "controller" | "app" | "job" | "store";

/** Who connects or is connected to, as the connection table names it: `namespace/name`, or a name outside the cluster. */
export interface Peer {
    readonly id: string;
    readonly name: string;
    /** @default it is outside the platform */
    readonly namespace?: string;
}

const JOBS = new Set(["Job", "CronJob"]);

export function peerOf(id: string): Peer {
    const slash = id.indexOf("/");
    return slash < 0 ? { id, name: id } : { id, name: id.slice(slash + 1), namespace: id.slice(0, slash) };
}

/** By what the preview makes of it: whose pods nothing here describes, a chart or a controller brings. */
export function kindOf(peer: Peer, objects: readonly KubernetesObject[]): Kind {
    if (peer.namespace === undefined) {
        return "outside";
    }
    const workload = workloadOf(peer, objects);
    if (workload === undefined) {
        return "controller";
    }
    const claims = list(podOf(workload).spec["volumes"]).some((volume) => "persistentVolumeClaim" in fields(volume));
    return JOBS.has(workload.kind) ? "job" : claims || workload.kind === "StatefulSet" ? "store" : "app";
}

/** The object that describes its pods. */
export function workloadOf(
    { name, namespace }: Peer,
    objects: readonly KubernetesObject[],
): KubernetesObject | undefined {
    const ours = objects.filter((object) => object.namespace === namespace && placeOfPod(object) !== undefined);
    return ours.find((object) => podOf(object).labels["app"] === name) ?? ours.find((object) => object.name === name);
}

/** The objects that are about it, its NetworkPolicies apart. */
export function objectsOf(peer: Peer, objects: readonly KubernetesObject[]): KubernetesObject[] {
    const workload = workloadOf(peer, objects);
    return objects.filter((object) => {
        const about = object.name === peer.name || labelsOf(object)["app"] === peer.name;
        const near = object.namespace === peer.namespace && object.kind !== "NetworkPolicy";
        return object === workload || (near && about);
    });
}

function placeOfPod({ kind, body }: KubernetesObject): readonly string[] | undefined {
    return podPath(parseType(typeToken(text(body["apiVersion"]) ?? "", kind)));
}

/** A pod, or the template of one; both empty for an object that describes none. */
export function podOf(object: KubernetesObject): { readonly labels: Fields; readonly spec: Fields } {
    const none: Fields = {};
    const template = placeOfPod(object)?.reduce((outer, key) => fields(outer[key]), object.body as Fields) ?? none;
    return { labels: fields(fields(template["metadata"])["labels"]), spec: fields(template["spec"]) };
}

/** The NetworkPolicies that hold for it. One whose selector names nobody holds for whom no selector names. */
export function policiesOf(
    peer: Peer,
    peers: readonly Peer[],
    objects: readonly KubernetesObject[],
): KubernetesObject[] {
    const near = objects.filter(({ kind, namespace }) => kind === "NetworkPolicy" && namespace === peer.namespace);
    const neighbours = peers.filter(({ namespace }) => namespace === peer.namespace);
    const labels = new Map(near.map((policy) => [policy, fields(fields(policy.body["spec"])["podSelector"])]));
    const named = [...labels.values()].some((selector) => selects(selector, peer, objects));
    return near.filter((policy) => {
        const selector = labels.get(policy) ?? {};
        const nobody = !neighbours.some((one) => selects(selector, one, objects));
        return selectsAll(selector) || (named ? selects(selector, peer, objects) : nobody);
    });
}

/** The policies on either side that let a connection through: those of one direction that name its port and its other end. */
export function lettingThrough(
    direction: "ingress" | "egress",
    other: Peer,
    ports: readonly number[],
    policies: readonly KubernetesObject[],
    objects: readonly KubernetesObject[],
): KubernetesObject[] {
    const found = policies.filter(({ body }) =>
        list(fields(body["spec"])[direction]).some((each) => {
            const rule = fields(each);
            const from = list(rule[direction === "ingress" ? "from" : "to"]);
            const open = list(rule["ports"]).map((port) => fields(port)["port"]);
            return from.some((one) => meets(fields(one), other, objects)) && ports.some((port) => open.includes(port));
        }),
    );
    // Addresses do not say whose they are; the names of policies that the platform generates do.
    const exact = found.filter(({ name }) => name.endsWith(`-to-${other.name}`));
    return direction === "egress" && exact.length > 0 ? exact : found;
}

function meets(rule: Fields, other: Peer, objects: readonly KubernetesObject[]): boolean {
    if (other.namespace === undefined || "ipBlock" in rule) {
        return other.namespace === undefined && "ipBlock" in rule;
    }
    const near = fields(fields(rule["namespaceSelector"])["matchLabels"])["kubernetes.io/metadata.name"];
    const selector = fields(rule["podSelector"]);
    // Pods that nothing here describes may have any labels.
    const known = workloadOf(other, objects) !== undefined;
    return near === other.namespace && (!known || selectsAll(selector) || selects(selector, other, objects));
}

function selectsAll(selector: Fields): boolean {
    return Object.keys(selector).length === 0;
}

/** By the labels of its pods, or where nothing here describes them, by a label that is its name. */
function selects(selector: Fields, peer: Peer, objects: readonly KubernetesObject[]): boolean {
    const labels = Object.entries(fields(selector["matchLabels"]));
    const workload = workloadOf(peer, objects);
    const own: Fields | undefined = workload && podOf(workload).labels;
    const holds = ([key, value]: [string, Json]) => (own === undefined ? value === peer.name : own[key] === value);
    return labels.length > 0 && labels.every(holds);
}

function labelsOf({ body }: KubernetesObject): Readonly<Record<string, string | undefined>> {
    const labels = Object.entries(fields(fields(body["metadata"])["labels"]));
    return Object.fromEntries(labels.map(([key, value]) => [key, text(value)]));
}
