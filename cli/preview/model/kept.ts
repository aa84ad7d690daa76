import { isRecord } from "../../../kubernetes/field";
import type { Json } from "../../../kubernetes/json";

/**
 * What stands for an input whose changes the resource ignores: the engine keeps what the first deployment wrote, so what
 * the program says now is only what a new resource would get. It may be another every day.
 */
export const KEPT = "[kept as it was made]";

type Keys = readonly (string | number)[];

/** The inputs, with `KEPT` wherever `ignoreChanges` says so. */
export function withKept(inputs: Json, ignoreChanges: readonly string[]): Json {
    const ignored = ignoreChanges.map(parsePath);
    const visit = (value: Json, keys: Keys): Json => {
        if (ignored.some((path) => path.length === keys.length && isAtOrBelow(keys, path))) {
            return KEPT;
        }
        if (Array.isArray(value)) {
            return value.map((item, index) => visit(item, [...keys, index]));
        }
        return isRecord(value)
            ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...keys, key])]))
            : value;
    };
    return ignored.length === 0 ? inputs : visit(inputs, []);
}

/** Whether changes at a path are ignored. */
export function isKept(path: string, ignoreChanges: readonly string[]): boolean {
    const keys = parsePath(path);
    return ignoreChanges.some((ignored) => isAtOrBelow(keys, parsePath(ignored)));
}

function isAtOrBelow(keys: Keys, path: Keys): boolean {
    return path.length <= keys.length && path.every((key, index) => key === "*" || key === keys[index]);
}

/** Reads a property path as the engine does: `spec.containers[0].image`, `data["a.b"]`, `*` for every key. */
function parsePath(path: string): Keys {
    const parts = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|\[?([^.[\]]+)\]?/g);
    return [...parts].map(([, quoted, index, name = ""]) =>
        index === undefined ? (quoted?.replace(/\\(.)/g, "$1") ?? name) : Number(index),
    );
}
