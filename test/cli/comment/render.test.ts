import assert from "node:assert/strict";
import { comment, LONGEST_COMMENT, MARKER } from "../../../cli/comment/render";
import type { Changes, Danger, ResourceChange } from "../../../cli/preview/changes";
import { violation } from "../preview/snapshots";
import { compared, HOSTILE } from "./reports";

const row = { from: "kato/kato", to: "kato/redis-kb", port: 6379, protocol: "TCP" };

function resource(kind: ResourceChange["kind"], name: string, fields: ResourceChange["fields"] = []): ResourceChange {
    return { kind, type: "kubernetes:core/v1:ConfigMap", name, fields };
}

function danger(subject: string, more: Partial<Danger> = {}): Danger {
    return { what: "removed", subject, fields: [], why: "It is gone.", ...more };
}

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
            `  - Why: It is gone. See ${page}.\n` +
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
                    "- new, mandatory: `r` in `kato/Pod/x`\n  - spec.x: found 1, expected 2.\n" +
                        "- fixed, advisory: `s` in `kato/Pod/y`\n  - spec.x: found 1, expected 2.\n",
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

    it("is never longer than GitHub takes, keeps what is dangerous and says that it is cut", () => {
        assert.equal(LONGEST_COMMENT, 65_536);
        const many = (count: number): Partial<Changes> => ({
            dangers: Array.from({ length: count }, (_, index) => danger(`danger ${index}`, { why: `Why ${index}.` })),
            resources: Array.from({ length: 500 }, (_, index) => resource("added", `${"x".repeat(150)}${index}`)),
            opened: Array.from({ length: 500 }, (_, port) => ({ ...row, port })),
        });
        const few = comment([compared("prod", many(3))], { report: "https://x.example" });
        assert.ok(few.length > 60_000 && few.length <= LONGEST_COMMENT, `${few.length}`);
        assert.match(few, /\n- and \d+ more\n\n<\/details>\n/);
        assert.match(few, /This is not all: it would be longer than a comment may be\./);
        const much = comment([compared("prod", many(5000)), compared("dev", many(5000))], {});
        assert.ok(much.length <= LONGEST_COMMENT);
        assert.match(much, /danger 500`/);
        assert.match(much, /\n- and \d+ more\n/);
        for (const text of [few, much]) {
            assert.equal(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length);
            assert.match(text, /in (the run's artifact|\[.*\]\(.*\))\.<\/sub>\n$/);
        }
    });

    it("stays within its limit whatever one value holds, and with any number of stacks", () => {
        const huge = "`".repeat(100_000);
        const report = compared("x".repeat(100), {
            dangers: [danger(huge, { why: huge, fields: [{ path: huge, before: huge, after: huge }] })],
            resources: [resource("changed", huge, [{ path: huge, before: `${huge}\n`, after: `\n${huge}a` }])],
        });
        assert.ok(
            comment(
                Array.from({ length: 50 }, () => report),
                {},
            ).length <= LONGEST_COMMENT,
        );
    });

    it("lets no text of a stranger out of where it stands", () => {
        const fields = [
            { path: HOSTILE, before: HOSTILE, after: `${HOSTILE}\n` },
            { path: HOSTILE, after: HOSTILE },
        ];
        const text = comment(
            [
                compared("dev", {
                    dangers: [danger(HOSTILE, { fields, why: HOSTILE })],
                    resources: [{ kind: "changed", type: HOSTILE, name: HOSTILE, fields }],
                    opened: [{ from: HOSTILE, to: HOSTILE, port: 1, protocol: HOSTILE }],
                    violated: [violation(HOSTILE, HOSTILE, { message: HOSTILE })],
                }),
                { stack: "b", state: "failed", error: HOSTILE },
            ],
            {},
        );
        const rest = outside(text);
        // Mentions, references, tags, links, emphasis and headings that are not the comment's own.
        assert.deepEqual(rest.match(/@(?!<)|#1|<script|\]\(|https?:\/|\*\*x|^#+ Approved|^ *- \[x|\u202e/gm), null);
        assert.equal(rest.match(/<!--/g)?.length, 1);
        assert.equal(rest.match(/<\/?details>/g)?.length, 2 * 3);
    });
});

/** What Markdown does not take literally: all but code. */
function outside(markdown: string): string {
    return markdown
        .replace(/^( *)(`{3,})\w+\n[^]*?^\1\2$/gm, "")
        .replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, "")
        .replace(/\\[\\`*_[\]|~!&]/g, "");
}
