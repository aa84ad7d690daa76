import type { ConnectionRow } from "../run";

/** Someone who connects or is connected to. Whoever is outside the platform and does both is there twice. */
export interface Vertex {
    readonly name: string;
    /** @default it is outside the platform */
    readonly namespace?: string;
    /** What others connect to, e.g. `6333` and `6334`. */
    readonly ports: readonly string[];
    /** From 0 on the left: whoever connects is left of whom it connects to, as far as there are no circles. */
    readonly column: number;
}

/** All connections from one to another. */
export interface Pair {
    readonly from: Vertex;
    readonly to: Vertex;
    readonly ports: readonly string[];
}

export interface Graph {
    readonly vertices: readonly Vertex[];
    readonly pairs: readonly Pair[];
}

/** The connection table as a graph in columns: outermost who is outside the platform, left who comes in, right where it goes. */
export function graph(connections: readonly ConnectionRow[]): Graph {
    const peers = new Map<string, Peer>();
    const links = new Map<string, Link>();
    for (const row of connections) {
        const [from, to] = [peerOf(row.from, "in"), peerOf(row.to, "out")];
        peers.set(from.id, from).set(to.id, to);
        const key = JSON.stringify([from.id, to.id]);
        const ports = links.get(key)?.ports ?? [];
        links.set(key, { from: from.id, to: to.id, ports: [...ports, portText(row)] });
    }
    const columnOf = columns(peers, [...links.values()]);
    const vertices = new Map([...peers.values()].map((peer) => [peer.id, vertexOf(peer, columnOf, links)]));
    const pairs = [...links.values()].flatMap(({ from, to, ports }) => {
        const [start, end] = [vertices.get(from), vertices.get(to)];
        return start === undefined || end === undefined ? [] : [{ from: start, to: end, ports: inOrder(ports) }];
    });
    return { vertices: [...vertices.values()], pairs };
}

/** A name of the table, on one of two sides where it is outside the platform. */
interface Peer {
    readonly id: string;
    readonly name: string;
    readonly namespace?: string;
    readonly side: "in" | "inside" | "out";
}

interface Link {
    readonly from: string;
    readonly to: string;
    readonly ports: readonly string[];
}

function peerOf(name: string, side: "in" | "out"): Peer {
    const slash = name.indexOf("/");
    return slash < 0
        ? { id: `${side} ${name}`, name, side }
        : { id: name, name: name.slice(slash + 1), namespace: name.slice(0, slash), side: "inside" };
}

/** Nearly everything is TCP. */
function portText({ port, protocol }: ConnectionRow): string {
    return protocol === "TCP" ? String(port) : `${port}/${protocol}`;
}

function vertexOf(
    { id, name, namespace }: Peer,
    columnOf: (id: string) => number,
    links: ReadonlyMap<string, Link>,
): Vertex {
    const ports = [...links.values()].filter(({ to }) => to === id).flatMap((link) => link.ports);
    return { name, ...(namespace === undefined ? {} : { namespace }), ports: inOrder(ports), column: columnOf(id) };
}

function inOrder(ports: readonly string[]): string[] {
    return [...new Set(ports)].sort((a, b) => parseInt(a) - parseInt(b));
}

/**
 * As far left as whoever connects to it allows and from there as far right as whom it connects to allows: lines are short.
 * Connections that close a circle do not count.
 */
function columns(peers: ReadonlyMap<string, Peer>, links: readonly Link[]): (id: string) => number {
    const forward = links.filter((link, index) => !reaches(link.to, link.from, links.slice(0, index)));
    const first = [...peers.values()].some(({ side }) => side === "in") ? 1 : 0;
    const leftmost = remembered((id, self): number => {
        const before = forward.filter(({ to }) => to === id).map(({ from }) => self(from) + 1);
        return peers.get(id)?.side === "in" ? 0 : Math.max(first, ...before);
    });
    const inside = [...peers.values()].filter(({ side }) => side === "inside");
    const last = Math.max(0, ...inside.map(({ id }) => leftmost(id))) + 1;
    return remembered((id, self): number => {
        const side = peers.get(id)?.side;
        const after = forward.filter(({ from }) => from === id).map(({ to }) => self(to) - 1);
        return side === "out" ? last : side === "in" || after.length === 0 ? leftmost(id) : Math.min(...after);
    });
}

/** A function of names that calls itself, and calculates once for each. */
function remembered(calculate: (id: string, self: (id: string) => number) => number): (id: string) => number {
    const known = new Map<string, number>();
    const self = (id: string): number => {
        const value = known.get(id) ?? calculate(id, self);
        known.set(id, value);
        return value;
    };
    return self;
}

/** Whether one leads to the other over the links given. */
function reaches(start: string, end: string, links: readonly Link[]): boolean {
    const seen = new Set([start]);
    // A set visits what is added while it is walked.
    for (const id of seen) {
        links.filter(({ from }) => from === id).forEach(({ to }) => seen.add(to));
    }
    return seen.has(end);
}
