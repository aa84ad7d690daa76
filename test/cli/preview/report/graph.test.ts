import assert from "node:assert/strict";
import { graph } from "../../../../cli/preview/report/graph";

const row = (from: string, to: string, port = 1, protocol = "TCP") => ({ from, to, port, protocol });

describe("graph", () => {
    const columns = (...rows: ReturnType<typeof row>[]) =>
        Object.fromEntries(graph(rows).vertices.map(({ name, column }) => [name, column]));

    it("puts who connects left of whom it connects to", () => {
        assert.deepEqual(columns(row("n/edge", "n/app"), row("n/app", "n/db"), row("n/edge", "n/db")), {
            edge: 0,
            app: 1,
            db: 2,
        });
    });

    it("puts who is called by nobody right beside whom it calls", () => {
        assert.deepEqual(columns(row("n/edge", "n/app"), row("n/app", "n/db"), row("n/task", "n/db")), {
            edge: 0,
            app: 1,
            db: 2,
            task: 1,
        });
    });

    it("puts who is outside the platform outermost, twice where it goes both ways", () => {
        const { vertices } = graph([row("internet", "n/app"), row("n/app", "n/db"), row("n/app", "internet", 465)]);
        assert.deepEqual(vertices, [
            { name: "internet", ports: [], column: 0 },
            { name: "app", namespace: "n", ports: ["1"], column: 1 },
            { name: "db", namespace: "n", ports: ["1"], column: 2 },
            { name: "internet", ports: ["465"], column: 3 },
        ]);
    });

    it("puts nobody inside beside who comes in from outside", () => {
        assert.deepEqual(columns(row("api", "n/webhook"), row("n/app", "n/db")), { api: 0, webhook: 1, app: 1, db: 2 });
    });

    it("copes with circles and with who connects to itself", () => {
        assert.deepEqual(columns(row("n/a", "n/b"), row("n/b", "n/a"), row("n/b", "n/b")), { a: 0, b: 1 });
    });

    it("has one line for all ports between two, and at the end the ports of all lines, in their order", () => {
        const { vertices, pairs } = graph([
            row("n/a", "n/db", 6334),
            row("n/a", "n/db", 6333),
            row("n/b", "n/db", 6333),
            row("n/b", "n/db", 53, "UDP"),
        ]);
        assert.deepEqual(
            pairs.map(({ from, to, ports }) => [from.name, to.name, ...ports]),
            [
                ["a", "db", "6333", "6334"],
                ["b", "db", "53/UDP", "6333"],
            ],
        );
        assert.deepEqual(vertices.find(({ name }) => name === "db")?.ports, ["53/UDP", "6333", "6334"]);
    });

    it("is nothing for an empty table", () => {
        assert.deepEqual(graph([]), { vertices: [], pairs: [] });
    });
});
