import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";

/** One annotation. What it asks for stands after the slash, whichever controller's prefix comes before it. */
export interface Annotation {
    readonly prefix: string;
    readonly name: string;
    readonly at: Field;
}

/** An object's annotations. */
export function annotations({ props }: PolicyObject): Annotation[] {
    return props
        .at("metadata", "annotations")
        .entries()
        .map(([key, at]) => {
            const slash = key.lastIndexOf("/");
            return { prefix: key.slice(0, Math.max(slash, 0)), name: key.slice(slash + 1), at };
        });
}

/** Whether it says so: the API takes only texts, but templates write booleans. */
export function says(annotation: Annotation, flag: boolean): boolean {
    return String(annotation.at.value).toLowerCase() === String(flag);
}
