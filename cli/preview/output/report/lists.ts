import { parseImage } from "../../../../kubernetes/image";
import { HELM_RELEASE } from "../../../../kubernetes/kinds";
import type { KubernetesObject } from "../../model/objects";
import { html, type Markup, table } from "./html";
import { placeOf } from "./objects";
import { podOf } from "./workloads";
import type { Preview } from "../../model/preview";
import { fields, list, type Json, text } from "../../../../kubernetes/json";

/** Where it is reached, what runs, and which secrets there are. */
export function listsSection(preview: Preview): Markup {
    return html`<section aria-labelledby="lists">
        <h2 id="lists">Addresses, images and secrets</h2>
        ${addresses(preview)} ${images(preview)} ${secrets(preview)}
    </section>`;
}

function addresses({ outputs }: Preview): Markup {
    const found = strings(outputs["addresses"] ?? null).filter((address) => /^https?:\/\//.test(address));
    return html`<h3>Public addresses</h3>
        ${
            found.length === 0
                ? html`<p>None.</p>`
                : html`<ul class="links">
                      ${found.map((address) => html`<li><code>${address}</code></li>`)}
                  </ul>`
        }`;
}

function strings(value: Json): string[] {
    return typeof value === "string"
        ? [value]
        : typeof value === "object" && value !== null
          ? Object.values(value).flatMap(strings)
          : [];
}

/** Each image once, with everyone who runs it. */
function images({ objects, entries }: Preview): Markup {
    const users = new Map<string, Set<string>>();
    const add = (image: string, user: string): void => void users.set(image, (users.get(image) ?? new Set()).add(user));
    for (const object of objects) {
        const { spec } = podOf(object);
        [...list(spec["initContainers"]), ...list(spec["containers"])].forEach((container) => {
            const image = text(fields(container)["image"]);
            if (image !== undefined) {
                add(image, object.name);
            }
        });
    }
    for (const { type, name, inputs } of entries) {
        if (type === HELM_RELEASE) {
            chartImages(inputs["values"] ?? null).forEach((image) =>
                add(image, `chart ${text(inputs["name"]) ?? name}`),
            );
        }
    }
    const rows = [...users].sort(([a], [b]) => (a < b ? -1 : 1)).map(([image, by]) => imageRow(image, [...by]));
    return html`<h3>Images</h3>
        ${rows.length === 0 ? html`<p>None.</p>` : table(["Image", "Tag", "Digest", "Run by"], rows)}`;
}

/** What a chart's values name, in the form that most charts have. */
function chartImages(values: Json): string[] {
    if (typeof values !== "object" || values === null) {
        return [];
    }
    const { repository, tag, digest } = fields(values);
    const own = typeof repository === "string" ? [`${repository}${suffix(":", tag)}${suffix("@", digest)}`] : [];
    return [...own, ...Object.values(values).flatMap(chartImages)];
}

function suffix(sign: string, value: Json | undefined): string {
    return typeof value === "string" && value !== "" ? sign + value : "";
}

function imageRow(image: string, by: readonly string[]): Markup {
    const { repository, tag = "", digest } = parseImage(image);
    return html`<tr>
        <td><code>${repository}</code></td>
        <td><code>${tag}</code></td>
        <td>${digest === undefined ? html`<span class="warn">by tag only</span>` : html`<code>${digest}</code>`}</td>
        <td>${by.join(", ")}</td>
    </tr> `;
}

/** Names and keys. Values are not even looked at. */
function secrets({ objects }: Preview): Markup {
    const rows = objects.flatMap((object) => secretRow(object));
    return html`<h3>Secrets</h3>
        ${rows.length === 0 ? html`<p>None.</p>` : table(["Namespace", "Secret", "Keys", "Made by"], rows)}`;
}

function secretRow(object: KubernetesObject): Markup[] {
    const { kind, name, body } = object;
    const row = (secret: string, keys: readonly string[], by: string): Markup =>
        html`<tr>
            <td>${placeOf(object)}</td>
            <td>${secret}</td>
            <td><code>${keys.join(", ")}</code></td>
            <td>${by}</td>
        </tr> `;
    if (kind === "Secret") {
        const keys = [...Object.keys(fields(body["data"])), ...Object.keys(fields(body["stringData"]))];
        return [row(name, keys.sort(), "this deployment")];
    }
    const certified = kind === "Certificate" ? text(fields(body["spec"])["secretName"]) : undefined;
    return certified === undefined
        ? []
        : [row(certified, ["ca.crt", "tls.crt", "tls.key"], `cert-manager, Certificate ${name}`)];
}
