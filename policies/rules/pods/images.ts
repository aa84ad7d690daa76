import { type Field, isRecord, UnknownValue } from "../../field";
import { POD_KINDS } from "../../kinds";
import { type Finding, judged, podRule, type Rule } from "../../rule";

const RELEASE = "kubernetes:helm.sh/v3:Release";

/**
 * The half of a rule about images that is the same for all: it judges those that run, those mounted as volumes, and those that a
 * Helm release names for its chart.
 *
 * @param check of an image as containers name it, undefined if it is missing
 */
export function imageRule(
    check: (image: string | undefined, at: Field) => Finding | undefined,
): Pick<Rule, "kinds" | "check"> {
    const ofPods = podRule({
        pod: ({ spec }) =>
            spec
                .at("volumes")
                .items()
                .map((volume) => volume.at("image"))
                .filter((image) => image.isSet)
                .map((image) => image.at("reference"))
                .flatMap((at) => check(at.text, at) ?? []),
        container: ({ field }) => {
            const at = field.at("image");
            return check(at.text, at);
        },
    });
    return {
        kinds: [...POD_KINDS, RELEASE],
        check: (object, context) =>
            object.type === RELEASE
                ? chartImages(object.props.at("values")).flatMap((at) => judged(() => check(chartImage(at), at)))
                : ofPods.check(object, context),
    };
}

/** Where a chart's values name an image: `{ repository, tag, digest }`, under a key of this name. */
export function chartImages(values: Field): Field[] {
    return values.entries().flatMap(([key, at]) => (key === "image" ? [at] : isKnownMap(at) ? chartImages(at) : []));
}

/** What is not known is for `helm-release`, which wants to know all of it. */
function isKnownMap(at: Field): boolean {
    try {
        return isRecord(at.value);
    } catch (error) {
        if (error instanceof UnknownValue) {
            return false;
        }
        throw error;
    }
}

/** The image that such values name, as a container would. */
export function chartImage(at: Field): string {
    const [repository = "", tag, digest] = ["repository", "tag", "digest"].map((part) => at.at(part).text);
    return repository + (tag === undefined ? "" : `:${tag}`) + (digest === undefined ? "" : `@${digest}`);
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
