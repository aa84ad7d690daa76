import assert from "node:assert/strict";
import type { Environment } from "../../../../environments";
import { compare } from "../../../../cli/preview/compare/diff";
import { snapshot, violation } from "../snapshots";

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
        const found = compare(
            snapshot([], { environment: "production" }),
            snapshot([], { environment: "development" }),
        ).dangers;
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
            ["development", "staging"],
            ["staging", "production"],
            ["production", "production"],
            [undefined, "development"],
            ["production", undefined],
        ] as const) {
            const as = (environment?: Environment) => snapshot([], environment === undefined ? {} : { environment });
            assert.deepEqual(compare(as(before), as(after)).dangers, []);
        }
        for (const [before, after] of [
            ["production", "staging"],
            ["staging", "development"],
        ] as const) {
            const [danger] = compare(
                snapshot([], { environment: before }),
                snapshot([], { environment: after }),
            ).dangers;
            assert.deepEqual(danger?.fields, [{ path: "environment", before, after }]);
        }
    });
});
