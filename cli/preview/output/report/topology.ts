import { type Bundle, type Graph, type Vertex } from "./graph";
import { html, type Markup } from "./html";
import { layout, type Layout, LINE, type Line, type Point, portText, type Rect, shownName } from "./layout";
import type { Kind } from "./workloads";

/** What each kind of box is called, in the order of the legend. */
export const KIND_NAMES: Readonly<Record<Kind, string>> = {
    outside: "outside the platform",
    controller: "controller, rendered at deploy",
    app: "application",
    job: "job",
    store: "store",
};

const SHORT_NAMES: Readonly<Record<Kind, string>> = {
    outside: "outside",
    controller: "controller",
    app: "application",
    job: "job",
    store: "store",
};

/** The ids of the articles about a drawing's boxes and lines, which these link to. */
export function boxId(drawn: Graph, vertex: Vertex): string {
    return `box-${drawn.vertices.indexOf(vertex)}`;
}

export function lineId(drawn: Graph, bundle: Bundle): string {
    return `line-${drawn.bundles.indexOf(bundle)}`;
}

/** The connection table as a drawing in SVG that scales. */
export function topology(drawn: Graph): Markup {
    if (drawn.vertices.length === 0) {
        return html`<p>No connection is allowed.</p>`;
    }
    const plan = layout(drawn);
    return html`<svg
        viewBox="0 0 ${Math.ceil(plan.width)} ${Math.ceil(plan.height)}"
        style="max-width:${Math.ceil(plan.width * 1.15)}px"
        role="group"
        aria-labelledby="topology-title topology-text"
    >
        <title id="topology-title">Who may connect to whom</title>
        <desc id="topology-text">
            The same as the table of connections below. Boxes and labels lead to their details.
        </desc>
        ${symbols()}
        ${plan.lanes.map(({ name, x, width }) => html`<text class="lane" x="${x + width / 2}" y="18">${name}</text> `)}
        ${plan.groups.map(
            ({ namespace, x, y, width, height }) =>
                html`<g class="group"
                    ><title>${namespace}</title
                    ><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" /><text
                        x="${x + 12}"
                        y="${y + 17}"
                        >${shownName(namespace, width - 24)}</text
                    ></g
                > `,
        )}
        ${plan.lines.map((line) => drawnWays(drawn, line))} ${drawn.vertices.map((vertex) => box(drawn, vertex, plan))}
        ${plan.lines.map((line) => label(drawn, line))}
    </svg>`;
}

/** What the shapes and the lines mean. */
export function legend(): Markup {
    const sample = (kind: Kind): Markup =>
        html`<li>
            <svg class="sample" viewBox="-1 -1 34 24" aria-hidden="true">
                <g class="box ${kind}">${shape(kind, { x: 0, y: 0, width: 32, height: 22 })}</g></svg
            >${KIND_NAMES[kind]}
        </li> `;
    const line = (name: string, text: string, extra?: Markup): Markup =>
        html`<li>
            <svg class="sample" viewBox="-1 -1 34 24" aria-hidden="true">
                <path class="way ${name}" d="M0 11H32" />
                ${extra}</svg
            >${text}
        </li> `;
    return html`<ul class="legend" aria-label="Legend">
        ${(Object.keys(KIND_NAMES) as Kind[]).map(sample)}
        ${line("tls", "port by TLS", html`<use href="#lock" class="lock" x="12" y="0" width="9" height="11" />`)}
        ${line("plain", "no TLS, or not known to the platform")}
    </ul>`;
}

function symbols(): Markup {
    return html`<defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"
            ><path d="M0 0L8 4L0 8z"
        /></marker>
        <symbol id="lock" viewBox="0 0 9 11"><path d="M1 5h7v5.5H1zM2.5 5V3.2a2 2 0 0 1 4 0V5" /></symbol>
    </defs>`;
}

function isTls({ ports }: Bundle): boolean {
    return ports.some(({ tls }) => tls);
}

function names(vertices: readonly Vertex[]): string {
    return vertices.map(({ name }) => name).join(", ");
}

