import assert from "node:assert/strict";
import { rules } from "../../../policies/rules";
import type { Preview } from "../../../cli/preview/build";
import { html, Markup } from "../../../cli/preview/report/html";
import { layout } from "../../../cli/preview/report/layout";
import { reportPage } from "../../../cli/preview/report/page";
import { topology } from "../../../cli/preview/report/topology";
import { previewFixture } from "./support";

const HOSTILE = `<script>alert("x")</script>'&`;

const row = (from: string, to: string, port = 1) => ({ from, to, port, protocol: "TCP" });

describe("html", () => {
    it("escapes values, in text and in attributes", () => {
        const escaped = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;";
        assert.equal(html`<p title="${HOSTILE}">${HOSTILE}</p>`.text, `<p title="${escaped}">${escaped}</p>`);
    });

    it("joins lists, keeps markup and leaves out what is undefined", () => {
        assert.equal(html`${[1, new Markup("<br>"), ["<"]]}${undefined}`.text, "1<br>&lt;");
    });
});

describe("report.html", () => {
    let preview: Preview;

    before(async () => {
        preview = await previewFixture();
    });

    it("escapes everything that a program can choose", () => {
        const entries = preview.entries.map((entry) => ({
            ...entry,
            name: HOSTILE,
            inputs: { chart: HOSTILE, version: HOSTILE },
        }));
        const objects = preview.objects.map((object) => ({
            ...object,
            name: HOSTILE,
            namespace: HOSTILE,
            kind: HOSTILE,
        }));
        const violation = {
            rule: HOSTILE,
            level: "advisory",
            severity: "low",
            resource: HOSTILE,
            message: HOSTILE,
        } as const;
        const page = reportPage(
            {
                ...preview,
                stack: HOSTILE,
                entries,
                objects,
                connections: [row(HOSTILE, `${HOSTILE}/${HOSTILE}`)],
                violations: [violation],
                messages: [{ level: "warning", text: HOSTILE }],
            },
            rules,
            new Map(objects.map(({ manifest }) => [manifest, HOSTILE])),
        );
        assert(!page.includes("<script"));
        assert(!page.includes(`alert("x")`));
    });

    it("loads nothing from anywhere", () => {
        const page = reportPage(preview, rules, new Map());
        assert.doesNotMatch(page, /<(script|link|img|iframe|object|embed|base)\b|@import|url\((?!#)|\bsrc=/i);
        assert.match(
            page,
            /http-equiv="Content-Security-Policy"\s+content="default-src 'none'; style-src 'unsafe-inline'"/,
        );
    });

    it("follows the reader's setting of light or dark", () => {
        assert.match(reportPage(preview, rules, new Map()), /@media \(prefers-color-scheme: dark\)/);
    });

    it("can be read without seeing the drawing", () => {
        const page = reportPage(preview, rules, new Map());
        assert.match(page, /<html lang="en">/);
        assert.match(page, /<svg[^>]* role="img"[^>]* aria-labelledby="topology-title topology-text"/);
        assert.match(page, /<td>shop\/app<\/td>\s*<td>shop\/store<\/td>\s*<td>5432<\/td>\s*<td>TCP<\/td>/);
    });

    it("has every rule with its result, and what is violated", () => {
        const page = reportPage(preview, rules, new Map());
        rules.forEach(({ id }) => {
            assert(page.includes(`<code>${id}</code>`), id);
        });
        assert.match(
            page,
            /<td class="bad">mandatory<\/td>\s*<td>\w+<\/td>\s*<td>pss-run-as-non-root<\/td>\s*<td>shop\/Deployment\/app<\/td>/,
        );
    });

    it("says what Helm renders at deploy", () => {
        assert.match(reportPage(preview, rules, new Map()), /Rendered at deploy/);
    });
});

describe("the drawing of the connections", () => {
    it("has a box for each end and a line with the ports for each pair", () => {
        const svg = topology([
            row("a/app", "a/db", 5432),
            row("a/app", "a/db", 5433),
            row("internet", "a/app", 443),
        ]).text;
        assert.equal(svg.match(/<rect/g)?.length, 3);
        assert.equal(svg.match(/class="edge"/g)?.length, 2);
        assert.match(svg, /5432\/TCP, 5433\/TCP/);
    });

    it("leaves out servers that are only asked for DNS", () => {
        const svg = topology([row("a/app", "a/db", 5432), row("a/app", "kube-system/kube-dns", 53)]).text;
        assert(!svg.includes("kube-dns"));
    });

    it("says so when there is nothing to draw", () => {
        assert.equal(topology([]) instanceof Markup && topology([]).text, "<p>No connection is allowed.</p>");
    });
});

describe("layout", () => {
    const columns = (...rows: ReturnType<typeof row>[]) =>
        Object.fromEntries(layout(rows).nodes.map(({ name, column }) => [name, column]));

    it("puts who connects left of whom it connects to", () => {
        assert.deepEqual(columns(row("edge", "app"), row("app", "db"), row("edge", "db")), { edge: 0, app: 1, db: 2 });
    });

    it("copes with circles and with who connects to itself", () => {
        assert.deepEqual(columns(row("a", "b"), row("b", "a"), row("b", "b")), { a: 0, b: 1 });
    });

    it("gives everyone in a column a row of its own", () => {
        const { nodes } = layout([row("a", "x"), row("b", "x"), row("c", "x")]);
        assert.deepEqual(
            nodes.filter(({ column }) => column === 0).map((node) => node.row),
            [0, 1, 2],
        );
    });
});
