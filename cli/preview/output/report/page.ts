import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../../../../policies/engine/rule";
import type { KubernetesObject } from "../../model/objects";
import { releases } from "../../model/releases";
import { bytesText, countLevels, deniedText } from "../summary";
import { graph, type Graph } from "./graph";
import { html, Markup, table } from "./html";
import { listsSection } from "./lists";
import { objectIds, objectsSection } from "./objects";
import { parts } from "./parts";
import { policySection } from "./policies";
import { legend, topology } from "./topology";
import type { Preview } from "../../model/preview";
import { dnsServers, withoutDns } from "../../model/connections";
import { NETWORK_FILE, VALUES_FILE } from "../../model/file-names";

const file = (name: string): string => readFileSync(join(__dirname, name), "utf8");

/** report.html: one page that loads nothing. `manifests` are the objects' files by path. */
export function reportPage(preview: Preview, rules: readonly Rule[], manifests: ReadonlyMap<string, string>): string {
    const { project, stack, connections, objects } = preview;
    const drawn = graph(connections, objects);
    const ids = objectIds(objects);
    const [style, script] = [file("page.css"), file("page.js")];
    // Nothing is loaded, and of all scripts only this one runs, whatever a value may hold.
    const hash = createHash("sha256").update(script).digest("base64");
    const allowed = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
    return html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta http-equiv="Content-Security-Policy" content="${new Markup(allowed)}" />
                <title>${project}, stack ${stack}</title>
                <style>
                    ${new Markup(style)}
                </style>
            </head>
            <body>
                <header>
                    <h1>${project}, stack ${stack}</h1>
                    <p class="dim">
                        A preview of what a deployment would make. Nothing was deployed; secrets are placeholders.
                    </p>
                    ${tiles(preview)}
                </header>
                <nav aria-label="On this page">
                    ${SECTIONS.map(([id, title]) => html`<a href="#${id}">${title}</a> `)}
                </nav>
                <main>
                    ${messages(preview)} ${topologySection(preview, drawn, ids)} ${policySection(preview, rules)}
                    ${listsSection(preview)} ${objectsSection(preview, manifests, ids)} ${releasesSection(preview)}
                    ${othersSection(preview)}
                </main>
                <dialog id="panel" aria-labelledby="panel-title">
                    <button type="button" id="panel-close">Close</button>
                    <div id="panel-content"></div>
                </dialog>
                ${new Markup(`<script>${script}</script>`)}
            </body>
        </html> `.text;
}

const SECTIONS = [
    ["topology", "Connections"],
    ["policies", "Policies"],
    ["lists", "Addresses, images, secrets"],
    ["objects", "Objects"],
    ["others", "Other resources"],
] as const;

function tiles({ resources, objects, connections, violations, totals }: Preview): Markup {
    const { mandatory, advisory } = countLevels(violations);
    const tile = (title: string, value: string | number) =>
        html`<div>
            <dt>${title}</dt>
            <dd>${value}</dd>
        </div>`;
    return html`<dl>
            ${tile("Resources", resources.length)}${tile("Kubernetes objects", objects.length)}${tile("Connections besides DNS", withoutDns(connections).length)}
            ${tile("Mandatory violations", mandatory)}${tile("Advisory violations", advisory)}
            ${tile("CPU requested", totals.cpu)}${tile("Memory requested", bytesText(totals.memory))}${tile("Storage", bytesText(totals.storage))}
        </dl>
        <p class="dim">Requests count all replicas, without Jobs and without what charts bring.</p>`;
}

function messages({ messages: list }: Preview): Markup | undefined {
    if (list.length === 0) {
        return undefined;
    }
    return html`<section aria-labelledby="messages">
        <h2 id="messages">Said by the program</h2>
        <ul>
            ${list.map(({ level, text }) => html`<li><span class="${level === "info" ? "dim" : "warn"}">${level}</span> ${text}</li>`)}
        </ul>
    </section>`;
}

function topologySection(preview: Preview, drawn: Graph, ids: ReadonlyMap<KubernetesObject, string>): Markup {
    const { connections } = preview;
    const servers = dnsServers(connections);
    const dns =
        servers.length === 0
            ? undefined
            : html` Not drawn: whoever may connect to anything may also ask DNS (${servers.join(", ")}).`;
    const owners =
        preview.existingController &&
        html` For whoever runs that controller: <a href="${VALUES_FILE}">${VALUES_FILE}</a> and
            <a href="${NETWORK_FILE}">${NETWORK_FILE}</a>.`;
    return html`<section aria-labelledby="topology">
        <h2 id="topology">Connections</h2>
        <p>This is what is allowed, in and out; ${deniedText(preview)}.${owners}${dns}</p>
        <input type="checkbox" id="enlarge" class="only-narrow" /><label for="enlarge" class="only-narrow"
            >Enlarge the drawing; it scrolls then</label
        >
        <div class="drawing" tabindex="0" role="region" aria-label="Drawing of the connections">${topology(drawn)}</div>
        ${drawn.vertices.length === 0 ? undefined : legend()} ${parts({ preview, drawn, ids })}
        <details>
            <summary>All ${connections.length} connections as a table</summary>
            ${table(
                ["From", "To", "Port", "Protocol", "TLS"],
                connections.map(
                    ({ from, to, port, protocol, tls }) =>
                        html`<tr>
                            <td>${from}</td>
                            <td>${to}</td>
                            <td>${port}</td>
                            <td>${protocol}</td>
                            <td>${tls ? "yes" : ""}</td>
                        </tr>`,
                ),
            )}
        </details>
    </section>`;
}

function releasesSection({ entries }: Preview): Markup | undefined {
    const list = releases(entries);
    if (list.length === 0) {
        return undefined;
    }
    return html`<section aria-labelledby="releases">
        <h2 id="releases">Helm releases</h2>
        <p>Rendered at deploy: what these charts make is in no manifest, and policies see their values only.</p>
        ${table(
            ["Release", "Namespace", "Chart", "Version"],
            list.map(
                ({ name, namespace, chart, version }) =>
                    html`<tr>
                        <td>${name}</td>
                        <td>${namespace}</td>
                        <td>${chart}</td>
                        <td>${version}</td>
                    </tr>`,
            ),
        )}
    </section>`;
}

function othersSection({ entries, objects }: Preview): Markup {
    const shown = new Set(objects.map(({ urn }) => urn));
    const others = entries.filter(({ urn, custom, rendered }) => custom && !shown.has(urn) && rendered === undefined);
    return html`<section aria-labelledby="others">
        <h2 id="others">Other resources</h2>
        ${table(
            ["Type", "Name", "Protected"],
            others.map(
                ({ type, name, protect }) =>
                    html`<tr>
                        <td><code>${type}</code></td>
                        <td>${name}</td>
                        <td>${protect ? "yes" : ""}</td>
                    </tr>`,
            ),
        )}
    </section>`;
}
