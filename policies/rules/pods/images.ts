import type { Field } from "../../field";
import { type Finding, podRule, type Rule } from "../../rule";

/** The half of a rule about images that is the same for all: it judges those that run and those mounted as volumes. */
export function imageRule(check: (at: Field) => Finding | undefined): Pick<Rule, "kinds" | "check"> {
    return podRule({
        pod: ({ spec }) =>
            spec
                .at("volumes")
                .items()
                .map((volume) => volume.at("image"))
                .filter((image) => image.isSet)
                .flatMap((image) => check(image.at("reference")) ?? []),
        container: ({ field }) => check(field.at("image")),
    });
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
