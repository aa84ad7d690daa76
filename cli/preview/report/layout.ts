import type { Graph, Vertex } from "./graph";

/** Heights of what stands in a column, each with the room around it: a box, and a line that passes. */
const BOX = 60;
const LINE = 20;
/** Room above a namespace's boxes for its title, and between namespaces. */
const TITLE = 22;
const GAP = 12;
/** Rounds of moving everyone next to whom they are connected to. Tables of this size are settled by then. */
const ROUNDS = 24;

/** A place in a column; what stands there has its middle at `y`. */
export interface Place {
    readonly column: number;
    readonly y: number;
}

/** A namespace: a band from left to right. */
export interface Lane {
    readonly namespace: string;
    readonly top: number;
    readonly height: number;
}

export interface Layout {
    readonly places: ReadonlyMap<Vertex, Place>;
    /** For each pair, where its line passes the columns in between. */
    readonly passes: readonly (readonly Place[])[];
    readonly lanes: readonly Lane[];
    readonly height: number;
}

interface Slot {
    readonly column: number;
    /** @default it is outside the platform and beside the lanes */
    readonly namespace: string | undefined;
    readonly height: number;
    /** Where the lines from here go to on either side. */
    readonly left: Slot[];
    readonly right: Slot[];
    y: number;
}

/** Places a graph: namespaces one above the other, in each column everyone as near as can be to whom they are connected to. */
export function layout({ vertices, pairs }: Graph): Layout {
    const places = new Map(vertices.map((vertex) => [vertex, slot(vertex.column, vertex.namespace, BOX)]));
    const passes = pairs.map(({ from, to }) => {
        const between = Array.from({ length: Math.max(0, to.column - from.column - 1) }, (_, index) =>
            slot(from.column + 1 + index, from.namespace ?? to.namespace, LINE),
        );
        const [start, end] = [places.get(from), places.get(to)];
        const line = [start, ...between, end].filter((each) => each !== undefined);
        if (to.column > from.column) {
            line.slice(1).forEach((each, index) => connect(line[index] ?? each, each));
        }
        return between;
    });
    const slots = [...places.values(), ...passes.flat()];
    const lanes = lanesOf(slots);
    const height = Math.max(...lanes.map((lane) => lane.top + lane.height), 0);
    arrange(slots, lanes, height);
    return { places, passes, lanes, height: Math.max(height, ...slots.map(({ y }) => y + BOX / 2)) };
}

function slot(column: number, namespace: string | undefined, height: number): Slot {
    return { column, namespace, height, left: [], right: [], y: 0 };
}

function connect(left: Slot, right: Slot): void {
    left.right.push(right);
    right.left.push(left);
}

/** In the order in which the table names them, each as high as its fullest column. */
function lanesOf(slots: readonly Slot[]): Lane[] {
    const lanes: Lane[] = [];
    let top = 0;
    for (const namespace of new Set(slots.map((each) => each.namespace))) {
        if (namespace !== undefined) {
            const stacks = stacksOf(slots.filter((each) => each.namespace === namespace));
            const height = TITLE + Math.max(...stacks.map(heightOf));
            lanes.push({ namespace, top, height });
            top += height + GAP;
        }
    }
    return lanes;
}

/** What stands one above the other. */
function stacksOf(slots: readonly Slot[]): Slot[][] {
    const stacks = new Map<string, Slot[]>();
    for (const each of slots) {
        const key = JSON.stringify([each.column, each.namespace ?? null]);
        stacks.set(key, [...(stacks.get(key) ?? []), each]);
    }
    return [...stacks.values()].sort((a, b) => (a[0]?.column ?? 0) - (b[0]?.column ?? 0));
}

function heightOf(stack: readonly Slot[]): number {
    return stack.reduce((sum, { height }) => sum + height, 0);
}

function arrange(slots: readonly Slot[], lanes: readonly Lane[], height: number): void {
    const stacks = stacksOf(slots);
    const area = (stack: readonly Slot[]): [top: number, bottom: number] => {
        const lane = lanes.find(({ namespace }) => namespace === stack[0]?.namespace);
        const top = lane === undefined ? 0 : lane.top + TITLE;
        return [top, Math.max(lane === undefined ? height : lane.top + lane.height, top + heightOf(stack))];
    };
    stacks.forEach((stack) => {
        settle(stack, ...area(stack));
    });
    for (let round = 0; round < ROUNDS; round++) {
        // There and back: what moves takes along what it is connected to.
        for (const stack of round % 2 === 0 ? stacks : [...stacks].reverse()) {
            stack.forEach((each) => {
                const neighbours = [...each.left, ...each.right];
                each.y =
                    neighbours.length === 0
                        ? each.y
                        : neighbours.reduce((sum, { y }) => sum + y, 0) / neighbours.length;
            });
            stack.sort((a, b) => a.y - b.y);
            settle(stack, ...area(stack));
        }
    }
}

/** Moves a stack's members apart, and no further than that, between top and bottom. */
function settle(stack: readonly Slot[], top: number, bottom: number): void {
    let free = top;
    for (const each of stack) {
        each.y = Math.max(each.y, free + each.height / 2);
        free = each.y + each.height / 2;
    }
    let limit = bottom;
    for (const each of [...stack].reverse()) {
        each.y = Math.round(Math.min(each.y, limit - each.height / 2));
        limit = each.y - each.height / 2;
    }
}
