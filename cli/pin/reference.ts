import { fullName, parseImage } from "../../kubernetes/image";

/** An image's name, taken apart as container engines do it. */
export interface Reference {
    /** Host, and port if any, of the registry's API. */
    readonly registry: string;
    readonly repository: string;
    readonly tag: string;
}

/** @throws Error if it has no tag: what it means changes by itself */
export function parseReference(image: string): Reference {
    const { repository: full, tag } = parseImage(fullName(image));
    if (tag === undefined) {
        throw new Error(`${image} has no tag`);
    }
    const [registry, ...path] = full.split("/");
    // Docker Hub's API has a name of its own.
    return {
        registry: registry === "docker.io" ? "registry-1.docker.io" : (registry ?? ""),
        repository: path.join("/"),
        tag,
    };
}
