import assert from "node:assert/strict";
import { type Changes, compare, type Snapshot } from "../../../cli/preview/diff";
import type { ResourceEntry } from "../../../cli/preview/entries";
import type { ConnectionRow } from "../../../cli/preview/run";
import type { Json } from "../../../cli/preview/wire";

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet";
const PASSWORD = "random:index/randomPassword:RandomPassword";

function entry(
    type: string,
    name: string,
    inputs: Record<string, Json> = {},
    more: Partial<ResourceEntry> = {},
): ResourceEntry {
    return {
        urn: `urn:pulumi:dev::p::${type}::${name}`,
        type,
        name,
        parent: null,
        custom: true,
        inputs,
        protect: false,
        retainOnDelete: false,
        dependsOn: [],
        ...more,
    };
}

function snapshot(resources: ResourceEntry[], connections: ConnectionRow[] = []): Snapshot {
    return { resources, connections, manifests: new Map() };
}

function changes(before: ResourceEntry[], after: ResourceEntry[]): Changes {
    return compare(snapshot(before), snapshot(after));
}

const kinds = ({ resources }: Changes) => resources.map(({ kind, name }) => `${kind} ${name}`);
const dangers = ({ dangers: list }: Changes) => list.map(({ what, subject }) => `${what}: ${subject}`);

describe("the comparison of two previews", () => {
    it("finds nothing between equals", () => {
        const one = entry(CLAIM, "data", { spec: { a: [1, { b: "c" }] } });
        assert.deepEqual(changes([one], [structuredClone(one)]), {
            dangers: [],
            resources: [],
            opened: [],
            closed: [],
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

    it("warns of what holds data and is removed", () => {
        const holders = [CLAIM, NAMESPACE, STATEFUL_SET, PASSWORD].map((type) => entry(type, "x"));
        assert.deepEqual(dangers(changes([...holders, entry("kubernetes:core/v1:Service", "x")], [])), [
            "removed: PersistentVolumeClaim x",
            "removed: Namespace x",
            "removed: StatefulSet x",
            "removed: RandomPassword x",
        ]);
    });

    const replacing: [string, string, Record<string, Json>, Record<string, Json>][] = [
        ["a claim of another class", CLAIM, { spec: { storageClassName: "a" } }, { spec: { storageClassName: "b" } }],
        ["a claim of another name", CLAIM, { metadata: { name: "a" } }, { metadata: { name: "b" } }],
        ["a namespace of another name", NAMESPACE, { metadata: { name: "a" } }, { metadata: { name: "b" } }],
        ["a StatefulSet with another selector", STATEFUL_SET, { spec: { selector: 1 } }, { spec: { selector: 2 } }],
        ["a password of another length", PASSWORD, { length: 32 }, { length: 43 }],
    ];
    for (const [what, type, before, after] of replacing) {
        it(`warns of ${what}: it is replaced`, () => {
            const result = changes([entry(type, "x", before)], [entry(type, "x", after)]);
            assert.deepEqual(kinds(result), ["replaced x"]);
            assert.equal(result.dangers[0]?.what, "replaced");
        });
    }

    const updating: [string, string, Record<string, Json>, Record<string, Json>][] = [
        ["a larger claim", CLAIM, { spec: { resources: { a: 1 } } }, { spec: { resources: { a: 2 } } }],
        ["a namespace's labels", NAMESPACE, { metadata: { labels: { a: "1" } } }, { metadata: { labels: { a: "2" } } }],
        [
            "a StatefulSet's template",
            STATEFUL_SET,
            { spec: { template: 1, replicas: 1 } },
            { spec: { template: 2, replicas: 2 } },
        ],
    ];
    for (const [what, type, before, after] of updating) {
        it(`does not warn of ${what}: it changes in place`, () => {
            const result = changes([entry(type, "x", before)], [entry(type, "x", after)]);
            assert.deepEqual(kinds(result), ["changed x"]);
            assert.deepEqual(result.dangers, []);
        });
    }

    it("warns of lost protection", () => {
        const result = changes([entry("a:b:C", "x", {}, { protect: true })], [entry("a:b:C", "x")]);
        assert.deepEqual(dangers(result), ["protection lost: C x"]);
        assert.deepEqual(result.resources[0]?.fields, [{ path: "options.protect", before: true, after: false }]);
    });

    it("warns of opened connections and tells closed ones", () => {
        const row = (to: string, port: number): ConnectionRow => ({ from: "a/app", to, port, protocol: "TCP" });
        const result = compare(
            snapshot([], [row("a/db", 1), row("a/db", 2)]),
            snapshot([], [row("a/db", 2), row("a/cache", 3)]),
        );
        assert.deepEqual(dangers(result), ["connection opened: a/app → a/cache 3/TCP"]);
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
});
