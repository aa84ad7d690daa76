import assert from "node:assert/strict";
import { graph } from "../../../../../cli/preview/output/report/graph";
import { workload } from "./objects";

const row = (from: string, to: string, port = 1, protocol = "TCP") => ({ from, to, port, protocol });

const PLATFORM = [
    workload("n", "Deployment", "app"),
    workload("n", "CronJob", "task"),
    workload("n", "Job", "migrate", {}, "migrate-1a2b"),
    workload("n", "StatefulSet", "db"),
    workload("n", "Deployment", "cache", { volumes: [{ persistentVolumeClaim: { claimName: "c" } }] }),
];

describe("graph", () => {
    it("tells by the manifests what each end is, and puts it into the lane where a request meets it", () => {
        const { vertices } = graph(
            [
                row("internet", "edge/nginx"),
                row("edge/nginx", "n/app"),
                ...["db", "cache"].map((to) => row("n/app", `n/${to}`)),
                row("n/task", "n/db"),
                row("n/migrate", "n/db"),
                row("n/app", "mail"),
            ],
            PLATFORM,
        );
        assert.deepEqual(Object.fromEntries(vertices.map(({ name, kind, lane }) => [name, [kind, lane]])), {
            internet: ["outside", 0],
            nginx: ["controller", 1],
            app: ["app", 2],
            task: ["job", 2],
            migrate: ["job", 2],
            db: ["store", 3],
            cache: ["store", 3],
            mail: ["outside", 4],
        });
    });

    it("draws who is outside and goes both ways once, on the right", () => {
        const { vertices, bundles } = graph([row("api", "n/webhook", 10250), row("n/webhook", "api", 443)], []);
        assert.deepEqual(
            vertices.map(({ name, lane }) => [name, lane]),
            [
                ["webhook", 1],
                ["api", 4],
            ],
        );
        assert.deepEqual(
            bundles.map(({ to, side }) => [to.name, side]),
            [
                ["webhook", "right"],
                ["api", "left"],
            ],
        );
    });

    it("bundles equal connections, and only those", () => {
        const { bundles } = graph(
            [
                row("n/app", "n/db", 6334),
                row("n/app", "n/db", 6333),
                row("n/task", "n/db", 6333),
                row("n/task", "n/db", 6334),
                row("n/migrate", "n/db", 6333),
                row("n/app", "n/db", 53, "UDP"),
            ],
            PLATFORM,
        );
        assert.deepEqual(
            bundles.map(({ from, to, ports }) => [
                from.map(({ name }) => name),
                to.name,
                ports.map(({ port }) => port),
            ]),
            [
                [["app"], "db", [53, 6333, 6334]],
                [["task"], "db", [6333, 6334]],
                [["migrate"], "db", [6333]],
            ],
        );
        const equal = graph([row("n/app", "n/db"), row("n/task", "n/db")], PLATFORM);
        assert.deepEqual(
            equal.bundles.map(({ from }) => from.map(({ name }) => name)),
            [["app", "task"]],
        );
    });

    it("knows TLS by the table alone: the same port without it is another line", () => {
        const { bundles } = graph([{ ...row("n/app", "n/db", 443), tls: true }, row("n/task", "n/db", 443)], PLATFORM);
        assert.deepEqual(
            bundles.map(({ ports }) => ports.map(({ tls }) => tls)),
            [[true], [false]],
        );
    });

    it("leaves out servers that are only asked for DNS", () => {
        const rows = [
            row("n/app", "n/db", 5432),
            ...[53, 5353].flatMap((port) =>
                ["UDP", "TCP"].map((protocol) => row("n/app", "kube-system/dns", port, protocol)),
            ),
        ];
        assert.deepEqual(
            graph(rows, PLATFORM).vertices.map(({ name }) => name),
            ["app", "db"],
        );
    });

    it("is nothing for an empty table", () => {
        assert.deepEqual(graph([], []), { vertices: [], bundles: [] });
    });
});
