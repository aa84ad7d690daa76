import { type Field, isRecord, UnknownValue } from "../../../kubernetes/field";
import { HELM_RELEASE, POD_KINDS } from "../../../kubernetes/kinds";
import { type Context, type Finding, judged, podRule, type Rule } from "../../engine/rule";

/**
 * The half of a rule about images that is the same for all: it judges those that run, those mounted as volumes, and those that a
 * Helm release names for its chart.
 *
 * @param check of an image as containers name it, undefined if it is missing
 */
export function imageRule(
    check: (image: string | undefined, at: Field, context: Context) => Finding | undefined,
): Pick<Rule, "kinds" | "check"> {
    const ofPods = (context: Context) =>
        podRule({
            pod: ({ spec }) =>
                spec
                    .at("volumes")
                    .items()
                    .map((volume) => volume.at("image"))
                    .filter((image) => image.isSet)
                    .map((image) => image.at("reference"))
                    .flatMap((at) => check(at.text, at, context) ?? []),
            container: ({ field }) => {
                const at = field.at("image");
                return check(at.text, at, context);
            },
        });
    const judgeChart = (at: Field, context: Context): Finding | undefined => {
        const image = chartImage(at);
        const finding = check(image, at, context);
        return finding === undefined ? undefined : { ...finding, found: JSON.stringify(image) };
    };
    return {
        kinds: [...POD_KINDS, HELM_RELEASE],
        check: (object, context) =>
            object.type === HELM_RELEASE
                ? chartImages(object.props.at("values")).flatMap((at) => judged(() => judgeChart(at, context)))
                : ofPods(context).check(object, context),
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
