import assert from "node:assert/strict";
import { judge } from "../../judge";
import { rules } from "../../../../policies/rules";
import { PRODUCTION } from "../../situation";

/** The type token of a kind as rules name it. */
function typeOf(kind: string): string {
    if (kind.includes(":")) {
        return kind;
    }
    const [name = "", ...group] = kind.split(".");
    return `kubernetes:${group.length === 0 ? "core" : group.join(".")}/v1:${name}`;
}

describe("unchecked-kind", () => {
    it("knows what every rule of every area is for", () => {
        const kinds = new Set(rules.flatMap(({ kinds: named }) => (typeof named === "string" ? [] : named)));
        assert.ok(kinds.has("Namespace") && kinds.has("VirtualServer.k8s.nginx.org"));
        for (const kind of kinds) {
            const found = judge([{ type: typeOf(kind), name: "a", props: {} }], PRODUCTION);
            assert.deepEqual(
                found.filter(({ rule }) => rule === "unchecked-kind"),
                [],
                kind,
            );
        }
    });
});
