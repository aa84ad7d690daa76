import type { Bundle, Graph, Vertex } from "./graph";

/** Lengths that the rows are made of, see layout.ts. */
interface Sizes {
    readonly BETWEEN_BOXES: number;
    readonly BETWEEN_GROUPS: number;
    readonly HEADER: number;
    readonly PADDING: number;
    readonly PASS: number;
    readonly TITLE: number;
}

/** A namespace: the columns it spans, and how high it is. */
interface Span {
    readonly namespace: string;
    readonly first: number;
    readonly last: number;
    readonly top: number;
    readonly height: number;
}

/** Where everything is from top to bottom. */
export interface Slots {
    readonly middles: ReadonlyMap<Vertex, number>;
    /** For each bundle, the height at which it passes each column between its ends. */
    readonly passes: ReadonlyMap<Bundle, ReadonlyMap<number, number>>;
    readonly groups: readonly Span[];
    readonly height: number;
}

/** A bundle in a column that it passes. */
interface Pass {
    readonly bundle: Bundle;
    readonly column: number;
    /** The namespace between whose boxes it passes. @default it passes between namespaces */
    readonly within: string | undefined;
}

type Item = { readonly vertex: Vertex } | { readonly pass: Pass };

/**
 * Stacks namespaces without overlap, each as high as its fullest column, and beside them what is outside. Passing lines get
 * their own room: first everything is placed without them, then each goes through the gap that is nearest to its way.
 */
export function slotsOf(
    { vertices, bundles }: Graph,
    columnOf: (vertex: Vertex) => number,
    heights: ReadonlyMap<Vertex, number>,
    sizes: Sizes,
): Slots {
    const spans = spansOf(vertices, columnOf);
    const passes = bundles.flatMap((bundle) => passesOf(bundle, columnOf, spans));
    const place = (known: Slots | undefined): Slots =>
        placed({ vertices, bundles, columnOf, heights, sizes, spans, passes, known });
    return place(place(undefined));
}

function spansOf(vertices: readonly Vertex[], columnOf: (vertex: Vertex) => number): Map<string, [number, number]> {
    const spans = new Map<string, [number, number]>();
    for (const vertex of vertices) {
        if (vertex.namespace !== undefined) {
            const column = columnOf(vertex);
            const [first, last] = spans.get(vertex.namespace) ?? [column, column];
            spans.set(vertex.namespace, [Math.min(first, column), Math.max(last, column)]);
        }
    }
    return spans;
}

function passesOf(
    bundle: Bundle,
    columnOf: (vertex: Vertex) => number,
    spans: ReadonlyMap<string, [number, number]>,
): Pass[] {
    const end = columnOf(bundle.to);
    const namespaces = [bundle.to, ...bundle.from].map(({ namespace }) => namespace);
    const columns = new Set<number>();
    for (const from of bundle.from.map(columnOf)) {
        for (let column = Math.min(from, end) + 1; column < Math.max(from, end); column++) {
            columns.add(column);
        }
    }
    return [...columns].map((column) => {
        const within = namespaces.find((namespace) => {
            const [first, last] = spans.get(namespace ?? "") ?? [1, 0];
            return first <= column && column <= last;
        });
        return { bundle, column, within };
    });
}

interface Placing {
    readonly vertices: readonly Vertex[];
    readonly bundles: readonly Bundle[];
    readonly columnOf: (vertex: Vertex) => number;
    readonly heights: ReadonlyMap<Vertex, number>;
    readonly sizes: Sizes;
    readonly spans: ReadonlyMap<string, [number, number]>;
    readonly passes: readonly Pass[];
    /** Where everything is while nothing passes. @default that is what is asked for, so nothing passes */
    readonly known: Slots | undefined;
}

