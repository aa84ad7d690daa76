import { type Bundle, type Graph, LANES, type Vertex } from "./graph";
import { slotsOf, type Slots } from "./slots";

/** Lengths in the drawing's own unit, which is about a pixel. */
export const LINE = 15;
const SMALLEST_BOX = 46;
const BETWEEN_BOXES = 14;
/** Room between columns in which lines turn. Nothing else is there. */
const BEND = 64;
/** What a line that passes between boxes needs. */
const PASS = 14;
const PADDING = 12;
const TITLE = 24;
const BETWEEN_GROUPS = 18;
const HEADER = 34;
/** Widths of a character of a name and of a label, and the room for a lock and for the arrow's head. */
const CHARACTER = 8.1;
const LABEL_CHARACTER = 7;
const LOCK = 14;
const ARROW = 12;
export const LONGEST_NAME = 24;

export interface Rect {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

export interface Group extends Rect {
    readonly namespace: string;
}

export interface Line {
    readonly bundle: Bundle;
    readonly label: Rect;
    /** Way of each source, in the order of `bundle.from`: the points between which it bends and runs straight in turn. */
    readonly ways: readonly (readonly Point[])[];
}

export type Point = readonly [x: number, y: number];

export interface Layout {
    readonly width: number;
    readonly height: number;
    readonly lanes: readonly { readonly name: string; readonly x: number; readonly width: number }[];
    readonly groups: readonly Group[];
    readonly boxes: ReadonlyMap<Vertex, Rect>;
    readonly lines: readonly Line[];
}

interface Column {
    readonly lane: number;
    readonly x: number;
    readonly width: number;
    /** Room for labels on either side of the boxes. */
    readonly left: number;
    readonly right: number;
}

/** Text of a port's label. */
export function portText({ port, protocol }: { readonly port: number; readonly protocol: string }): string {
    return `${port}/${protocol}`;
}

/** What of a name fits into a box, or over a group of this width. */
export function shownName(name: string, width = LONGEST_NAME * CHARACTER): string {
    const longest = Math.floor(width / CHARACTER);
    return name.length > longest ? `${name.slice(0, longest - 1)}…` : name;
}

/**
 * Places a graph. Boxes stand in columns, one for each lane; labels stand beside the box that the line leads to, as high as
 * that box at most; lines turn only between columns, and pass a column where no box is. So nothing covers anything.
 */
export function layout(drawn: Graph): Layout {
    const columns = columnsOf(drawn);
    const columnOf = (vertex: Vertex): number => columns.findIndex(({ lane }) => lane === vertex.lane);
    const heights = new Map(drawn.vertices.map((vertex) => [vertex, heightOf(vertex, drawn)]));
    const slots = slotsOf(drawn, columnOf, heights, { BETWEEN_BOXES, BETWEEN_GROUPS, HEADER, PADDING, PASS, TITLE });
    const boxes = new Map(
        drawn.vertices.map((vertex) => {
            const { x, width } = columns[columnOf(vertex)] ?? { x: 0, width: 0 };
            const height = heights.get(vertex) ?? 0;
            return [vertex, { x, y: (slots.middles.get(vertex) ?? 0) - height / 2, width, height }];
        }),
    );
    const last = columns.at(-1);
    const extents = columns.map(
        ({ x, width, left, right }) => [x - left - PADDING, x + width + right + PADDING] as const,
    );
    return {
        width: last === undefined ? 0 : last.x + last.width + last.right + PADDING,
        height: slots.height,
        lanes: columns.map(({ lane, x, width }) => ({ name: LANES[lane] ?? "", x, width })),
        groups: slots.groups.map(({ namespace, first, last: end, top, height }) => {
            const [x, right] = [extents[first]?.[0] ?? 0, extents[end]?.[1] ?? 0];
            return { namespace, x, y: top, width: right - x, height };
        }),
        boxes,
        lines: drawn.bundles.map((bundle) => lineOf(bundle, { drawn, columns, columnOf, boxes, slots })),
    };
}

/** What stands at one side of a box, one below the other: labels of what comes in, then where lines leave. */
function sideOf(vertex: Vertex, side: "left" | "right", { bundles }: Graph): { entries: Bundle[]; leaves: boolean } {
    const entries = bundles.filter((bundle) => bundle.to === vertex && bundle.side === side);
    return {
        entries,
        leaves: bundles.some((bundle) => bundle.from.includes(vertex) && exitSide(vertex, bundle) === side),
    };
}

/** To the right, but for what goes back or to the same lane. */
function exitSide(from: Vertex, { to }: Bundle): "left" | "right" {
    return from.lane < to.lane ? "right" : "left";
}

function stackHeight({ entries, leaves }: ReturnType<typeof sideOf>): number {
    const labels = entries.reduce((sum, { ports }) => sum + ports.length * LINE + 5, 0);
    return labels + (leaves && entries.length > 0 ? PASS : 0);
}

function heightOf(vertex: Vertex, drawn: Graph): number {
    const sides = (["left", "right"] as const).map((side) => stackHeight(sideOf(vertex, side, drawn)));
    return Math.max(SMALLEST_BOX, ...sides);
}

function labelWidth({ ports }: Bundle): number {
    const widths = ports.map((port) => portText(port).length * LABEL_CHARACTER + (port.tls ? LOCK : 0));
    return Math.ceil(Math.max(...widths)) + 8;
}

function columnsOf({ vertices, bundles }: Graph): Column[] {
    const columns: Column[] = [];
    let edge = PADDING;
    for (const lane of [...new Set(vertices.map((vertex) => vertex.lane))].sort((a, b) => a - b)) {
        const room = (side: "left" | "right"): number => {
            const widths = bundles.filter((bundle) => bundle.to.lane === lane && bundle.side === side).map(labelWidth);
            return widths.length === 0 ? 0 : Math.max(...widths) + ARROW;
        };
        const turns =
            columns.length > 0 ||
            bundles.some(({ from, to }) => to.lane === lane && from.some((one) => one.lane === lane));
        const names = vertices.filter((vertex) => vertex.lane === lane).map(({ name }) => shownName(name).length);
        const [left, right] = [room("left"), room("right")];
        const width = Math.max(96, Math.ceil(Math.max(...names) * CHARACTER) + 36);
        const x = edge + (turns ? BEND : 0) + PADDING + left;
        columns.push({ lane, x, width, left, right });
        edge = x + width + right + PADDING;
    }
    return columns;
}

interface Plan {
    readonly drawn: Graph;
    readonly columns: readonly Column[];
    readonly columnOf: (vertex: Vertex) => number;
    readonly boxes: ReadonlyMap<Vertex, Rect>;
    readonly slots: Slots;
}

const NOWHERE: Rect = { x: 0, y: 0, width: 0, height: 0 };
const NO_COLUMN: Column = { lane: 0, x: 0, width: 0, left: 0, right: 0 };

function lineOf(bundle: Bundle, plan: Plan): Line {
    const { columns, columnOf, boxes, slots } = plan;
    const { to, side } = bundle;
    const box = boxes.get(to) ?? NOWHERE;
    const column = columns[columnOf(to)] ?? NO_COLUMN;
    const stack = sideOf(to, side, plan.drawn);
    const above = stack.entries.slice(0, stack.entries.indexOf(bundle));
    const top = box.y + (box.height - stackHeight(stack)) / 2 + stackHeight({ entries: above, leaves: false });
    const [width, height] = [labelWidth(bundle), bundle.ports.length * LINE + 1];
    const x = side === "left" ? box.x - ARROW - width : box.x + box.width + ARROW;
    const label = { x, y: top + 2, width, height };
    const middle = label.y + height / 2;
    const outer = side === "left" ? box.x - column.left - PADDING : box.x + box.width + column.right + PADDING;
    const inner = side === "left" ? box.x : box.x + box.width;
    const ways = bundle.from.map((from) => {
        const start = columns[columnOf(from)] ?? NO_COLUMN;
        const [exit, leaving] = exitOf(from, bundle, start, plan);
        const between = range(columnOf(from), columnOf(to)).flatMap((index): Point[] => {
            const y = slots.passes.get(bundle)?.get(index) ?? 0;
            const passed = columns[index] ?? NO_COLUMN;
            const ends: Point[] = [
                [passed.x - passed.left - PADDING, y],
                [passed.x + passed.width + passed.right + PADDING, y],
            ];
            return from.lane < to.lane ? ends : ends.reverse();
        });
        return [exit, leaving, ...between, [outer, middle] as const, [inner, middle] as const];
    });
    return { bundle, label, ways };
}

/** Where a line leaves its box, and where it has passed the labels beside it. */
function exitOf(from: Vertex, bundle: Bundle, column: Column, { boxes, drawn }: Plan): [Point, Point] {
    const box = boxes.get(from) ?? NOWHERE;
    const side = exitSide(from, bundle);
    const stack = sideOf(from, side, drawn);
    const bottom = box.y + (box.height + stackHeight(stack)) / 2;
    const y = stack.entries.length === 0 ? box.y + box.height / 2 : bottom - PASS / 2;
    return side === "right"
        ? [
              [box.x + box.width, y],
              [box.x + box.width + column.right + PADDING, y],
          ]
        : [
              [box.x, y],
              [box.x - column.left - PADDING, y],
          ];
}

/** The columns between two, in the order in which a line passes them. */
function range(from: number, to: number): number[] {
    const length = Math.max(0, Math.abs(to - from) - 1);
    return Array.from({ length }, (_, index) => (from < to ? from + 1 + index : from - 1 - index));
}
