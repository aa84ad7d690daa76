import { isUnknown } from "../../../kubernetes/field";

export type Key = string | number;

/** A text in an object, or a number, which YAML makes of a password of digits; or what is not known before deployment. */
export interface Leaf {
    readonly keys: readonly Key[];
    /** `undefined` if it is not known. */
    readonly text: string | undefined;
    /** What it is a field or an item of. */
    readonly holder: Readonly<Record<string, unknown>> | readonly unknown[];
}

/**
 * Everything in a value that a person can have written. Absent values, booleans and what `skip` says are passed over.
 */
export function leaves(root: object, skip: (keys: readonly Key[]) => boolean): Leaf[] {
    const found: Leaf[] = [];
    const keys: Key[] = [];
    const visit = (value: unknown, holder: Leaf["holder"]): void => {
        if (isUnknown(value)) {
            found.push({ keys: [...keys], text: undefined, holder });
        } else if (typeof value === "string" || typeof value === "number") {
            found.push({ keys: [...keys], text: String(value), holder });
        } else if (typeof value === "object" && value !== null) {
            visitFields(value);
        }
    };
    const visitFields = (holder: object): void => {
        const entries: [Key, unknown][] = Array.isArray(holder) ? [...holder.entries()] : Object.entries(holder);
        for (const [key, value] of entries) {
            keys.push(key);
            if (!skip(keys)) {
                visit(value, holder as Leaf["holder"]);
            }
            keys.pop();
        }
    };
    visitFields(root);
    return found;
}
