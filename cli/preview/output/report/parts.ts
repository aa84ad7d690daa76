import type { Violation } from "../../../../policies/engine/evaluate";
import type { KubernetesObject } from "../../model/objects";
import { releases } from "../../model/releases";
import type { Bundle, Graph, Vertex } from "./graph";
import { html, type Markup } from "./html";
import { portText } from "./layout";
import { objectLinks } from "./objects";
import { countText, type Level, LEVEL_CLASS, LEVELS } from "./levels";
import { boxId, KIND_NAMES, lineId } from "./topology";
import { lettingThrough, objectsOf, policiesOf } from "./workloads";
import type { Preview } from "../../model/preview";

interface About {
    readonly preview: Preview;
    readonly drawn: Graph;
    readonly ids: ReadonlyMap<KubernetesObject, string>;
}

/** An article about each box and each line of the drawing. Where there is no script, the drawing's links lead here. */
export function parts(about: About): Markup {
    const { drawn } = about;
    return html`<details id="parts">
        <summary>Each box and each line in words, with its manifests and policies</summary>
        ${drawn.vertices.map((vertex) => boxArticle(vertex, about))}
        ${drawn.bundles.map((bundle) => lineArticle(bundle, about))}
    </details>`;
}

function boxArticle(vertex: Vertex, about: About): Markup {
    const { preview, drawn, ids } = about;
    const { objects, violations } = preview;
    const into = drawn.bundles.filter(({ to }) => to === vertex);
    const out = drawn.bundles.filter(({ from }) => from.includes(vertex));
    const own = objectsOf(vertex, objects);
    const named = new Set(own.map(({ id }) => id));
    const violated = violations.filter(({ resource }) => named.has(resource));
    const inside = vertex.namespace !== undefined;
    const place = inside ? [`namespace ${vertex.namespace}`] : [];
    const chart = releases(preview.entries).filter(({ namespace }) => namespace === vertex.namespace);
    const brought = vertex.kind === "controller" ? chart.map(({ name, version }) => `chart ${name} ${version}`) : [];
    return html`<article id="${boxId(drawn, vertex)}">
        <h3>${vertex.name}</h3>
        <p class="dim">${[KIND_NAMES[vertex.kind], ...place, ...brought].join(", ")}</p>
        ${lines("Lets in", into, ({ from }) => from.map(({ name }) => name).join(", "), drawn)}
        ${lines("Connects to", out, ({ to }) => to.name, drawn)}
        ${LEVELS.map((level) => violationsText(level, violated))}
        ${
            inside
                ? html`<h4>NetworkPolicies</h4>
                      ${objectLinks(policiesOf(vertex, drawn.vertices, objects), ids, "None: its namespace is not the platform's.")}
                      <h4>Manifests</h4>
                      ${objectLinks(own, ids, "None here: it is rendered at deploy.")}`
                : undefined
        }
    </article> `;
}

function violationsText(level: Level, all: readonly Violation[]): Markup | undefined {
    const violated = all.filter((one) => one.level === level);
    const rules = [...new Set(violated.map(({ rule }) => rule))].join(", ");
    return violated.length === 0
        ? undefined
        : html`<p class="${LEVEL_CLASS[level]}">${countText(level, violated.length)}: ${rules}</p>`;
}

function lines(
    title: string,
    bundles: readonly Bundle[],
    other: (bundle: Bundle) => string,
    drawn: Graph,
): Markup | undefined {
    if (bundles.length === 0) {
        return undefined;
    }
    return html`<h4>${title}</h4>
        <ul class="links">
            ${bundles.map((bundle) => html`<li><a href="#${lineId(drawn, bundle)}">${other(bundle)}</a> ${portsText(bundle)}</li>`)}
        </ul>`;
}

function portsText({ ports }: Bundle): string {
    return ports.map((port) => `${portText(port)}${port.tls ? " TLS" : ""}`).join(", ");
}

function lineArticle(bundle: Bundle, { preview: { objects }, drawn, ids }: About): Markup {
    const { from, to, ports } = bundle;
    const numbers = ports.map(({ port }) => port);
    const of = (vertex: Vertex): KubernetesObject[] => policiesOf(vertex, drawn.vertices, objects);
    const out = from.flatMap((vertex) => lettingThrough("egress", to, numbers, of(vertex), objects));
    const into = from.flatMap((vertex) => lettingThrough("ingress", vertex, numbers, of(to), objects));
    const foreign = "No policy of the platform's: this end is not in one of its namespaces.";
    return html`<article id="${lineId(drawn, bundle)}">
        <h3>${from.map(({ name }) => name).join(", ")} → ${to.name}</h3>
        <p>${portsText(bundle)}</p>
        <h4>NetworkPolicy that lets out</h4>
        ${objectLinks([...new Set(out)], ids, foreign)}
        <h4>NetworkPolicy that lets in</h4>
        ${objectLinks([...new Set(into)], ids, foreign)}
    </article> `;
}
