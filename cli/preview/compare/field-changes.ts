import { formatPath } from "../../../kubernetes/field";
import type { Json } from "../../../kubernetes/json";

/** A field that differs. */
export interface FieldChange {
    /** Property path, e.g. `spec.template.spec.containers[0].image`. */
    readonly path: string;
    /** Absent where the field is new. */
    readonly before?: Json;
    /** Absent where the field is gone. */
    readonly after?: Json;
}

type Keys = readonly (string | number)[];

/** The outermost fields in which two values differ. */
export function fieldChanges(before: Json | undefined, after: Json | undefined, keys: Keys = []): FieldChange[] {
    if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
        return allKeys(before, after).flatMap((key) =>
            fieldChanges(member(before, key), member(after, key), [...keys, key]),
        );
    }
    if (before === after) {
        return [];
    }
    return [
        {
            path: formatPath(keys),
            ...(before === undefined ? {} : { before }),
            ...(after === undefined ? {} : { after }),
        },
    ];
}

type Container = Json[] | { [key: string]: Json };

function isContainer(value: Json | undefined): value is Container {
    return typeof value === "object" && value !== null;
}

function allKeys(before: Container, after: Container): (string | number)[] {
    if (Array.isArray(before) && Array.isArray(after)) {
        return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
    }
    return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

function member(container: Container, key: string | number): Json | undefined {
    return Array.isArray(container) ? container[Number(key)] : container[key];
}
