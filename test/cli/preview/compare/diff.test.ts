import assert from "node:assert/strict";
import type { Changes } from "../../../../cli/preview/compare/changes";
import { compare } from "../../../../cli/preview/compare/diff";
import type { ResourceEntry } from "../../../../cli/preview/model/entries";
import type { Violation } from "../../../../policies/engine/evaluate";
import { entry, snapshot, violation } from "../snapshots";
import type { Snapshot } from "../../../../cli/preview/model/snapshot";
import type { ConnectionRow } from "../../../../cli/preview/model/connections";
import type { Json } from "../../../../kubernetes/json";

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";

function changes(before: ResourceEntry[], after: ResourceEntry[]): Changes {
    return compare(snapshot(before), snapshot(after));
}

const kinds = ({ resources }: Changes) => resources.map(({ kind, name }) => `${kind} ${name}`);

describe("the comparison of two previews", () => {
    it("finds nothing between equals", () => {
        const one = entry(CLAIM, "data", { spec: { a: [1, { b: "c" }] } });
        assert.deepEqual(changes([one], [structuredClone(one)]), {
            dangers: [],
            resources: [],
            opened: [],
            closed: [],
            violated: [],
            fixed: [],
        });
    });

    it("tells added, changed and removed, with the fields that changed", () => {
        const result = changes(
            [
                entry("a:b:C", "gone"),
                entry("a:b:C", "same"),
                entry("a:b:C", "edited", { list: [{ x: 1 }, { x: 2 }], old: true }),
            ],
            [
                entry("a:b:C", "same"),
                entry("a:b:C", "edited", { list: [{ x: 1 }, { x: 3 }], "new.key": "n" }),
                entry("a:b:C", "new"),
            ],
        );
        assert.deepEqual(kinds(result), ["changed edited", "added new", "removed gone"]);
        assert.deepEqual(result.resources[0]?.fields, [
            { path: "list[1].x", before: 2, after: 3 },
            { path: "old", before: true },
            { path: '["new.key"]', after: "n" },
        ]);
    });

    it("tells what is replaced from what changes in place", () => {
        const before = [
            entry(CLAIM, "moved", { spec: { storageClassName: "a" } }),
            entry(CLAIM, "larger", { spec: { resources: { a: 1 } } }),
            entry("kubernetes:core/v1:ConfigMap", "renamed", { metadata: { name: "a" } }),
            entry("kubernetes:core/v1:ConfigMap", "edited", { data: { name: "a" } }),
        ];
        const after = [
            entry(CLAIM, "moved", { spec: { storageClassName: "b" } }),
            entry(CLAIM, "larger", { spec: { resources: { a: 2 } } }),
            entry("kubernetes:core/v1:ConfigMap", "renamed", { metadata: { name: "b" } }),
            entry("kubernetes:core/v1:ConfigMap", "edited", { data: { name: "b" } }),
        ];
        assert.deepEqual(kinds(changes(before, after)), [
            "replaced moved",
            "changed larger",
            "replaced renamed",
            "changed edited",
        ]);
    });

    it("shows options among the fields", () => {
        const result = changes([entry("a:b:C", "x", {}, { protect: true })], [entry("a:b:C", "x")]);
        assert.deepEqual(result.resources[0]?.fields, [{ path: "options.protect", before: true, after: false }]);
    });

    it("leaves out what the engine keeps as it was made", () => {
        const type = "random:index/randomPassword:RandomPassword";
        const kept = entry(type, "jwt", { length: 43, keepers: "now" }, { ignoreChanges: ["keepers"] });
        const [without, other] = [
            entry(type, "jwt", { length: 43 }),
            { ...kept, inputs: { length: 44, keepers: "then" } },
        ];
        const paths = (result: Changes) =>
            result.resources.map(({ kind, fields }) => [kind, ...fields.map((f) => f.path)]);
        assert.deepEqual(paths(changes([without], [kept])), [["changed", "options.ignoreChanges[0]"]]);
        assert.deepEqual(paths(changes([other], [kept])), [["replaced", "length"]]);
        // Whoever stops ignoring it does replace the value.
        assert.deepEqual(paths(changes([kept], [without])), [["replaced", "keepers", "options.ignoreChanges[0]"]]);
    });

    it("tells opened and closed connections", () => {
        const row = (to: string, port: number): ConnectionRow => ({ from: "a/app", to, port, protocol: "TCP" });
        const result = compare(
            snapshot([], { connections: [row("a/db", 1), row("a/db", 2)] }),
            snapshot([], { connections: [row("a/db", 2), row("a/cache", 3)] }),
        );
        assert.deepEqual(result.opened, [row("a/cache", 3)]);
        assert.deepEqual(result.closed, [row("a/db", 1)]);
    });

    it("knows a renamed resource by its alias", () => {
        const renamed = entry(CLAIM, "new", {}, { aliases: [`urn:pulumi:dev::p::${CLAIM}::old`] });
        assert.deepEqual(changes([entry(CLAIM, "old")], [renamed]), changes([], []));
    });

    it("knows a child by its parent's alias", () => {
        const parent = entry("k:x:New", "p", {}, { custom: false, aliases: ["urn:pulumi:dev::p::k:x:Old::p"] });
        const child = {
            ...entry(CLAIM, "c", {}, { parent: parent.urn }),
            urn: `urn:pulumi:dev::p::k:x:New$${CLAIM}::c`,
        };
        const before = { ...entry(CLAIM, "c"), urn: `urn:pulumi:dev::p::k:x:Old$${CLAIM}::c` };
        assert.deepEqual(kinds(changes([before], [parent, child])), []);
    });

    it("compares two stacks of one project", () => {
        const other = { ...entry("a:b:C", "x", { size: 2 }), urn: "urn:pulumi:prod::p::a:b:C::x" };
        assert.deepEqual(kinds(changes([entry("a:b:C", "x", { size: 1 })], [other])), ["changed x"]);
    });

    it("sees into a Secret by its manifest", () => {
        const secret = entry("kubernetes:core/v1:Secret", "s", { stringData: "[secret]" }, { manifest: "m.yaml" });
        const manifest = (stringData: Record<string, string>) => ({
            ...snapshot([secret]),
            manifests: new Map<string, Json>([["m.yaml", { stringData }]]),
        });
        const result = compare(manifest({ a: "x" }), manifest({ a: "x", b: "y" }));
        assert.deepEqual(result.resources[0]?.fields, [{ path: "stringData.b", after: "y" }]);
    });

    it("leaves out components, which no deployment makes", () => {
        assert.deepEqual(kinds(changes([], [entry("k:x:Component", "x", {}, { custom: false })])), []);
    });

    describe("of violations", () => {
        const pod = (name: string, hash: string) =>
            entry("kubernetes:core/v1:ConfigMap", name, { metadata: { namespace: "a", name: `${name}-${hash}` } });
        const judged = (hash: string, ...violations: Violation[]) => snapshot([pod("x", hash)], { violations });
        const told = (before: Snapshot, after: Snapshot) => {
            const { violated, fixed } = compare(before, after);
            return [violated.map(({ message }) => message), fixed.map(({ message }) => message)];
        };
        const one = (rule: string, message: string, hash = "1") =>
            violation(rule, `a/ConfigMap/x-${hash}`, { message });

        it("tells those that are new and those that are fixed", () => {
            const [before, after] = [
                judged("1", one("r", "p"), one("s", "q")),
                judged("1", one("s", "q"), one("t", "u")),
            ];
            assert.deepEqual(told(before, after), [["u"], ["p"]]);
        });

        it("knows one of a rule again where its place or value has changed", () => {
            const [before, after] = [judged("1", one("r", "[0]: found 1")), judged("1", one("r", "[1]: found 2"))];
            assert.deepEqual(told(before, after), [[], []]);
        });

        it("does not count as fixed what goes with its resource", () => {
            assert.deepEqual(told(judged("1", one("r", "p")), snapshot([])), [[], []]);
        });

        it("counts those of a rule in one resource: a second one is new", () => {
            const before = judged("1", one("r", "b"));
            const after = judged("1", one("r", "a"), one("r", "b"), one("r", "c"));
            assert.deepEqual(told(before, after), [["a", "c"], []]);
            assert.deepEqual(told(after, before), [[], ["a", "c"]]);
        });

        it("knows a resource again whose name has a hash of its content", () => {
            const [before, after] = [judged("1", one("r", "p", "1")), judged("2", one("r", "p", "2"))];
            assert.deepEqual(told(before, after), [[], []]);
        });

        it("knows a resource again by its alias", () => {
            const old = entry("kubernetes:core/v1:ConfigMap", "old", { metadata: { namespace: "a", name: "x" } });
            const renamed = { ...pod("x", "2"), aliases: [old.urn] };
            const before = snapshot([old], { violations: [violation("r", "a/ConfigMap/x")] });
            const after = snapshot([renamed], { violations: [violation("r", "a/ConfigMap/x-2")] });
            assert.deepEqual(told(before, after), [[], []]);
        });

        it("compares what no resource stands for by its name", () => {
            const before = snapshot([], { violations: [violation("r", "a/Pod/in-a-list")] });
            const after = snapshot([], { violations: [violation("r", "a/Pod/in-a-list"), violation("r", "b/Pod/x")] });
            assert.equal(told(before, after)[0]?.length, 1);
        });
    });
});
