import assert from "node:assert/strict";
import { changesText } from "../../../cli/preview/changes-text";
import type { Changes, ResourceChange } from "../../../cli/preview/diff";
import { style } from "../../../cli/shared/terminal";

const plain = style({ write: () => true });

function text(changes: Partial<Changes>): string[] {
    const all = { dangers: [], resources: [], opened: [], closed: [], ...changes };
    return changesText(all, "main", plain).trimEnd().split("\n");
}

function changed(fields: ResourceChange["fields"], kind: ResourceChange["kind"] = "changed"): ResourceChange {
    return { kind, type: "kubernetes:core/v1:ConfigMap", name: "app", fields };
}

describe("changesText", () => {
    it("says so when nothing changes", () => {
        assert.deepEqual(text({}), ["No changes against main."]);
    });

    it("puts what is dangerous first", () => {
        const row = { from: "a/app", to: "a/db", port: 1, protocol: "TCP" };
        const lines = text({
            dangers: [{ what: "connection opened", subject: "a/app → a/db 1/TCP" }],
            opened: [row],
            closed: [{ ...row, port: 2 }],
            resources: [
                changed([], "added"),
                changed([{ path: "data.a", before: "1", after: "2" }]),
                changed([], "removed"),
            ],
        });
        assert.deepEqual(lines, [
            "Changes against main",
            "  ! connection opened: a/app → a/db 1/TCP",
            "  - connection closed: a/app → a/db 2/TCP",
            "  + ConfigMap app",
            "  ~ ConfigMap app",
            "      data.a: 1 → 2",
            "  - ConfigMap app",
        ]);
    });

    it("marks a replacement, and what is new or gone", () => {
        const lines = text({
            resources: [
                changed(
                    [
                        { path: "a", after: { b: 1 } },
                        { path: "c", before: true },
                    ],
                    "replaced",
                ),
            ],
        });
        assert.deepEqual(lines.slice(1), [
            "  ± ConfigMap app (replaced)",
            '      a: nothing → {"b":1}',
            "      c: true → nothing",
        ]);
    });

    it("shows the lines of a text that differ", () => {
        const lines = text({ resources: [changed([{ path: "data.conf", before: "a\nb\nc", after: "a\nB\nc" }])] });
        assert.deepEqual(lines.slice(2), ["      data.conf:", "        - b", "        + B"]);
    });

    it("cuts long values and long lists", () => {
        const long = Array.from({ length: 14 }, (_, index) => ({
            path: `f${index}`,
            before: "x".repeat(70),
            after: "y",
        }));
        const lines = text({ resources: [changed(long)] });
        assert.equal(lines[2], `      f0: ${"x".repeat(60)}… → y`);
        assert.equal(lines.at(-1), "      and 2 more fields");
    });
});
