import { encrypt, type Finding, type Fix } from "./finding";
import { formatPath, isObject, type Path } from "./path";
import { isPlaceholder } from "./placeholder";
import { fullKey } from "./project";
import { secretKeys } from "./schema";
import { type ConfigSource, standIn } from "./source";
import type { Config } from "./types";

/** The settings that still hold an example's value. A preview accepts them; a deployment must not. */
export function placeholders(config: Config): { path: string; value: string }[] {
    return search(config, []).map(({ path, value }) => ({ path: formatPath(path), value }));
}

/** The same for the loader of a deployment, secrets included: these would be deployed as they stand. */
export function placeholderFindings(settings: object, { values }: ConfigSource): Finding[] {
    const expected = "a value of your own: this one is an example's, and would be deployed as it stands";
    const given = secretKeys.filter((key) => {
        const value = values[fullKey(key)] ?? "";
        return isPlaceholder(value) || value === standIn(key);
    });
    return [
        ...search(settings, [])
            .filter(({ path }) => !secretKeys.some((key) => key === path[0]))
            .map(({ path }) => ({ path, expected, fixes: [setYours(path)] })),
        ...given.map((key) => ({ path: [key], expected, fixes: [encrypt(key)] })),
    ];
}

/** No value can be proposed for what is the user's own. */
function setYours(path: Path): Fix {
    return (stack) => `pulumi config set --path '${fullKey(formatPath(path))}' '<yours>' --stack ${stack}`;
}

function search(value: unknown, path: Path): { path: Path; value: string }[] {
    if (typeof value === "string") return isPlaceholder(value) ? [{ path, value }] : [];
    if (Array.isArray(value)) return value.flatMap((item, i) => search(item, [...path, i]));
    // Outputs have a class of their own: secrets are neither known here nor to be shown.
    if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return [];
    // The content of the schema's file is not a setting.
    return Object.entries(value).flatMap(([key, item]) =>
        key === "identitySchema" ? [] : search(item, [...path, key]),
    );
}
