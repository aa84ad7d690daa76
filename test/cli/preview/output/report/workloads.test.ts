import assert from "node:assert/strict";
import { lettingThrough, objectsOf, peerOf, policiesOf } from "../../../../../cli/preview/output/report/workloads";
import { object, policy, workload } from "./objects";

const names = (objects: readonly { name: string }[]) => objects.map(({ name }) => name);

describe("what belongs to a box", () => {
    const [app, db, nginx, solver] = ["n/app", "n/db", "edge/nginx", "edge/solver"].map(peerOf) as [
        ReturnType<typeof peerOf>,
        ReturnType<typeof peerOf>,
        ReturnType<typeof peerOf>,
        ReturnType<typeof peerOf>,
    ];
    const deny = object("n", "NetworkPolicy", "default-deny-all", { podSelector: {} });
    const objects = [
        workload("n", "Deployment", "app"),
        workload("n", "StatefulSet", "db"),
        object("n", "Service", "db-pods", {}, { app: "db" }),
        object("n", "PodDisruptionBudget", "app"),
        object("other", "Service", "app", {}, { app: "app" }),
        deny,
        policy("app-to-db", ["n", "app"], "egress", 5432, ["n", "db"]),
        policy("app-to-api", ["n", "app"], "egress", 443, { ipBlock: { cidr: "10.0.0.1/32" } }),
        policy("app-to-internet", ["n", "app"], "egress", 443, { ipBlock: { cidr: "0.0.0.0/0" } }),
        policy("allow-ingress-to-db", ["n", "db"], "ingress", 5432, ["n", "app"]),
        policy("allow-ingress-to-app", ["n", "app"], "ingress", 8000, ["edge", "nginx"]),
        policy("nginx-to-app", ["edge", "nginx"], "egress", 8000, ["n", "app"]),
        object("edge", "NetworkPolicy", "allow-ingress-to-solver", {
            podSelector: { matchLabels: { "acme/http01-solver": "true" } },
            ingress: [],
        }),
    ];
    const of = (peer: ReturnType<typeof peerOf>) => policiesOf(peer, [app, db, nginx, solver], objects);

    it("are the objects of its namespace that have its name or its label", () => {
        assert.deepEqual(names(objectsOf(app, objects)), ["app", "app"]);
        assert.deepEqual(names(objectsOf(db, objects)), ["db", "db-pods"]);
    });

    it("are the policies that select its pods, and those that select all", () => {
        assert.deepEqual(names(of(db)), ["default-deny-all", "allow-ingress-to-db"]);
        assert.deepEqual(names(of(nginx)), ["nginx-to-app"]);
        assert.deepEqual(names(of(solver)), ["allow-ingress-to-solver"]);
    });

    it("are, of a line, the policies that name its port and its other end", () => {
        const through = (direction: "ingress" | "egress", self: typeof app, other: typeof app, port: number) =>
            names(lettingThrough(direction, other, [port], of(self), objects));
        assert.deepEqual(through("egress", app, db, 5432), ["app-to-db"]);
        assert.deepEqual(through("egress", app, db, 5433), []);
        assert.deepEqual(through("ingress", db, app, 5432), ["allow-ingress-to-db"]);
        assert.deepEqual(through("ingress", db, nginx, 5432), []);
        assert.deepEqual(through("ingress", app, nginx, 8000), ["allow-ingress-to-app"]);
        assert.deepEqual(through("egress", app, peerOf("api"), 443), ["app-to-api"]);
        assert.deepEqual(through("egress", app, peerOf("internet"), 443), ["app-to-internet"]);
    });
});
