import assert from "node:assert/strict";
import { changesText } from "../../../../cli/preview/output/changes-text";
import type { Changes, Danger, ResourceChange } from "../../../../cli/preview/compare/changes";
import { style } from "../../../../cli/shared/terminal";
import { violation } from "../snapshots";

const plain = style({ write: () => true });

function text(changes: Partial<Changes>): string[] {
    const all = { dangers: [], resources: [], opened: [], closed: [], violated: [], fixed: [], ...changes };
    return changesText(all, "main", plain).trimEnd().split("\n");
}

function changed(fields: ResourceChange["fields"], kind: ResourceChange["kind"] = "changed"): ResourceChange {
    return { kind, type: "kubernetes:core/v1:ConfigMap", name: "app", fields };
}

describe("changesText", () => {
    it("says so when nothing changes", () => {
        assert.deepEqual(text({}), ["No changes against main."]);
    });

    it("puts what is dangerous first, under a heading of its own", () => {
        const row = { from: "a/app", to: "a/db", port: 1, protocol: "TCP" };
        const lines = text({
            dangers: [
                {
                    what: "shrunk",
                    subject: "PersistentVolumeClaim data",
                    fields: [{ path: "spec.storage", before: "20Gi", after: "10Gi" }],
                    why: "It cannot.",
                    runbook: "docs/runbooks/postgres.md",
                },
                { what: "connection opened", subject: "a/app → a/db 1/TCP", fields: [], why: "It opens." },
            ],
            opened: [row],
            closed: [{ ...row, port: 2 }],
            resources: [
                changed([], "added"),
                changed([{ path: "data.a", before: "1", after: "2" }]),
                changed([], "removed"),
            ],
        });
        assert.deepEqual(lines, [
            "Dangerous changes against main",
            "  ! shrunk: PersistentVolumeClaim data",
            "      spec.storage: 20Gi → 10Gi",
            "      It cannot. See docs/runbooks/postgres.md.",
            "  ! connection opened: a/app → a/db 1/TCP",
            "      It opens.",
            "",
            "Changes against main",
            "  - connection closed: a/app → a/db 2/TCP",
            "  + ConfigMap app",
            "  ~ ConfigMap app",
            "      data.a: 1 → 2",
            "  - ConfigMap app",
        ]);
    });

    it("says the reason once for dangers one after the other that share it, page and all", () => {
        const lost = { what: "removed", fields: [], why: "It is gone." } as const;
        const lines = text({
            dangers: [
                { ...lost, subject: "a" },
                { ...lost, subject: "b" },
                { ...lost, subject: "c", runbook: "docs/c.md" },
                { ...lost, subject: "d" },
            ],
            resources: [changed([])],
        });
        assert.deepEqual(lines.slice(1, 8), [
            "  ! removed: a",
            "  ! removed: b",
            "      It is gone.",
            "  ! removed: c",
            "      It is gone. See docs/c.md.",
            "  ! removed: d",
            "      It is gone.",
        ]);
    });

    it("shows dangers and fixed violations where no resource changes", () => {
        const danger = { what: "weakened", subject: "the stack", fields: [], why: "It is." } as const;
        const fixed = violation("read-only-root-filesystem", "a/Pod/x");
        assert.deepEqual(text({ dangers: [danger] })[1], "  ! weakened: the stack");
        assert.deepEqual(text({ fixed: [fixed] }), [
            "Changes against main",
            "  - violation fixed: a/Pod/x (read-only-root-filesystem)",
        ]);
    });

    it("has no such heading where nothing is", () => {
        assert.equal(text({ resources: [changed([], "added")] })[0], "Changes against main");
    });

    it("shows the whole of a dangerous value: what were cut off may be the version", () => {
        const image = `mirror.example/${"x".repeat(60)}/redis:8.10.0`;
        const danger: Danger = {
            what: "downgraded",
            subject: "StatefulSet redis-kb",
            fields: [{ path: "image", before: image, after: "redis:7" }],
            why: "",
        };
        assert.equal(text({ dangers: [danger], resources: [changed([])] })[2], `      image: ${image} → redis:7`);
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
