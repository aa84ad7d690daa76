import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { rules } from "../../../../policies/rules";
import { html, Markup } from "../../../../cli/preview/output/report/html";
import { reportPage } from "../../../../cli/preview/output/report/page";
import { previewFixture } from "../support";
import type { Preview } from "../../../../cli/preview/model/preview";

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
        assert.equal(page.match(/<script/g)?.length, 1, "the page's own script is the only one");
        assert.equal(page.match(/<\/script/g)?.length, 1);
        assert(!page.includes(`alert("x")`));
    });

    it("loads nothing from anywhere", () => {
        const page = reportPage(preview, rules, new Map());
        assert.doesNotMatch(page, /<(link|img|iframe|object|embed|base)\b|@import|url\((?!#)|\bsrc=/i);
        const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1] ?? "";
        const script = /<script>(.*)<\/script>/s.exec(page)?.[1] ?? "";
        const hash = createHash("sha256").update(script).digest("base64");
        assert.equal(
            policy,
            `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
        );
    });

    it("follows the reader's setting of light or dark", () => {
        assert.match(reportPage(preview, rules, new Map()), /@media screen and \(prefers-color-scheme: dark\)/);
    });

    it("can be read without seeing the drawing", () => {
        const page = reportPage(preview, rules, new Map());
        assert.match(page, /<html lang="en">/);
        assert.match(page, /<svg[^>]* role="group"[^>]* aria-labelledby="topology-title topology-text"/);
        assert.match(page, /<td>shop\/app<\/td>\s*<td>shop\/store<\/td>\s*<td>5432<\/td>\s*<td>TCP<\/td>\s*<td><\/td>/);
    });

    it("has every rule with its result, and what is violated", () => {
        const page = reportPage(preview, rules, new Map());
        rules.forEach(({ id }) => {
            assert(page.includes(`<code>${id}</code>`), id);
        });
        assert.match(page, /<span class="bad">mandatory<\/span>\s*<b>[^<]+<\/b>\s*<span class="count">×1<\/span>/);
        assert.match(page, /<td>shop\/Deployment\/app<\/td>/);
    });

    it("says what Helm renders at deploy", () => {
        assert.match(reportPage(preview, rules, new Map()), /Rendered at deploy/);
    });

    it("tells by word and colour which violations stop a deployment", () => {
        const found = (level: "mandatory" | "advisory", message: string) => ({
            rule: "image-digest",
            level,
            severity: "low" as const,
            resource: "shop/Deployment/app",
            message,
        });
        const violations = [found("advisory", "a"), found("mandatory", "b"), found("advisory", "c")];
        const page = reportPage({ ...preview, violations }, rules, new Map());
        const counts = (suffix: string) =>
            new RegExp(
                `<p class="bad">1 mandatory violation${suffix}</p>\\s*<p class="warn">2 advisory violations${suffix}</p>`,
            );
        assert.match(page, counts(": image-digest"), "in the article that the panel shows");
        assert.match(page, counts(""), "in the table of rules");
        const advisory = reportPage({ ...preview, violations: [found("advisory", "a")] }, rules, new Map());
        assert.doesNotMatch(advisory, /class="bad"/);
    });

    it("cuts a name that is too long for the drawing, and has it in whole as well", () => {
        const name = "a-long-name-".repeat(20);
        const page = reportPage({ ...preview, connections: [row(`${name}/${name}`, "shop/app")] }, rules, new Map());
        const shown = [...page.matchAll(/<text[^>]*>(a-long[^<]*)<\/text/g)].map(([, text = ""]) => text);
        assert.deepEqual(
            shown,
            ["a-long-name-a-long-name-a-l…", "a-long-name-a-long-name…"],
            "the namespace and the box",
        );
        assert(page.includes(`<title>${name}</title`));
    });

    it("says what many objects violate once, with all of them", () => {
        const violations = Array.from({ length: 60 }, (_, index) => ({
            rule: "image-digest",
            level: "advisory" as const,
            severity: "low" as const,
            resource: `shop/Deployment/app-${index % 20}`,
            message: `image ${index} has no digest`,
        }));
        const page = reportPage({ ...preview, violations }, rules, new Map());
        assert.equal(page.match(/class="finding /g)?.length, 1);
        assert.match(
            page,
            /<span class="count">×60<\/span>\s*<span class="dim"[^>]*>\s*<code>image-digest<\/code>, low, 20 objects/,
        );
        violations.forEach(({ resource, message }) => {
            assert(page.includes(`<td>${resource}</td>`) && page.includes(`<p>${message}</p>`), message);
        });
    });

    it("has each object's manifest, a Secret's without values", () => {
        const manifests = new Map(preview.objects.map(({ manifest, name }) => [manifest, `manifest of ${name}`]));
        const page = reportPage(preview, rules, manifests);
        for (const { kind, name } of preview.objects) {
            assert.equal(page.includes(`manifest of ${name}</pre>`), kind !== "Secret", name);
        }
        assert.match(page, /password: &quot;\[secret\]&quot;/);
        assert.doesNotMatch(page, /placeholderstore|placeholder-smtp/);
    });

    it("lists addresses, images and the keys of secrets", () => {
        const outputs = { addresses: { shop: "https://shop.example.com/", auth: ["https://auth.example.com/"] } };
        const page = reportPage({ ...preview, outputs }, rules, new Map());
        assert.match(page, /<code>https:\/\/shop\.example\.com\/<\/code>/);
        assert.match(page, /<code>https:\/\/auth\.example\.com\/<\/code>/);
        assert.match(page, /<td><code>password, smtp, url<\/code><\/td>\s*<td>this deployment<\/td>/);
        assert.match(page, /<td><span class="warn">by tag only<\/span><\/td>\s*<td>app<\/td>/);
    });

    it("copes with a stack that makes nothing", () => {
        const nothing = { entries: [], objects: [], connections: [], violations: [], messages: [], outputs: {} };
        const page = reportPage({ ...preview, ...nothing }, rules, new Map());
        assert.match(page, /No connection is allowed/);
        assert.doesNotMatch(page, />\s*(undefined|NaN)\s*</);
    });

    it("leads from each box and line of the drawing to an article, and from there to objects that are there", () => {
        const page = reportPage(preview, rules, new Map());
        const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id));
        const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id = ""]) => id);
        assert(links.some((id) => id.startsWith("box-")) && links.some((id) => id.startsWith("line-")));
        assert(links.some((id) => id.startsWith("object-")));
        assert.deepEqual(
            links.filter((id) => !ids.has(id)),
            [],
        );
    });
});
