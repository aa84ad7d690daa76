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
