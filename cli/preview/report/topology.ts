import type { ConnectionRow } from "../run";
import { graph, type Pair, type Vertex } from "./graph";
import { html, type Markup } from "./html";
import { type Lane, layout, type Layout } from "./layout";

const BOX_HEIGHT = 44;
/** Room between columns, for the lines. */
const GAP = 72;
const MARGIN = 12;
/** Widths of a character in a box, of the name and of what is below it, and the box's padding. */
const CHARACTER = 8.2;
const SMALL_CHARACTER = 6.4;
const PADDING = 24;

/** Where a column is. */
interface Column {
    readonly x: number;
    readonly width: number;
}

/** The connection table as a drawing, in SVG. DNS servers are left out: every workload may ask them. */
export function topology(connections: readonly ConnectionRow[]): Markup {
    const drawn = graph(withoutDns(connections));
    const { vertices, pairs } = drawn;
    if (vertices.length === 0) {
        return html`<p>No connection is allowed.</p>`;
    }
    const plan = layout(drawn);
    const columns = columnsOf(vertices);
    const end = columns.at(-1) ?? { x: 0, width: 0 };
    const width = end.x + end.width + MARGIN;
    const inside = vertices
        .filter(({ namespace }) => namespace !== undefined)
        .map(({ column }) => columns[column] ?? end);
    const laneFrom = Math.min(...inside.map(({ x }) => x)) - MARGIN;
    const laneTo = Math.max(...inside.map((column) => column.x + column.width)) + MARGIN;
    return html`<svg
        viewBox="0 ${-MARGIN} ${width} ${plan.height + 2 * MARGIN}"
        width="${width}"
        height="${plan.height + 2 * MARGIN}"
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
        ${plan.lanes.map((lane) => band(lane, laneFrom, laneTo))}
        ${pairs.map((pair, index) => line(points(pair, index, plan, columns)))}
        ${vertices.map((vertex) => box(vertex, plan.places.get(vertex)?.y ?? 0, columns))}
        ${pairs.map((pair, index) => lineLabel(pair, points(pair, index, plan, columns)))}
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

function columnsOf(vertices: readonly Vertex[]): Column[] {
    const columns: Column[] = [];
    let x = MARGIN;
    for (let column = 0; column <= Math.max(...vertices.map((vertex) => vertex.column)); column++) {
        const widths = vertices
            .filter((vertex) => vertex.column === column)
            .flatMap((vertex) => [vertex.name.length * CHARACTER, detail(vertex).length * SMALL_CHARACTER]);
        const width = Math.round(Math.max(0, ...widths) + PADDING);
        columns.push({ x, width });
        x += width + GAP;
    }
    return columns;
}

/** What a box says below the name. */
function detail({ namespace, ports }: Vertex): string {
    const outside = namespace === undefined ? ["outside"] : [];
    const open = ports.length === 0 ? [] : [`${ports.length === 1 ? "port" : "ports"} ${ports.join(", ")}`];
    return [...outside, ...open].join(", ");
}

/** What is outside the platform is outside the bands as well. */
function band({ namespace, top, height }: Lane, from: number, to: number): Markup {
    return html`<g class="lane"
        ><rect x="${from}" y="${top}" width="${to - from}" height="${height}" rx="8" /><text
            x="${from + 10}"
            y="${top + 16}"
            >${namespace}</text
        ></g
    > `;
}

function box(vertex: Vertex, y: number, columns: readonly Column[]): Markup {
    const { x, width } = columns[vertex.column] ?? { x: 0, width: 0 };
    const center = x + width / 2;
    const below = detail(vertex);
    return html`<g class="node${vertex.namespace === undefined ? " outside" : ""}"
        ><rect x="${x}" y="${y - BOX_HEIGHT / 2}" width="${width}" height="${BOX_HEIGHT}" rx="6" />
        <text x="${center}" y="${below === "" ? y + 5 : y - 3}">${vertex.name}</text
        ><text class="detail" x="${center}" y="${y + 14}">${below}</text></g
    > `;
}

type Point = readonly [x: number, y: number];

/** The ends of a line's curves: it passes straight through columns in between. A line that goes back keeps below one that goes forth. */
function points({ from, to }: Pair, index: number, { places, passes }: Layout, columns: readonly Column[]): Point[] {
    const back = to.column <= from.column;
    const shift = back ? 12 : 0;
    const left = (column: number): number => columns[column]?.x ?? 0;
    const right = (column: number): number => left(column) + (columns[column]?.width ?? 0);
    const start: Point = [back ? left(from.column) : right(from.column), (places.get(from)?.y ?? 0) + shift];
    const end: Point = [back ? right(to.column) : left(to.column), (places.get(to)?.y ?? 0) + shift];
    const between = (passes[index] ?? []).flatMap(({ column, y }): Point[] => [
        [left(column), y],
        [right(column), y],
    ]);
    return [start, ...between, end];
}

function line([[x, y] = [0, 0], ...rest]: readonly Point[]): Markup {
    let [lastX, lastY] = [x, y];
    const curves = rest.map(([nextX, nextY]) => {
        const half = (lastX + nextX) / 2;
        const curve = `C${half} ${lastY} ${half} ${nextY} ${nextX} ${nextY}`;
        [lastX, lastY] = [nextX, nextY];
        return curve;
    });
    return html`<path class="edge" marker-end="url(#arrow)" d="M${x} ${y}${curves.join("")}" /> `;
}

/** The ports, where the box at the end has more. */
function lineLabel({ to, ports }: Pair, [start = [0, 0], next = [0, 0]]: readonly Point[]): Markup | undefined {
    if (ports.length === to.ports.length) {
        return undefined;
    }
    // Nearer to the start than to the end: lines that meet at one box would write over each other.
    const [x, y] = [start[0] + (next[0] - start[0]) * 0.34, start[1] + (next[1] - start[1]) * 0.216];
    return html`<text class="port" x="${Math.round(x)}" y="${Math.round(y) + 4}">${ports.join(", ")}</text> `;
}