function placed(all: Placing): Slots {
    const { vertices, columnOf, sizes, spans, known } = all;
    const middles = new Map<Vertex, number>();
    const passes = new Map<Bundle, Map<number, number>>();
    const free = new Map<number, number>();
    const freeAt = (column: number): number => free.get(column) ?? sizes.HEADER;
    const put = ({ bundle, column }: Pass, y: number): void => {
        passes.set(bundle, (passes.get(bundle) ?? new Map<number, number>()).set(column, y));
    };
    const letPass = (index: number): void => {
        for (const pass of all.passes.filter((one) => known !== undefined && gapOf(one, known) === index)) {
            put(pass, freeAt(pass.column) + sizes.PASS / 2);
            free.set(pass.column, freeAt(pass.column) + sizes.PASS);
        }
    };
    const groups = [...spans].map(([namespace, [first, last]], index) => {
        letPass(index);
        const columns = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
        const stacks = columns.map((column) => stackOf(namespace, column, all));
        const inside = Math.max(...stacks.map((stack) => stackHeight(stack, all)));
        const top = Math.max(...columns.map(freeAt));
        const height = sizes.TITLE + inside + sizes.PADDING;
        for (const stack of stacks) {
            let y = top + sizes.TITLE + (inside - stackHeight(stack, all)) / 2;
            for (const item of stack) {
                const size = itemHeight(item, all);
                if ("vertex" in item) {
                    middles.set(item.vertex, y + size / 2);
                } else {
                    put(item.pass, y + size / 2);
                }
                y += size + sizes.BETWEEN_BOXES;
            }
        }
        columns.forEach((column) => free.set(column, top + height + sizes.BETWEEN_GROUPS));
        return { namespace, first, last, top, height };
    });
    letPass(groups.length);
    const bottom = Math.max(0, ...free.values());
    const outside = vertices.filter(({ namespace }) => namespace === undefined);
    for (const column of new Set(outside.map(columnOf))) {
        const standing = outside.filter((vertex) => columnOf(vertex) === column);
        settle(standing, bottom, middles, all);
    }
    const ends = outside.map(
        (vertex) => (middles.get(vertex) ?? 0) + (all.heights.get(vertex) ?? 0) / 2 + sizes.PADDING,
    );
    return { middles, passes, groups, height: Math.max(bottom, ...ends) };
}

/** The gap through which a bundle passes a column: before which namespace, counted in the order of all. */
function gapOf({ bundle, column, within }: Pass, known: Slots): number | undefined {
    if (within !== undefined) {
        return undefined;
    }
    const wanted = desired(bundle, known);
    const here = known.groups.filter(({ first, last }) => first <= column && column <= last);
    const end = here.at(-1);
    const gaps = [
        ...here.map((group) => ({ index: known.groups.indexOf(group), y: group.top })),
        { index: known.groups.length, y: end === undefined ? wanted : end.top + end.height },
    ];
    return gaps.reduce((best, gap) => (Math.abs(gap.y - wanted) < Math.abs(best.y - wanted) ? gap : best)).index;
}

function desired(bundle: Bundle, { middles }: Slots): number {
    const ys = bundle.from.map((vertex) => middles.get(vertex) ?? 0);
    return ys.reduce((sum, y) => sum + y, 0) / ys.length;
}

/** A column of a namespace from top to bottom: its boxes, and lines where they come from. */
function stackOf(namespace: string, column: number, { vertices, columnOf, passes, known }: Placing): Item[] {
    const boxes = vertices.filter((vertex) => vertex.namespace === namespace && columnOf(vertex) === column);
    if (known === undefined) {
        return boxes.map((vertex) => ({ vertex }));
    }
    const passing = passes.filter((pass) => pass.within === namespace && pass.column === column);
    const items = [
        ...boxes.map((vertex) => ({ y: known.middles.get(vertex) ?? 0, item: { vertex } })),
        ...passing.map((pass) => ({ y: desired(pass.bundle, known), item: { pass } })),
    ];
    return items.sort((a, b) => a.y - b.y).map(({ item }) => item);
}

function itemHeight(item: Item, { heights, sizes }: Placing): number {
    return "vertex" in item ? (heights.get(item.vertex) ?? 0) : sizes.PASS;
}

function stackHeight(stack: readonly Item[], all: Placing): number {
    const heights = stack.map((item) => itemHeight(item, all));
    return heights.reduce((sum, height) => sum + height + all.sizes.BETWEEN_BOXES, -all.sizes.BETWEEN_BOXES);
}

/** Puts what is outside beside whom it is connected to, and apart. */
function settle(standing: readonly Vertex[], bottom: number, middles: Map<Vertex, number>, all: Placing): void {
    const { bundles, heights, sizes } = all;
    const wanted = new Map(
        standing.map((vertex) => {
            const neighbours = bundles.flatMap(({ from, to }) =>
                to === vertex ? from : from.includes(vertex) ? [to] : [],
            );
            const ys = neighbours.flatMap((one) => middles.get(one) ?? []);
            return [vertex, ys.length === 0 ? bottom / 2 : ys.reduce((sum, y) => sum + y, 0) / ys.length];
        }),
    );
    const sorted = [...standing].sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
    let free = sizes.HEADER;
    for (const vertex of sorted) {
        const half = (heights.get(vertex) ?? 0) / 2;
        const y = Math.max(wanted.get(vertex) ?? 0, free + half);
        middles.set(vertex, y);
        free = y + half + sizes.BETWEEN_BOXES;
    }
}
