import { type AddressBlock, coversAddresses } from "./addresses";
import type { Danger } from "./changes";
import type { ResourceEntry } from "../model/entries";
import type { ConnectionRow } from "../model/connections";
import { type Fields, fields, list, type Json, text } from "../../../kubernetes/json";

const WHY =
    "A NetworkPolicy lets through what none did, and the connection table does not say why. Open it only for someone who needs it.";

/** One thing that a NetworkPolicy lets through. */
interface Opening {
    /** The policy's name, for people. */
    readonly policy: string;
    readonly namespace: string;
    /** Pods that it holds for, and the direction: policies with the same ones add up. */
    readonly holdsFor: string;
    readonly direction: "ingress" | "egress";
    /** `443/TCP`, or `any`. */
    readonly port: string;
    /** `any`, addresses, or the selectors of pods as JSON. */
    readonly peer: string | AddressBlock;
}

/**
 * What NetworkPolicies let through that they did not, where no new row of the connection table says so: a range that grew,
 * or a policy that somebody changed by hand.
 */
export function openings(
    before: readonly ResourceEntry[],
    after: readonly ResourceEntry[],
    opened: readonly ConnectionRow[],
): Danger[] {
    const earlier = before.flatMap(openingsOf);
    const added = after
        .flatMap(openingsOf)
        .filter((opening) => !earlier.some((other) => covers(other, opening)) && !isExplained(opening, opened));
    const policies = new Map<string, Opening[]>();
    for (const opening of added) {
        const name = `NetworkPolicy ${opening.namespace}/${opening.policy}`;
        policies.set(name, [...(policies.get(name) ?? []), opening]);
    }
    return [...policies].map(([subject, found]) => ({
        what: "connection opened",
        subject,
        fields: found.map((opening) => {
            const { direction, port, peer } = opening;
            const narrower = earlier.find((other) => covers(opening, other));
            return {
                path: `${direction} ${port}`,
                ...(narrower === undefined ? {} : { before: peerText(narrower.peer) }),
                after: peerText(peer),
            };
        }),
        why: WHY,
    }));
}

function openingsOf({ type, inputs }: ResourceEntry): Opening[] {
    if (!/^kubernetes:networking\.k8s\.io\/.*:NetworkPolicy$/.test(type)) {
        return [];
    }
    const [metadata, spec] = [fields(inputs["metadata"]), fields(inputs["spec"])];
    const policy = text(metadata["name"]) ?? "";
    const namespace = text(metadata["namespace"]) ?? "default";
    return (["ingress", "egress"] as const).flatMap((direction) => {
        const holdsFor = `${namespace} ${JSON.stringify(spec["podSelector"] ?? {})} ${direction}`;
        return list(spec[direction]).flatMap((each) => {
            const rule = fields(each);
            const peers = atLeastAny(list(rule[direction === "ingress" ? "from" : "to"]).map(peerOf));
            const ports = atLeastAny(list(rule["ports"]).map((port) => portOf(fields(port))));
            return peers.flatMap((peer) =>
                ports.map((port) => ({ policy, namespace, holdsFor, direction, port, peer })),
            );
        });
    });
}

/** A rule without peers, or without ports, is for any. */
function atLeastAny<T>(items: readonly T[]): readonly (T | "any")[] {
    return items.length === 0 ? ["any"] : items;
}

function peerOf(value: Json): string | AddressBlock {
    const block = fields(fields(value)["ipBlock"]);
    const cidr = text(block["cidr"]);
    return cidr === undefined
        ? JSON.stringify(value)
        : { cidr, except: list(block["except"]).flatMap((range) => text(range) ?? []) };
}

function portOf({ port, endPort, protocol }: Fields): string {
    const last = endPort === undefined ? "" : `-${JSON.stringify(endPort)}`;
    const name = port === undefined ? "any" : typeof port === "string" ? port : JSON.stringify(port);
    return `${name}${last}/${text(protocol) ?? "TCP"}`;
}

function covers(one: Opening, other: Opening): boolean {
    return (
        one.holdsFor === other.holdsFor &&
        (one.port === "any" || one.port === other.port) &&
        (one.peer === "any" ||
            one.peer === other.peer ||
            (typeof one.peer === "object" && typeof other.peer === "object" && coversAddresses(one.peer, other.peer)))
    );
}

/** Whether a new row of the table, which is a danger of its own, is what opened it. */
function isExplained({ namespace, port }: Opening, opened: readonly ConnectionRow[]): boolean {
    return opened.some(
        (row) =>
            `${row.port}/${row.protocol}` === port &&
            [row.from, row.to].some((peer) => peer.startsWith(`${namespace}/`)),
    );
}

function peerText(peer: string | AddressBlock): string {
    if (typeof peer === "string") {
        return peer;
    }
    return `${peer.cidr}${peer.except.length === 0 ? "" : ` except ${peer.except.join(", ")}`}`;
}
