import { formatPath, isObject, type Path } from "./path";
import type { Config } from "./types";

/** Values that stand for one of yours: the setup guide's, ours, and the names that RFC 2606 reserves for examples. */
const placeholder =
    /\byour[-_]?(domain|org|company|email|host|ses)|change-?me|(^|[./@-])example(\.(com|net|org)|$)|\.(example|invalid|test)\b/i;

/** Whether a value is an example's, and stands for one of yours. */
export function isPlaceholder(value: string): boolean {
    return placeholder.test(value);
}

/** The settings that still hold an example's value. A preview accepts them; a deployment must not. */
export function placeholders(config: Config): { path: string; value: string }[] {
    return search(config, []);
}

function search(value: unknown, path: Path): { path: string; value: string }[] {
    if (typeof value === "string") return isPlaceholder(value) ? [{ path: formatPath(path), value }] : [];
    if (Array.isArray(value)) return value.flatMap((item, i) => search(item, [...path, i]));
    // Outputs have a class of their own: secrets are neither known here nor to be shown.
    if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return [];
    // The content of the schema's file is not a setting.
    return Object.entries(value).flatMap(([key, item]) =>
        key === "identitySchema" ? [] : search(item, [...path, key]),
    );
}