/** A connection in words. */
export function bundleText({ from, to, ports }: Bundle): string {
    const open = ports.map((port) => `${portText(port)}${port.tls ? " (TLS)" : ""}`);
    return `${names(from)} to ${to.name}, ${open.join(", ")}`;
}

function drawnWays(drawn: Graph, { bundle, ways }: Line): Markup {
    return html`${ways.map(
        (way, index) =>
            html`<path
                class="way ${isTls(bundle) ? "tls" : "plain"}"
                data-line="${lineId(drawn, bundle)}"
                data-from="${boxId(drawn, bundle.from[index] ?? bundle.to)}"
                data-to="${boxId(drawn, bundle.to)}"
                marker-end="url(#arrow)"
                d="${pathOf(way)}"
            /> `,
    )}`;
}

/** Straight, a bend, straight, a bend …: every other stretch beside boxes, the others between columns. */
function pathOf([start = [0, 0], ...rest]: readonly Point[]): string {
    let [x, y] = start;
    const parts = rest.map(([nextX, nextY], index) => {
        const middle = nextX === x ? x - 52 : (x + nextX) / 2;
        const part =
            index % 2 === 0
                ? `H${round(nextX)}`
                : `C${round(middle)} ${round(y)} ${round(middle)} ${round(nextY)} ${round(nextX)} ${round(nextY)}`;
        [x, y] = [nextX, nextY];
        return part;
    });
    return `M${round(start[0])} ${round(start[1])}${parts.join("")}`;
}

function round(length: number): number {
    return Math.round(length * 10) / 10;
}

function label(drawn: Graph, { bundle, label: { x, y, width, height } }: Line): Markup {
    const rows = bundle.ports.map((port, index) => {
        const base = y + index * LINE + 12;
        return html`<text x="${x + 4}" y="${base}">${portText(port)}</text
            >${port.tls ? html`<use href="#lock" class="lock" x="${x + width - 13}" y="${base - 10}" width="9" height="11" />` : undefined}`;
    });
    return html`<a
        class="label"
        href="#${lineId(drawn, bundle)}"
        data-line="${lineId(drawn, bundle)}"
        data-to="${boxId(drawn, bundle.to)}"
        aria-label="${bundleText(bundle)}"
        ><title>${bundleText(bundle)}</title
        ><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" />${rows}</a
    > `;
}

function box(drawn: Graph, vertex: Vertex, { boxes }: Layout): Markup {
    const rect = boxes.get(vertex) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [center, middle] = [rect.x + rect.width / 2, rect.y + rect.height / 2 + (vertex.kind === "store" ? 3 : 0)];
    const text = `${vertex.id}, ${KIND_NAMES[vertex.kind]}`;
    return html`<a
        class="box ${vertex.kind}"
        href="#${boxId(drawn, vertex)}"
        data-box="${boxId(drawn, vertex)}"
        aria-label="${text}"
        ><title>${text}</title>${shape(vertex.kind, rect)}<text x="${center}" y="${middle - 1}"
            >${shownName(vertex.name)}</text
        ><text class="kind" x="${center}" y="${middle + 13}">${SHORT_NAMES[vertex.kind]}</text></a
    > `;
}

/** Told apart without colours as well. */
function shape(kind: Kind, { x, y, width: w, height: h }: Rect): Markup {
    switch (kind) {
        case "store":
            return html`<path d="M${x} ${y + 5}a${w / 2} 5 0 0 1 ${w} 0v${h - 10}a${w / 2} 5 0 0 1 ${-w} 0z" /><path
                    class="inner"
                    d="M${x} ${y + 5}a${w / 2} 5 0 0 0 ${w} 0"
                />`;
        case "controller":
            return html`<path d="M${x + 9} ${y}h${w - 18}l9 ${h / 2}l-9 ${h / 2}h${18 - w}l-9 ${-h / 2}z" />`;
        case "job":
            return html`<rect x="${x}" y="${y}" width="${w}" height="${h}" /><path
                    class="inner"
                    d="M${x + 5} ${y}v${h}M${x + w - 5} ${y}v${h}"
                />`;
        case "outside":
            return html`<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${Math.min(22, h / 2)}" />`;
        case "app":
            return html`<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="6" />`;
    }
}
