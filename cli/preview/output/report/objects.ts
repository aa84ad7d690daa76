import type { KubernetesObject } from "../../model/objects";
import { manifestYaml } from "../manifest-yaml";
import { SECRET } from "../../model/wire";
import { html, type Markup } from "./html";
import type { Preview } from "../../model/preview";
import { fields, type Json } from "../../../../kubernetes/json";

/** The objects in the order of the page, each with its id there. */
export function objectIds(objects: readonly KubernetesObject[]): Map<KubernetesObject, string> {
    const sorted = [...objects].sort((a, b) => (a.id < b.id ? -1 : 1));
    return new Map(sorted.map((object, index) => [object, `object-${index}`]));
}

/** Namespace as people call it. */
export function placeOf({ namespace }: KubernetesObject): string {
    return namespace === "_cluster" ? "cluster" : namespace;
}

/** All objects with their manifests, and what narrows them down. */
export function objectsSection(
    { objects, entries }: Preview,
    manifests: ReadonlyMap<string, string>,
    ids: ReadonlyMap<KubernetesObject, string>,
): Markup {
    const kept = new Set(entries.filter(({ protect }) => protect).map(({ urn }) => urn));
    return html`<section aria-labelledby="objects">
        <h2 id="objects">Kubernetes objects</h2>
        <form id="filter" role="search" hidden>
            <label>Namespace ${select("namespace", objects.map(placeOf))}</label>
            <label
                >Kind
                ${select(
                    "kind",
                    objects.map(({ kind }) => kind),
                )}</label
            >
            <label class="wide"
                >Words, in name or manifest <input type="search" name="words" autocomplete="off"
            /></label>
            <output id="found" aria-live="polite">${objects.length} of ${objects.length}</output>
        </form>
        ${objects.length === 0 ? html`<p>None.</p>` : undefined}
        <div id="object-list">
            ${[...ids].map(
                ([object, id]) =>
                    html`<details
                        class="object"
                        id="${id}"
                        data-namespace="${placeOf(object)}"
                        data-kind="${object.kind}"
                    >
                        <summary>
                            <span class="kind">${object.kind}</span> <b>${object.name}</b>
                            <span class="dim">${placeOf(object)}</span>
                            ${kept.has(object.urn) ? html`<span class="badge">protected</span>` : undefined}
                        </summary>
                        <pre tabindex="0" aria-label="Manifest of ${object.name}">
${manifestText(object, manifests)}</pre>
                    </details> `,
            )}
        </div>
    </section>`;
}

function select(name: string, values: readonly string[]): Markup {
    return html`<select name="${name}">
        <option value="">all</option>
        ${[...new Set(values)].sort().map((value) => html`<option>${value}</option>`)}
    </select>`;
}

/** A Secret's values are left out, though they are placeholders: a page is passed on. */
function manifestText({ kind, body, manifest }: KubernetesObject, manifests: ReadonlyMap<string, string>): string {
    return kind === "Secret" ? manifestYaml(withoutValues(body)) : (manifests.get(manifest) ?? "");
}

function withoutValues(body: KubernetesObject["body"]): Record<string, Json> {
    const hidden = ["data", "stringData"].flatMap((field) => {
        const keys = Object.keys(fields(body[field]));
        return keys.length === 0 ? [] : [[field, Object.fromEntries(keys.map((key) => [key, SECRET]))] as const];
    });
    return { ...body, ...Object.fromEntries(hidden) };
}

/** Names of objects that lead to them. */
export function objectLinks(
    objects: readonly KubernetesObject[],
    ids: ReadonlyMap<KubernetesObject, string>,
    none: string,
): Markup {
    if (objects.length === 0) {
        return html`<p class="dim">${none}</p>`;
    }
    return html`<ul class="links">
        ${objects.map((object) => html`<li><a href="#${ids.get(object)}">${object.kind} ${object.name}</a></li>`)}
    </ul>`;
}
