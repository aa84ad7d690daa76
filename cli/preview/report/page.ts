import type { Rule } from "../../../policies/rule";
import type { Preview } from "../build";
import { releases } from "../releases";
import { bytesText, countLevels, countWithoutDns, deniedText } from "../summary";
import { html, Markup, table } from "./html";
import { STYLE } from "./style";
import { policySection } from "./policies";
import { dnsServers, topology } from "./topology";

/** report.html: one page that loads nothing. `manifests` are the objects' files by path. */
export function reportPage(preview: Preview, rules: readonly Rule[], manifests: ReadonlyMap<string, string>): string {
    const { project, stack } = preview;
    return html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
                <title>${project}, stack ${stack}</title>
                <style>
                    ${new Markup(STYLE)}
                </style>
            </head>
            <body>
                <header>
                    <h1>${project}, stack ${stack}</h1>
                    <p class="dim">
                        A preview of what a deployment would make. Nothing was deployed; secrets are placeholders.
                    </p>
                </header>
                <main>
                    ${tiles(preview)} ${messages(preview)} ${topologySection(preview)} ${policySection(preview, rules)}
                    ${objectsSection(preview, manifests)} ${releasesSection(preview)} ${othersSection(preview)}
                </main>
            </body>
        </html> `.text;
}

function tiles({ resources, objects, connections, violations, totals }: Preview): Markup {
    const { mandatory, advisory } = countLevels(violations);
    const tile = (title: string, value: string | number) =>
        html`<div>
            <dt>${title}</dt>
            <dd>${value}</dd>
        </div>`;
    return html`<dl>
            ${tile("Resources", resources.length)}${tile("Kubernetes objects", objects.length)}${tile("Connections besides DNS", countWithoutDns(connections))}
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

function topologySection(preview: Preview): Markup {
    const { connections } = preview;
    const servers = dnsServers(connections);
    const dns =
        servers.length === 0
            ? undefined
            : html` Not drawn: whoever may connect to anything may also ask DNS (${servers.join(", ")}).`;
    return html`<section aria-labelledby="topology">
        <h2 id="topology">Connections</h2>
        <p>This is what is allowed; ${deniedText(preview)}, in both directions.${dns}</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Drawing of the connections">
            ${topology(connections)}
        </div>
        <details>
            <summary>All ${connections.length} connections as a table</summary>
            ${table(
                ["From", "To", "Port", "Protocol"],
                connections.map(
                    ({ from, to, port, protocol }) =>
                        html`<tr>
                            <td>${from}</td>
                            <td>${to}</td>
                            <td>${port}</td>
                            <td>${protocol}</td>
                        </tr>`,
                ),
            )}
        </details>
    </section>`;
}

function objectsSection({ objects, entries }: Preview, manifests: ReadonlyMap<string, string>): Markup {
    const kept = new Set(entries.filter(({ protect }) => protect).map(({ urn }) => urn));
    const sorted = [...objects].sort((a, b) => (a.id < b.id ? -1 : 1));
    return html`<section aria-labelledby="objects">
        <h2 id="objects">Kubernetes objects</h2>
        ${table(
            ["Namespace", "Kind", "Object", "Protected"],
            sorted.map(
                ({ urn, namespace, kind, name, manifest }) =>
                    html`<tr>
                        <td>${namespace === "_cluster" ? "cluster" : namespace}</td>
                        <td>${kind}</td>
                        <td>
                            <details>
                                <summary>${name}</summary>
                                <pre>${manifests.get(manifest)}</pre>
                            </details>
                        </td>
                        <td>${kept.has(urn) ? "yes" : ""}</td>
                    </tr> `,
            ),
        )}
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
