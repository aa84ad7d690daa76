/** An image's name, taken apart as container engines do it. */
export interface Reference {
    /** Host, and port if any, of the registry's API. */
    readonly registry: string;
    readonly repository: string;
    readonly tag: string;
}

/** @throws Error if it has no tag: what it means changes by itself */
export function parseReference(image: string): Reference {
    const slash = image.indexOf("/");
    const first = slash === -1 ? "" : image.slice(0, slash);
    // Only what looks like a host is one; everything else is a name at Docker Hub.
    const isHost = /[.:]/.test(first) || first === "localhost";
    const [registry, rest] = isHost ? [first, image.slice(slash + 1)] : ["docker.io", image];
    const colon = rest.lastIndexOf(":");
    if (colon === -1) {
        throw new Error(`${image} has no tag`);
    }
    const [name, tag] = [rest.slice(0, colon), rest.slice(colon + 1)];
    return registry === "docker.io"
        ? { registry: "registry-1.docker.io", repository: name.includes("/") ? name : `library/${name}`, tag }
        : { registry, repository: name, tag };
}
