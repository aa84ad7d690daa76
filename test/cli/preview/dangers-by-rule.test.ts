import assert from "node:assert/strict";
import { compare } from "../../../cli/preview/diff";
import { snapshot, violation } from "./snapshots";

describe("dangers by rules", () => {
    it("show new violations, the mandatory before the advisory, each with its rule", () => {
        const after = snapshot([], {
            violations: [violation("advises", "a/Pod/x", { level: "advisory" }), violation("demands", "a/Pod/x")],
        });
        assert.deepEqual(compare(snapshot([]), after).dangers, [
            {
                what: "policy violated",
                subject: "a/Pod/x (demands)",
                fields: [],
                why: "spec.x: found 1, expected 2.",
                runbook: "docs/policies.md#demands",
            },
            {
                what: "policy violated",
                subject: "a/Pod/x (advises, advisory)",
                fields: [],
                why: "spec.x: found 1, expected 2.",
                runbook: "docs/policies.md#advises",
            },
        ]);
    });

    it("show a stack that is no longer held to what production is held to", () => {
        const found = compare(snapshot([], { production: true }), snapshot([], { production: false })).dangers;
        assert.deepEqual(
            found.map(({ what, fields }) => ({ what, fields })),
            [
                {
                    what: "weakened",
                    fields: [{ path: "environment", before: "production", after: "development" }],
                },
            ],
        );
        for (const [before, after] of [
            [false, true],
            [true, true],
            [undefined, false],
        ] as const) {
            const as = (production?: boolean) => snapshot([], production === undefined ? {} : { production });
            assert.deepEqual(compare(as(before), as(after)).dangers, []);
        }
    });
});
