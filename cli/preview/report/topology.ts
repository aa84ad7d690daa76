import type { ConnectionRow } from "../run";
import { html, type Markup } from "./html";
import { type Edge, layout, type Node } from "./layout";

const ROW_HEIGHT = 76;
const BOX_HEIGHT = 48;
/** Room between columns, for the lines and what is written on them. */
const GAP = 150;
const MARGIN = 16;
/** Width of a character of the widest text in a box, and the box's padding. */
const CHARACTER = 8.2;
const PADDING = 28;

interface Placed {
    readonly x: number;
    readonly y: number;
    readonly width: number;
}

/** The connection table as a drawing, in SVG. DNS servers are left out: every workload may ask them. */
export function topology(connections: readonly ConnectionRow[]): Markup {
    const { nodes, edges } = layout(withoutDns(connections));
    if (nodes.length === 0) {
        return html`<p>No connection is allowed.</p>`;
    }
    const places = place(nodes);
    const at = (node: Node): Placed => places.get(node.name) ?? { x: 0, y: 0, width: 0 };
    const width = Math.max(...nodes.map((node) => at(node).x + at(node).width)) + MARGIN;
    const height = Math.max(...nodes.map((node) => at(node).y)) + BOX_HEIGHT + MARGIN;
    return html`<svg
        viewBox="0 0 ${width} ${height}"
        width="${width}"
        height="${height}"
        role="img"
        aria-labelledby="topology-title topology-text"
    >
        <title id="topology-title">Who may connect to whom</title>
        <desc id="topology-text">The same as the table of connections below.</desc>
        <defs>
            <marker
                id="arrow"
                viewBox="0 0 8 8"
                refX="8"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                orient="auto-start-reverse"
            >
                <path d="M0 0L8 4L0 8z" />
            </marker>
        </defs>
        ${edges.map((edge) => line(at(edge.from), at(edge.to)))} ${nodes.map((node) => box(node, at(node)))}
        ${edges.map((edge) => edgeLabel(edge, at(edge.from), at(edge.to)))}
    </svg>`;
}

/** What is only ever asked for DNS. */
export function dnsServers(connections: readonly ConnectionRow[]): string[] {
    const others = new Set(connections.filter(({ port }) => port !== 53).flatMap(({ from, to }) => [from, to]));
    return [...new Set(connections.map(({ to }) => to))].filter((name) => !others.has(name));
}

function withoutDns(connections: readonly ConnectionRow[]): ConnectionRow[] {
    const servers = new Set(dnsServers(connections));
    return connections.filter(({ to }) => !servers.has(to));
}

function place(nodes: readonly Node[]): Map<string, Placed> {
    const columns = Math.max(...nodes.map(({ column }) => column)) + 1;
    const rows = Math.max(...nodes.map(({ row }) => row)) + 1;
    const places = new Map<string, Placed>();
    let x = MARGIN;
    for (let column = 0; column < columns; column++) {
        const members = nodes.filter((node) => node.column === column);
        const width = Math.max(...members.map(({ name }) => boxWidth(name)));
        const offset = ((rows - members.length) * ROW_HEIGHT) / 2;
        members.forEach(({ name, row }) => places.set(name, { x, y: MARGIN + offset + row * ROW_HEIGHT, width }));
        x += width + GAP;
    }
    return places;
}

function split(name: string): { namespace: string; workload: string } {
    const slash = name.indexOf("/");
    return { namespace: slash < 0 ? "" : name.slice(0, slash), workload: name.slice(slash + 1) };
}

function boxWidth(name: string): number {
    const { namespace, workload } = split(name);
    return Math.round(Math.max(namespace.length, workload.length) * CHARACTER + PADDING);
}

function box(node: Node, { x, y, width }: Placed): Markup {
    const { namespace, workload } = split(node.name);
    const center = x + width / 2;
    return html`<g class="node${namespace === "" ? " outside" : ""}"
        ><rect x="${x}" y="${y}" width="${width}" height="${BOX_HEIGHT}" rx="6" />
        <text class="namespace" x="${center}" y="${y + 18}"
            >${namespace === "" ? "outside the platform" : namespace}</text
        ><text x="${center}" y="${y + 36}">${workload}</text></g
    > `;
}

/** A line that goes back leaves and arrives lower, beside the one that goes forth. */
function ends(from: Placed, to: Placed): { x1: number; y1: number; x2: number; y2: number } {
    const back = to.x <= from.x;
    const middle = BOX_HEIGHT / 2 + (back ? 12 : 0);
    const [x1, x2] = back ? [from.x, to.x + to.width] : [from.x + from.width, to.x];
    return { x1, y1: from.y + middle, x2, y2: to.y + middle };
}

function line(from: Placed, to: Placed): Markup {
    const { x1, y1, x2, y2 } = ends(from, to);
    const half = (x1 + x2) / 2;
    return html`<path
        class="edge"
        marker-end="url(#arrow)"
        d="M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}"
    /> `;
}

function edgeLabel({ label }: Edge, from: Placed, to: Placed): Markup {
    const { x1, y1, x2, y2 } = ends(from, to);
    // Nearer to the start than to the end: lines that meet at one box would write over each other.
    const [x, y] = [x1 + (x2 - x1) * 0.34, y1 + (y2 - y1) * 0.216];
    return html`<text class="port" x="${Math.round(x)}" y="${Math.round(y) + 4}">${label}</text> `;
}
