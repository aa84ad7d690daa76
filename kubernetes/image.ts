/** The parts of an image's reference, as it is written: `quay.io/team/app:1.2@sha256:…`. */
export interface ImageParts {
    /** All before tag and digest. */
    readonly repository: string;
    /** Last part of the repository: the same image in a mirror has the same. */
    readonly name: string;
    /** @default none, which means `latest` */
    readonly tag: string | undefined;
    /** @default none */
    readonly digest: string | undefined;
}

/** Takes a reference apart. A colon before the last slash is that of the registry's port. */
export function parseImage(image: string): ImageParts {
    const [, repository = image, tag, digest] = /^(.+?)(?::([^/:@]+))?(?:@(.*))?$/.exec(image) ?? [];
    const name = /[^/:]*/.exec(repository.slice(repository.lastIndexOf("/") + 1))?.[0] ?? "";
    return { repository, name, tag, digest };
}

/** Host of the registry that an image is pulled from, with its port if it has one. */
export function registryOf(image: string): string {
    return fullName(image).split("/")[0] ?? "";
}

/**
 * The full name of an image, which begins with its registry; a short one means Docker Hub, as Docker and the container
 * runtimes of Kubernetes read it: `redis:8` is `docker.io/library/redis:8`.
 *
 * @see https://github.com/distribution/reference/blob/main/normalize.go
 */
export function fullName(image: string): string {
    const slash = image.indexOf("/");
    const first = image.slice(0, Math.max(slash, 0));
    const isRegistry = /[.:]/.test(first) || first === "localhost";
    if (isRegistry && first !== "docker.io" && first !== "index.docker.io") {
        return image;
    }
    const name = isRegistry ? image.slice(slash + 1) : image;
    return `docker.io/${name.includes("/") ? name : `library/${name}`}`;
}

/** Whether the reference says by its content what it means: nobody can put something else in its place. */
export function hasDigest(image: string): boolean {
    return /@sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(image);
}
