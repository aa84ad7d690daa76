import assert from "node:assert/strict";
import { comment, MARKER } from "../../../cli/comment/render";
import type { Changes, ResourceChange } from "../../../cli/preview/compare/changes";
import { violation } from "../preview/snapshots";
import { compared, danger, resource, row } from "./reports";

describe("the comment", () => {
    it("is short where nothing changes", () => {
        assert.equal(
            comment([compared("dev"), compared("prod", {}, 0, 17)], {}),
            "<!-- kato-platform: preview -->\n" +
                "### What this pull request changes\n\n" +
                "Nothing: every resource, connection and violation of `dev`, `prod` stays as it is.\n\n" +
                "<sub>Manifests, topology and every violation are in the run's artifact.</sub>\n",
        );
    });

    it("begins with what the next run finds it by", () => {
        assert.equal(MARKER, "<!-- kato-platform: preview -->");
        assert.ok(comment([compared("dev", { opened: [row] })], {}).startsWith(`${MARKER}\n`));
    });

    it("has one line for each stack", () => {
        const changes: Changes = {
            dangers: [danger("a")],
            resources: [
                resource("added", "a"),
                resource("added", "b"),
                resource("changed", "c"),
                resource("replaced", "d"),
                resource("removed", "e"),
            ],
            opened: [row],
            closed: [row, row],
            violated: [violation("r", "a"), violation("r", "b", { level: "advisory" })],
            fixed: [violation("r", "c")],
        };
        const totals = { resources: 196, connections: 30, mandatory: 0, advisory: 17 };
        const text = comment(
            [
                compared("prod", changes, 1, 17),
                compared("dev"),
                { stack: "eu", state: "alone", ...totals },
                { stack: "us", state: "alone", error: "x", ...totals },
                { stack: "broken", state: "failed", error: "x" },
                { stack: "old", state: "removed" },
            ],
            {},
        );
        assert.deepEqual(
            text.split("\n").filter((line) => line.startsWith("|")),
            [
                "| stack | resources | connections | policy violations | dangerous |",
                "| --- | --- | --- | --- | --- |",
                "| `prod` | 2 added, 1 changed, 1 replaced, 1 removed | 1 opened, 2 closed | 1 new mandatory, 1 new advisory, 1 fixed; 1 mandatory, 17 advisory in all | **1** |",
                "| `dev` | no change | no change | none | nothing |",
                "| `eu` | new stack, 196 in all | 30 in all | 17 advisory in all |  |",
                "| `us` | **not compared**, 196 in all | 30 in all | 17 advisory in all |  |",
                "| `broken` | **cannot be previewed** |  |  |  |",
                "| `old` | its file is gone; what is deployed stays |  |  |  |",
            ],
        );
    });

    it("says what keeps a stack from being previewed or compared", () => {
        const totals = { resources: 1, connections: 1, mandatory: 0, advisory: 0 };
        const text = comment(
            [
                { stack: "a", state: "failed", error: "The configuration has 1 problem.\n\n  kato.image" },
                { stack: "b", state: "alone", error: "out of order", ...totals },
            ],
            {},
        );
        assert.ok(
            text.includes(
                "\n#### `a` cannot be previewed\n\n```text\nThe configuration has 1 problem.\n\n  kato.image\n```\n",
            ),
        );
        assert.ok(
            text.includes(
                "\n#### `b` cannot be compared: it could not be previewed as it was\n\n```text\nout of order\n```\n",
            ),
        );
    });

    it("shows what is dangerous, why, and where it says what to do", () => {
        const dangers = [
            danger("PersistentVolumeClaim data", {
                what: "shrunk",
                fields: [{ path: "spec.storage", before: "20Gi", after: "10Gi" }],
                runbook: "docs/runbooks/postgres.md",
            }),
            danger("a/app → a/db 1/TCP", { what: "connection opened", why: "It opens." }),
        ];
        const text = (pages?: string) => comment([compared("prod", { dangers })], pages === undefined ? {} : { pages });
        const lines = (page: string) =>
            "\n#### `prod`: 2 dangerous changes\n\n" +
            "- **shrunk** `PersistentVolumeClaim data`\n" +
            "  - `spec.storage`: `20Gi` → `10Gi`\n" +
            `  - Why: It is gone.\n  - See ${page}\n` +
            "- **connection opened** `a/app → a/db 1/TCP`\n" +
            "  - Why: It opens.\n";
        assert.ok(text().includes(lines("`docs/runbooks/postgres.md`")));
        const pages = "https://github.com/o/n/blob/main/";
        assert.ok(text(pages).includes(lines(`[docs/runbooks/postgres.md](${pages}docs/runbooks/postgres.md)`)));
    });

    it("says a reason once for those one after the other that share it", () => {
        const dangers = [danger("a"), danger("b"), danger("c", { why: "Other." }), danger("d")];
        const text = comment([compared("prod", { dangers })], {});
        assert.ok(
            text.includes(
                "- **removed** `a`\n- **removed** `b`\n  - Why: It is gone.\n" +
                    "- **removed** `c`\n  - Why: Other.\n- **removed** `d`\n  - Why: It is gone.\n",
            ),
        );
    });

    it("folds the rest: by kind of change, then connections and violations", () => {
        const text = comment(
            [
                compared("prod", {
                    resources: [resource("removed", "gone"), resource("added", "new"), resource("changed", "same")],
                    opened: [row],
                    closed: [{ ...row, port: 1 }],
                    violated: [violation("r", "kato/Pod/x")],
                    fixed: [violation("s", "kato/Pod/y", { level: "advisory" })],
                }),
            ],
            {},
        );
        const folds = [...text.matchAll(/<details>\n<summary>(.*)<\/summary>\n\n([^]*?)\n<\/details>\n/g)];
        assert.deepEqual(
            folds.map(([, summary, body]) => [summary, body]),
            [
                ["<code>prod</code>: 1 added", "- `ConfigMap new`\n"],
                ["<code>prod</code>: 1 changed", "- `ConfigMap same`\n"],
                ["<code>prod</code>: 1 removed", "- `ConfigMap gone`\n"],
                [
                    "<code>prod</code>: 2 connections",
                    "- opened `kato/kato → kato/redis-kb 6379/TCP`\n- closed `kato/kato → kato/redis-kb 1/TCP`\n",
                ],
                [
                    "<code>prod</code>: 2 policy violations",
                    "- new, mandatory: `r` in `kato/Pod/x`\n- fixed, advisory: `s` in `kato/Pod/y`\n",
                ],
            ],
        );
    });

    it("shows fields: values, what is new or gone, and lines of texts", () => {
        const fields = [
            { path: "a", before: "1", after: { b: [true] } },
            { path: "new", after: 1 },
            { path: "gone", before: null },
            { path: "text", before: "same\nold", after: "same\nnew" },
        ];
        const text = comment([compared("dev", { resources: [resource("changed", "x", fields)] })], {});
        assert.ok(
            text.includes(
                '- `ConfigMap x`\n  - `a`: `1` → `{"b":[true]}`\n  - `new`: nothing → `1`\n  - `gone`: `null` → nothing\n' +
                    "  - `text`:\n\n    ```diff\n    - old\n    + new\n    ```\n",
            ),
        );
    });

    it("shows of a Secret that it changes, not what is in it", () => {
        const fields = [
            { path: "metadata.name", before: "a", after: "b" },
            { path: "data.key", before: "cGxhY2Vob2xkZXI=" },
            { path: 'stringData["a.json"]', before: "one\ntwo", after: "one\nthree" },
        ];
        const secret = { kind: "changed", type: "kubernetes:core/v1:Secret", name: "x", fields } as const;
        assert.ok(
            comment([compared("dev", { resources: [secret] })], {}).includes(
                "- `Secret x`\n  - `metadata.name`: `a` → `b`\n  - `data.key`: `[secret]` → nothing\n" +
                    '  - `stringData["a.json"]`: `[secret]` → `[secret]`\n',
            ),
        );
    });

    it("counts the fields and lines that it does not show", () => {
        const fields = Array.from({ length: 14 }, (_, index) => ({ path: `f${index}`, after: 1 }));
        const lines = Array.from({ length: 25 }, (_, index) => `line ${index}`).join("\n");
        const text = (changes: ResourceChange["fields"]) =>
            comment([compared("dev", { resources: [resource("changed", "x", changes)] })], {});
        assert.match(text(fields), /`f11`.*\n {2}- and 2 more fields\n/);
        assert.match(text([{ path: "t", before: "a\nb", after: lines }]), /\n {4}and 7 more lines\n {4}```/);
    });

    it("says of which commit it is, and where the report is", () => {
        const context = { commit: "0123456789abcdef0123", report: "https://github.com/o/n/actions/runs/1" };
        assert.ok(
            comment([compared("dev")], context).endsWith(
                "<sub>Of `0123456789ab`. Manifests, topology and every violation are in [the run's artifact](https://github.com/o/n/actions/runs/1).</sub>\n",
            ),
        );
    });
});
