import assert from "node:assert/strict";
import { comment, LONGEST_COMMENT } from "../../../cli/comment/render";
import type { Changes } from "../../../cli/preview/compare/changes";
import { violation } from "../preview/snapshots";
import { compared, danger, HOSTILE, resource, row } from "./reports";

describe("the comment, whatever it is given,", () => {
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
