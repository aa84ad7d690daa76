import assert from "node:assert/strict";
import { rules } from "../../../policies/rules";
import type { Preview } from "../../../cli/preview/build";
import { html, Markup } from "../../../cli/preview/report/html";
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
    const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]+)</g)].map(([, text = ""]) => text);

    it("has a band for each namespace, a box with its ports for each end and a line for each pair", () => {
        const svg = topology([
            row("a/app", "b/db", 5433),
            row("a/app", "b/db", 5432),
            row("internet", "a/app", 443),
        ]).text;
        assert.equal(svg.match(/class="lane"/g)?.length, 2);
        assert.equal(svg.match(/class="node"/g)?.length, 2);
        assert.equal(svg.match(/class="node outside"/g)?.length, 1);
        assert.equal(svg.match(/class="edge"/g)?.length, 2);
        assert.deepEqual(texts(svg), ["a", "b", "app", "port 443", "db", "ports 5432, 5433", "internet", "outside"]);
    });

    it("writes ports on a line only where the box at its end has more", () => {
        const svg = topology([row("a/app", "a/db", 5432), row("a/monitor", "a/db", 9187)]).text;
        assert.deepEqual(texts(svg).slice(-2), ["5432", "9187"]);
    });

    it("draws who is outside and goes both ways twice, beside the namespaces", () => {
        const svg = topology([row("api", "a/webhook", 10250), row("a/webhook", "api", 443)]).text;
        const [, left, width] = /class="lane"[^<]*<rect x="(\d+)" y="\d+" width="(\d+)"/.exec(svg) ?? [];
        const boxes = [...svg.matchAll(/class="node outside"[^<]*<rect x="(\d+)" y="-?\d+" width="(\d+)"/g)];
        const [from, to] = boxes.map(([, x, wide]) => ({ from: Number(x), to: Number(x) + Number(wide) }));
        assert.deepEqual(texts(svg), ["a", "api", "outside", "webhook", "port 10250", "api", "outside, port 443"]);
        assert(from !== undefined && from.to < Number(left), "the caller is left of the namespace");
        assert(to !== undefined && to.from > Number(left) + Number(width), "the called is right of the namespace");
    });

    it("draws what goes back and what goes to itself", () => {
        const svg = topology([row("a/x", "a/y"), row("a/y", "a/x"), row("a/y", "a/y")]).text;
        assert.equal(svg.match(/class="edge"/g)?.length, 3);
        assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    });

    it("copes with a table of addresses alone", () => {
        assert.doesNotMatch(topology([row("internet", "elsewhere")]).text, /NaN|undefined|Infinity/);
    });

    it("leaves out servers that are only asked for DNS", () => {
        const svg = topology([row("a/app", "a/db", 5432), row("a/app", "kube-system/kube-dns", 53)]).text;
        assert(!svg.includes("kube-dns"));
    });

    it("says so when there is nothing to draw", () => {
        assert.equal(topology([]) instanceof Markup && topology([]).text, "<p>No connection is allowed.</p>");
    });
});
