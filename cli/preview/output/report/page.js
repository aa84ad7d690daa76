"use strict";
// What the page does besides being read; everything is there without it.
(() => {
    const one = (selector) => document.querySelector(selector);
    const all = (selector) => [...document.querySelectorAll(selector)];
    const panel = one("#panel");
    const content = one("#panel-content");
    let opener;

    // A box or a line of the drawing opens a panel: its article, with the manifests that the article names.
    const article = (id) => {
        const found = document.getElementById(id);
        return found && found.matches("#parts article") ? found : undefined;
    };
    const show = (id) => {
        const copy = article(id).cloneNode(true);
        copy.removeAttribute("id");
        const title = copy.querySelector("h3");
        title.id = "panel-title";
        title.tabIndex = -1;
        copy.querySelectorAll("li > a").forEach((link) => {
            const object = document.getElementById(link.hash.slice(1));
            if (object && object.matches("details.object")) {
                const manifest = object.cloneNode(true);
                manifest.removeAttribute("id");
                manifest.hidden = false;
                link.replaceWith(manifest);
            }
        });
        content.replaceChildren(copy);
        if (!panel.open) panel.show();
        panel.scrollTop = 0;
        title.focus({ preventScroll: true });
        light(id, true);
    };
    const close = () => {
        panel.close();
        light("", false);
        if (opener && opener.isConnected) opener.focus();
    };
    document.addEventListener("click", (event) => {
        const link = event.target.closest && event.target.closest("a[href^='#']");
        const id = link && link.getAttribute("href").slice(1);
        if (!id || !article(id) || !(link.matches("svg a") || panel.contains(link))) return;
        event.preventDefault();
        if (!panel.contains(link)) opener = link;
        show(id);
    });
    one("#panel-close").addEventListener("click", close);
    document.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && panel.open) close();
    });

    // What is pointed at stands out with everything that it is connected to.
    const ways = all("svg [data-line]");
    function light(id, on) {
        const near = new Set([id]);
        ways.filter(({ dataset: d }) => [d.line, d.from, d.to].includes(id)).forEach(({ dataset: d }) => {
            // Somebody else's line is not lit because it ends at the same box.
            if (d.line === id || d.from) [d.line, d.from, d.to].forEach((each) => each && near.add(each));
        });
        const drawing = one(".drawing svg");
        if (!drawing) return;
        drawing.classList.toggle("focused", on);
        const boxes = drawing.querySelector("a");
        all("svg [data-line], svg [data-box]").forEach((element) => {
            const { line, box, from, to } = element.dataset;
            const own = [line, from, to].includes(id) || (box ? near.has(box) : !from && near.has(line));
            element.classList.toggle("lit", on && own);
            // Above the lines that it shares its way with.
            if (on && own && from) drawing.insertBefore(element, boxes);
        });
    }
    all("svg a").forEach((link) => {
        const id = link.getAttribute("href").slice(1);
        ["mouseenter", "focus"].forEach((name) => link.addEventListener(name, () => light(id, true)));
        ["mouseleave", "blur"].forEach((name) => link.addEventListener(name, () => light("", false)));
    });

    // The filter over objects.
    const form = one("#filter");
    const objects = all("#object-list > details");
    const filter = () => {
        const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
        const matches = (field, { dataset }) => ["", dataset[field]].includes(form.elements[field].value);
        objects.forEach((object) => {
            const text = words.length === 0 ? "" : object.textContent.toLowerCase();
            object.hidden =
                !matches("namespace", object) ||
                !matches("kind", object) ||
                !words.every((word) => text.includes(word));
        });
        one("#found").textContent = `${objects.filter(({ hidden }) => !hidden).length} of ${objects.length}`;
    };
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());

    // Paper shows everything. Style does it where the browser knows how; this is for the others.
    let closed = [];
    addEventListener("beforeprint", () => {
        closed = all("details:not([open])");
        closed.forEach((each) => (each.open = true));
    });
    addEventListener("afterprint", () => closed.forEach((each) => (each.open = false)));

    // A link to an object opens it, filtered out or not.
    const reveal = () => {
        const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        if (!target) return;
        target.hidden = false;
        for (let each = target; each; each = each.parentElement) if (each.matches("details")) each.open = true;
        target.scrollIntoView();
    };
    addEventListener("hashchange", reveal);
    reveal();
})();
