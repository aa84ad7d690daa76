import type { KubernetesObject } from "../../model/objects";
import { type Kind, kindOf, type Peer, peerOf } from "./workloads";
import { type ConnectionRow, withoutDns } from "../../model/connections";

/** From left to right, the order in which a request travels. */
export const LANES = ["Clients", "Edge and controllers", "Applications", "Stores", "Outside"] as const;

const LANE_OF: Readonly<Record<Kind, number>> = { controller: 1, app: 2, job: 2, store: 3, outside: 4 };

/** A box. */
export interface Vertex extends Peer {
    readonly kind: Kind;
    /** Index in `LANES`. */
    readonly lane: number;
}

export interface Port {
    readonly port: number;
    readonly protocol: string;
    readonly tls: boolean;
}

/** Equal connections to one box, from everyone who comes from the same side: lines that meet, and one label. */
export interface Bundle {
    readonly from: readonly Vertex[];
    readonly to: Vertex;
    /** Where they come in: on the right what goes back, on the left all else. */
    readonly side: "left" | "right";
    readonly ports: readonly Port[];
}

export interface Graph {
    readonly vertices: readonly Vertex[];
    readonly bundles: readonly Bundle[];
}

/** The connection table as a graph: each name is one box, each connection is in one bundle. DNS servers are left out. */
export function graph(connections: readonly ConnectionRow[], objects: readonly KubernetesObject[]): Graph {
    const rows = withoutDns(connections);
    const vertices = inOrder(verticesOf(rows, objects), rows);
    const byId = new Map(vertices.map((vertex) => [vertex.id, vertex]));
    const pairs = new Map<string, { from: string; to: string; ports: Port[] }>();
    for (const { from, to, port, protocol, tls } of rows) {
        const key = JSON.stringify([from, to]);
        const pair = pairs.get(key) ?? { from, to, ports: [] };
        pair.ports.push({ port, protocol, tls: tls === true });
        pairs.set(key, pair);
    }
    const bundles = new Map<string, Bundle>();
    for (const pair of pairs.values()) {
        const [from, to] = [byId.get(pair.from), byId.get(pair.to)];
        if (from !== undefined && to !== undefined) {
            const ports = pair.ports.sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
            const side = from.lane > to.lane ? "right" : "left";
            const key = JSON.stringify([to.id, side, ports]);
            bundles.set(key, { from: [...(bundles.get(key)?.from ?? []), from], to, side, ports });
        }
    }
    return { vertices, bundles: [...bundles.values()] };
}

function verticesOf(rows: readonly ConnectionRow[], objects: readonly KubernetesObject[]): Vertex[] {
    const called = new Set(rows.map(({ to }) => to));
    const ids = new Set(rows.flatMap(({ from, to }) => [from, to]));
    return [...ids].map((id) => {
        const peer = peerOf(id);
        const kind = kindOf(peer, objects);
        return { ...peer, kind, lane: kind === "outside" && !called.has(id) ? 0 : LANE_OF[kind] };
    });
}

/** As a request meets them: who comes in first, then whom that connects to; the rest by lane. */
function inOrder(vertices: readonly Vertex[], rows: readonly ConnectionRow[]): Vertex[] {
    const byLane = [...vertices].sort((a, b) => a.lane - b.lane);
    const byId = new Map(vertices.map((vertex) => [vertex.id, vertex]));
    const met = new Set(byLane.filter(({ lane }) => lane === 0));
    // A set visits what is added while it is walked.
    for (const { id } of met) {
        rows.filter(({ from }) => from === id).forEach(({ to }) => {
            const next = byId.get(to);
            if (next !== undefined && next.kind !== "outside") {
                met.add(next);
            }
        });
    }
    return [...new Set([...met, ...byLane])];
}
