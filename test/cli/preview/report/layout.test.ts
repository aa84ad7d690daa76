import assert from "node:assert/strict";
import { graph } from "../../../../cli/preview/report/graph";
import { layout, type Layout } from "../../../../cli/preview/report/layout";

const row = (from: string, to: string) => ({ from, to, port: 1, protocol: "TCP" });

/** Boxes are 44 high, see topology.ts. */
const BOX = 44;
/** The base line of a lane's title. */
const TITLE = 16;

/** The places of boxes by name. */
function boxes({ places }: Layout): Record<string, { column: number; y: number }> {
    return Object.fromEntries([...places].map(([{ name }, { column, y }]) => [name, { column, y }]));
}

describe("layout", () => {
    it("lets no boxes of a column touch, and no line pass through one", () => {
        // Everyone in the first two columns connects to everyone to the right.
        const names = (column: string) => ["a", "b", "c", "d"].map((name) => `n/${column}${name}`);
        const to = (from: string, targets: string[]) => targets.map((target) => row(from, target));
        const table = [
            ...names("1").flatMap((from) => to(from, [...names("2"), ...names("3")])),
            ...names("2").flatMap((from) => to(from, names("3"))),
        ];
        const result = layout(graph(table));
        const taken = [...result.places.values()];
        assert.equal(taken.length, 12);
        taken.forEach((one, index) => {
            taken.slice(index + 1).forEach((other) => {
                assert(one.column !== other.column || Math.abs(one.y - other.y) > BOX);
            });
            result.passes.flat().forEach((line) => {
                assert(one.column !== line.column || Math.abs(one.y - line.y) > BOX / 2);
            });
        });
        assert.equal(result.passes.flat().length, 16);
    });

    it("keeps each namespace's boxes in its lane, lanes one below the other in the table's order", () => {
        const result = layout(graph([row("z/a", "y/b"), row("z/a", "z/c"), row("y/b", "y/d"), row("x/e", "y/b")]));
        assert.deepEqual(
            result.lanes.map(({ namespace }) => namespace),
            ["z", "y", "x"],
        );
        result.lanes.slice(1).forEach(({ top }, index) => {
            const above = result.lanes[index];
            assert(above !== undefined && top > above.top + above.height);
        });
        for (const [{ name, namespace }, { y }] of result.places) {
            const lane = result.lanes.find((each) => each.namespace === namespace);
            assert(lane !== undefined, name);
            assert(y - BOX / 2 > lane.top + TITLE && y + BOX / 2 < lane.top + lane.height, name);
        }
    });

    it("puts everyone near whom it is connected to, so that lines do not cross", () => {
        const table = [row("n/one", "n/a"), row("n/two", "n/b"), row("n/one", "n/c")];
        const { one, two, b, c } = boxes(layout(graph(table)));
        assert(one !== undefined && two !== undefined && b !== undefined && c !== undefined);
        assert(one.y < two.y && c.y < b.y);
    });

    it("puts who calls several in the middle of them", () => {
        const table = [row("n/app", "n/a"), row("n/app", "n/b"), row("n/app", "n/c"), row("n/other", "n/c")];
        const { app, b } = boxes(layout(graph(table)));
        assert(app !== undefined && b !== undefined);
        assert(Math.abs(app.y - b.y) < BOX / 2);
    });

    it("has room for more addresses than the lanes are high", () => {
        const result = layout(graph(["a", "b", "c", "d", "e"].map((name) => row("n/app", name))));
        const rows = [...result.places].filter(([{ namespace }]) => namespace === undefined).map(([, { y }]) => y);
        assert.deepEqual(
            rows.map((y, index) => index === 0 || y - (rows[index - 1] ?? 0) > BOX),
            [true, true, true, true, true],
        );
        assert(result.height >= Math.max(...rows) + BOX / 2);
    });
});
