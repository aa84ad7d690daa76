import assert from "node:assert/strict";
import { graph, type Graph } from "../../../../../cli/preview/output/report/graph";
import { type Layout, layout, type Point, type Rect } from "../../../../../cli/preview/output/report/layout";
import { topology } from "../../../../../cli/preview/output/report/topology";
import { buildPreview } from "../../../../../cli/preview/program/build";
import { readProgram } from "../../../../../cli/preview/program/stack";
import { lettingThrough, policiesOf } from "../../../../../cli/preview/output/report/workloads";
import type { KubernetesObject } from "../../../../../cli/preview/model/objects";
import { Progress } from "../../../../../cli/shared/terminal";
import { REPOSITORY } from "../../support";
import { workload } from "./objects";
import { dnsServers, type ConnectionRow } from "../../../../../cli/preview/model/connections";

const row = (from: string, to: string, port = 1): ConnectionRow => ({ from, to, port, protocol: "TCP" });

const apart = (a: Rect, b: Rect): boolean =>
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

/** The stretches of a way that run straight, beside boxes; between columns it bends. */
function straight(way: readonly Point[]): Rect[] {
    return way.flatMap(([x, y], index) => {
        const next = way[index + 1];
        return index % 2 === 1 || next === undefined
            ? []
            : [{ x: Math.min(x, next[0]), y: y - 0.5, width: Math.abs(next[0] - x), height: 1 }];
    });
}

function check(drawn: Graph, plan: Layout, rows: readonly ConnectionRow[]): void {
    const boxes = [...plan.boxes.values()];
    const labels = plan.lines.map(({ label }) => label);
    for (const { x, y, width, height } of [...boxes, ...labels, ...plan.groups]) {
        assert(x >= 0 && y >= 0 && x + width <= plan.width && y + height <= plan.height, "inside the drawing");
    }
    const solid = [...boxes, ...labels];
    solid.forEach((one, index) => {
        solid.slice(index + 1).forEach((other) => assert(apart(one, other), JSON.stringify([one, other])));
    });
    plan.groups.forEach((one, index) => {
        plan.groups.slice(index + 1).forEach((other) => assert(apart(one, other), JSON.stringify([one, other])));
    });
    for (const [{ id, namespace }, box] of plan.boxes) {
        plan.groups.forEach((group) => {
            assert.equal(apart(box, group), group.namespace !== namespace, `${id} and ${group.namespace}`);
        });
    }
    for (const { bundle, ways, label } of plan.lines) {
        ways.forEach((way) => {
            const others = solid.filter((rect) => rect !== label);
            straight(way).forEach((stretch) => {
                others.forEach((rect) =>
                    assert(apart(stretch, rect), `${bundle.to.id} ${JSON.stringify([stretch, rect])}`),
                );
            });
            for (const [x, y] of way) {
                assert(x >= 0 && x <= plan.width && y >= 0 && y <= plan.height, `${bundle.to.id} ${x} ${y}`);
            }
        });
    }
    assert.equal(plan.boxes.size, drawn.vertices.length);
    assert.equal(new Set(drawn.vertices.map(({ id }) => id)).size, drawn.vertices.length, "each box once");
    const servers = new Set(dnsServers(rows));
    const text = ({ from, to, port, protocol, tls }: ConnectionRow) =>
        JSON.stringify([from, to, port, protocol, tls === true]);
    const told = drawn.bundles.flatMap(({ from, to, ports }) =>
        from.flatMap((one) =>
            ports.map(({ port, protocol, tls }) => JSON.stringify([one.id, to.id, port, protocol, tls])),
        ),
    );
    assert.deepEqual(
        told.sort(),
        rows
            .filter(({ to }) => !servers.has(to))
            .map(text)
            .sort(),
        "each connection once",
    );
}

function checked(rows: readonly ConnectionRow[], objects: readonly KubernetesObject[] = []): Layout {
    const drawn = graph(rows, objects);
    const plan = layout(drawn);
    check(drawn, plan, rows);
    return plan;
}

describe("the drawing of the connections", () => {
    it("covers nothing where everybody connects to everybody", () => {
        const names = ["out/edge", "a/one", "a/two", "b/three", "b/four", "a/db", "b/db", "internet", "api"];
        const objects = ["one", "two"].map((name) => workload("a", "Deployment", name));
        const others = ["three", "four"].map((name) => workload("b", "Job", name));
        const stores = ["a", "b"].map((namespace) => workload(namespace, "StatefulSet", "db"));
        const rows = names.flatMap((from, index) => names.map((to) => row(from, to, 1000 + index)));
        checked(rows, [...objects, ...others, ...stores]);
    });

    it("has room for many addresses, ports and long names", () => {
        const many = Array.from({ length: 30 }, (_, index) => row("n/app", `address-${index}`, 60000 + index));
        const ports = Array.from({ length: 12 }, (_, index) => row("clients", `n/${"long".repeat(60)}`, 60000 + index));
        checked([...many, ...ports, row("clients", "n/app")], [workload("n", "Deployment", "app")]);
    });

    it("copes with a table of addresses alone, of one box, and of nothing", () => {
        checked([row("internet", "elsewhere")]);
        checked([row("n/app", "n/app")]);
        assert.match(topology(graph([], [])).text, /No connection is allowed/);
    });

    it("scales, writes each port with its protocol, and a lock only where the table says TLS", () => {
        const rows = [{ ...row("clients", "n/app", 443), tls: true as const }, row("clients", "n/app", 80)];
        const svg = topology(graph(rows, [])).text;
        assert.match(svg, /<svg\s+viewBox="0 0 \d+ \d+"/);
        assert.doesNotMatch(svg, /<svg[^>]* (width|height)="|NaN|Infinity/);
        assert.match(svg, />80\/TCP<\/text\s*>\s*<text[^>]*>443\/TCP<\/text\s*>\s*<use href="#lock"/);
        assert.equal(svg.match(/<use /g)?.length, 1);
    });

    for (const stack of ["dev", "prod", "external-stores", "all-options"]) {
        it(`covers nothing, draws each connection once and knows its policies in ${stack}`, async () => {
            const file = `${REPOSITORY}/test/support/stacks/${stack}.yaml`;
            const program = readProgram(REPOSITORY, "shown", file, []);
            const silent = new Progress({ write: () => true });
            const { connections, objects } = await buildPreview(program, silent);
            checked(connections, objects);
            const { bundles, vertices } = graph(connections, objects);
            assert(bundles.length > 3);
            const own = new Set(
                objects.filter(({ kind }) => kind === "NetworkPolicy").map(({ namespace }) => namespace),
            );
            for (const { from, to, ports } of bundles) {
                const numbers = ports.map(({ port }) => port);
                for (const one of from) {
                    const out = lettingThrough("egress", to, numbers, policiesOf(one, vertices, objects), objects);
                    assert.equal(out.length, own.has(one.namespace ?? "") ? 1 : 0, `${one.id} to ${to.id}: out`);
                    const into = lettingThrough("ingress", one, numbers, policiesOf(to, vertices, objects), objects);
                    assert.equal(into.length, own.has(to.namespace ?? "") ? 1 : 0, `${one.id} to ${to.id}: in`);
                }
            }
        });
    }
});
