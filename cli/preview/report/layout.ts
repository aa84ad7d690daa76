import type { ConnectionRow } from "../run";

export interface Node {
    readonly name: string;
    readonly column: number;
    readonly row: number;
}

export interface Edge {
    readonly from: Node;
    readonly to: Node;
    /** `5432/TCP`, several joined by commas. */
    readonly label: string;
}

export interface Layout {
    readonly nodes: readonly Node[];
    readonly edges: readonly Edge[];
}

/** Places who connects left of whom it connects to, as far as there are no circles. */
export function layout(connections: readonly ConnectionRow[]): Layout {
    const pairs = mergePorts(connections);
    const names = [...new Set(pairs.flatMap(({ from, to }) => [from, to]))];
    const columns = assignColumns(names, pairs);
    const nodes = new Map<string, Node>();
    for (let column = 0; column <= Math.max(0, ...columns.values()); column++) {
        const members = names.filter((name) => columns.get(name) === column);
        // Near whom it is connected to on the left, so that fewer lines cross.
        const weight = new Map(members.map((name, index) => [name, meanRow(name, pairs, nodes) ?? index]));
        members
            .sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0))
            .forEach((name, row) => nodes.set(name, { name, column, row }));
    }
    const edges = pairs.flatMap(({ from, to, label }) => {
        const [start, end] = [nodes.get(from), nodes.get(to)];
        return start === undefined || end === undefined ? [] : [{ from: start, to: end, label }];
    });
    return { nodes: [...nodes.values()], edges };
}

interface Pair {
    readonly from: string;
    readonly to: string;
    readonly label: string;
}

function mergePorts(connections: readonly ConnectionRow[]): Pair[] {
    const pairs = new Map<string, Pair>();
    for (const { from, to, port, protocol } of connections) {
        const key = JSON.stringify([from, to]);
        const before = pairs.get(key)?.label;
        const label = `${port}/${protocol}`;
        pairs.set(key, { from, to, label: before === undefined ? label : `${before}, ${label}` });
    }
    return [...pairs.values()];
}

/** One more than the furthest predecessor; connections that close a circle do not count. */
function assignColumns(names: readonly string[], pairs: readonly Pair[]): Map<string, number> {
    const columns = new Map<string, number>();
    const forward = pairs.filter((pair, index) => !reaches(pair.to, pair.from, pairs.slice(0, index)));
    const columnOf = (name: string): number => {
        const known = columns.get(name);
        if (known !== undefined) {
            return known;
        }
        const before = forward.filter(({ from, to }) => to === name && from !== name);
        const column = Math.max(0, ...before.map(({ from }) => columnOf(from) + 1));
        columns.set(name, column);
        return column;
    };
    names.forEach(columnOf);
    return columns;
}

/** Whether one leads to the other over the connections given. */
function reaches(start: string, end: string, pairs: readonly Pair[]): boolean {
    const seen = new Set([start]);
    // A set visits what is added while it is walked.
    for (const name of seen) {
        pairs.filter(({ from }) => from === name).forEach(({ to }) => seen.add(to));
    }
    return seen.has(end);
}

function meanRow(name: string, pairs: readonly Pair[], nodes: ReadonlyMap<string, Node>): number | undefined {
    const rows = pairs.filter(({ to }) => to === name).flatMap(({ from }) => nodes.get(from)?.row ?? []);
    return rows.length === 0 ? undefined : rows.reduce((sum, row) => sum + row, 0) / rows.length;
}
