import type { ChartPlace } from "../../images";
import { parseImage } from "../../kubernetes/image";
import digests from "./digests.json";

/**
 * An image by its exact content where `npm run pin` has looked up its digest: a tag can be moved to another content, a digest
 * cannot.
 *
 * @param image its name and tag; one that has a digest stays as it is
 */
export function pinned(image: string): string {
    const digest = (digests as Readonly<Record<string, string>>)[image];
    return digest === undefined ? image : `${image}@${digest}`;
}

/** An image as the charts' values take it, pinned as `pinned` does. */
export interface ChartImage {
    readonly repository: string;
    readonly tag: string;
    readonly digest?: string;
}

/** The values for an image of a chart: named by us, so that it is pinned like all others. */
export function chartImage(image: string): ChartImage {
    const { repository, tag = "", digest } = parseImage(pinned(image));
    return { repository, tag, digest };
}

/** A chart as a Release takes it. */
export function chartSource({ chart, repository }: ChartPlace): { chart: string; repositoryOpts?: { repo: string } } {
    return repository === undefined ? { chart } : { chart, repositoryOpts: { repo: repository } };
}
