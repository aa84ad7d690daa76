import { fullName } from "./kubernetes/image";

/**
 * Where images and charts come from. The loader, the components and the policies read the same names by the same rules, so
 * that what the stack asks for is what runs and what is allowed.
 */
export interface ImageSources {
    /** What stands in the place of a registry, or of a namespace of it. The longest `from` that fits an image counts. */
    readonly mirrors: readonly Mirror[];
    /** Where the charts come from: the `oci://` address of the chart, or the `https://` one of a repository. @default upstream */
    readonly charts: { readonly certManager?: string | undefined; readonly nginxIngress?: string | undefined };
}

export interface Mirror {
    /** @example docker.io/library */
    readonly from: string;
    /** @example registry.acme.io/mirror/docker.io/library */
    readonly to: string;
}

/** Everything from where its makers publish it. */
export const UPSTREAM: ImageSources = { mirrors: [], charts: {} };

/** The charts, as upstream has them. */
export const CHARTS = {
    certManager: { chart: "cert-manager", repository: "https://charts.jetstack.io" },
    nginxIngress: { chart: "oci://ghcr.io/nginx/charts/nginx-ingress", repository: undefined },
} as const satisfies Record<string, ChartPlace>;

/** As a Helm release names it. */
export interface ChartPlace {
    readonly chart: string;
    /** @default none: the chart is an address itself */
    readonly repository: string | undefined;
}

/** Where a chart comes from. */
export function chartPlace(name: keyof typeof CHARTS, { charts }: ImageSources): ChartPlace {
    const upstream = CHARTS[name];
    const stated = charts[name];
    if (stated === undefined) {
        return upstream;
    }
    return stated.startsWith("oci://")
        ? { chart: stated, repository: undefined }
        : { chart: upstream.chart.slice(upstream.chart.lastIndexOf("/") + 1), repository: stated };
}

/**
 * As a stack's configuration has them, in JSON.
 *
 * @param text whatever stands there; what is not well formed counts as nothing, which allows the least
 */
export function imageSources(text: unknown): ImageSources {
    const images = parsed(text);
    const mirrors: unknown = isObject(images) ? images["mirrors"] : undefined;
    const charts: unknown = isObject(images) ? images["charts"] : undefined;
    const { certManager, nginxIngress } = isObject(charts) ? charts : {};
    return {
        mirrors: Array.isArray(mirrors) ? mirrors.filter(isMirror) : [],
        charts: {
            ...(typeof certManager === "string" ? { certManager } : {}),
            ...(typeof nginxIngress === "string" ? { nginxIngress } : {}),
        },
    };
}

function parsed(text: unknown): unknown {
    try {
        return typeof text === "string" ? JSON.parse(text) : undefined;
    } catch {
        return undefined;
    }
}

function isMirror(value: unknown): value is Mirror {
    return isObject(value) && typeof value["from"] === "string" && typeof value["to"] === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same image in its mirror; itself where it has none. */
export function mirrored(image: string, mirrors: readonly Mirror[]): string {
    const full = fullName(image);
    const [nearest] = mirrors
        .filter(({ from }) => isFrom(full, from))
        .sort((one, other) => other.from.length - one.from.length);
    return nearest === undefined ? image : nearest.to + full.slice(nearest.from.length);
}

/** What comes behind a place: only a repository can be followed by a tag, a colon behind a registry is another port. */
function isFrom(full: string, place: string): boolean {
    return full.startsWith(place) && (place.includes("/") ? /^[/:@]/ : /^\//).test(full.slice(place.length));
}
