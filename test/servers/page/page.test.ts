import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { previewFiles } from "../../../cli/preview/output/files";
import { previewOf } from "../../support/preview";
import { Browser } from "./browser";

describe("the page of a preview, in Chromium", function () {
    this.timeout(60_000);
    let folder: string;
    let browser: Browser;

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "page-"));
        writeFileSync(join(folder, "report.html"), previewFiles(await previewOf("dev")).get("report.html") ?? "");
    });
    beforeEach(async () => {
        browser = await Browser.open(join(folder, "report.html"));
    });
    afterEach(async () => {
        await browser.close();
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    /** The article of a box or line, by its heading, and the link in the drawing that opens it. */
    const link = (title: string): string =>
        `document.querySelector('svg a[href="#' + [...document.querySelectorAll("#parts article")].find((each) => ` +
        `each.querySelector("h3").textContent.trim() === ${JSON.stringify(title)}).id + '"]')`;
    const click = (element: string) =>
        browser.run(`${element}.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))`);
    const panelIsOpen = () => browser.run(`document.querySelector("#panel").open`);
    /** The manifests in the panel, as their headings, after each was opened. */
    const manifests = () =>
        browser.run(`[...document.querySelectorAll("#panel-content details")].map((each) => (each.open = true,
            each.querySelector("pre").innerText))`) as Promise<string[]>;
    const visible = () =>
        browser.run(
            `[...document.querySelectorAll("#object-list > details")].filter((each) => each.checkVisibility()).length`,
        );
    const filter = (field: string, value: string) =>
        browser.run(`(() => { const form = document.querySelector("#filter"); form.elements[${JSON.stringify(field)}].value = ${JSON.stringify(value)};
            form.dispatchEvent(new Event("input", { bubbles: true })); return document.querySelector("#found").textContent; })()`) as Promise<string>;

    it("shows the manifests and policies of a box that is clicked", async () => {
        await click(link("kato"));
        assert.equal(await panelIsOpen(), true);
        const shown = (await manifests()).join("\n---\n");
        assert.match(shown, /^kind: Deployment$[^]*^ {2}name: kato$/m);
        assert.match(shown, /^kind: NetworkPolicy$[^]*^ {2}name: kato-to-databases$/m);
    });

    it("shows the NetworkPolicies of a connection that is clicked, out and in", async () => {
        await click(link("kato → redis-kb"));
        const shown = await manifests();
        assert.equal(shown.length, 2);
        assert.match(shown[0] ?? "", /name: kato-to-databases/);
        assert.match(shown[1] ?? "", /name: allow-ingress-to-redis-kb/);
    });

    it("lights what the box is connected to, and puts it out again", async () => {
        await click(link("redis-kb"));
        const lit = () => browser.run(`document.querySelectorAll("svg .lit").length`);
        assert.ok(Number(await lit()) > 2);
        await click(`document.querySelector("#panel-close")`);
        assert.equal(await panelIsOpen(), false);
        await browser.run(`document.activeElement.blur()`);
        assert.equal(await lit(), 0);
    });

    it("is used by keyboard: Enter opens, Escape closes and goes back to where one was", async () => {
        await browser.run(`${link("mongo-kb")}.focus()`);
        await browser.press("Enter");
        assert.equal(await panelIsOpen(), true);
        assert.equal(await browser.run(`document.activeElement.textContent.trim()`), "mongo-kb");
        await browser.press("Escape");
        assert.equal(await panelIsOpen(), false);
        assert.equal(await browser.run(`document.activeElement === ${link("mongo-kb")}`), true);
    });

    it("filters objects by namespace, kind and words", async () => {
        const all = Number(await visible());
        assert.equal(await filter("words", ""), `${all} of ${all}`);
        assert.equal(await filter("kind", "StatefulSet"), `4 of ${all}`);
        assert.equal(await filter("namespace", "kratos"), `1 of ${all}`);
        assert.equal(await visible(), 1);
        assert.equal(await filter("words", "kratos-postgres statefulset"), `1 of ${all}`);
        assert.equal(await filter("words", "no such word"), `0 of ${all}`);
    });

    it("opens an object that a link leads to, also one that is filtered out", async () => {
        await filter("words", "no such word");
        const hash = `document.querySelector("#object-list > details").id`;
        await browser.run(
            `new Promise((done) => { addEventListener("hashchange", done, { once: true }); location.hash = ${hash}; })`,
        );
        assert.equal(await visible(), 1);
        assert.equal(await browser.run(`document.querySelector("#object-list > details").open`), true);
    });

    it("prints everything, and closes it again afterwards", async () => {
        await filter("words", "no such word");
        await browser.run(`dispatchEvent(new Event("beforeprint"))`);
        await browser.media("print");
        const shown = `[...document.querySelectorAll("#object-list > details pre")].filter((each) => each.checkVisibility() && each.innerText.includes("kind:")).length`;
        assert.equal(
            await browser.run(shown),
            await browser.run(`document.querySelectorAll("#object-list > details").length`),
        );
        await browser.media("");
        await browser.run(`dispatchEvent(new Event("afterprint"))`);
        assert.equal(await browser.run(`document.querySelectorAll("#object-list > details[open]").length`), 0);
    });
});
