/** Property values as the engine and its providers exchange them: JSON, with secrets and unknowns marked. */

export type Value = null | boolean | number | string | Value[] | Properties;
export interface Properties {
    [key: string]: Value;
}

/** Marks an object as something else than plain properties (`resource.SigKey` of the SDKs). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export function isProperties(value: Value | undefined): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSecret(value: Value | undefined): value is { value: Value } & Properties {
    return isProperties(value) && value[signatureKey] === secretSignature;
}

/** A scalar as text; what is missing or no scalar is empty. */
export function textOf(value: Value | undefined): string {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

export function secret(value: Value): Value {
    return isSecret(value) ? value : { [signatureKey]: secretSignature, value };
}

/** The same value without the marks. */
export function reveal(value: Value): Value {
    if (isSecret(value)) {
        return reveal(value.value);
    }
    if (Array.isArray(value)) {
        return value.map(reveal);
    }
    return isProperties(value) ? mapValues(value, reveal) : value;
}

export function revealAll(properties: Properties): Properties {
    return mapValues(properties, reveal);
}

/** Marks as secret what stands where the template has a secret: a provider must hand marks on, or they are lost. */
export function markLike(value: Value, template: Value | undefined): Value {
    if (isSecret(template)) {
        return secret(value);
    }
    if (Array.isArray(value) && Array.isArray(template)) {
        return value.map((item, index) => markLike(item, template[index]));
    }
    if (isProperties(value) && isProperties(template)) {
        return mapValues(value, (item, key) => markLike(item, template[key]));
    }
    return value;
}

/**
 * The part of a live object that someone who wrote `shape` has written: what a provider reports as inputs on refresh. Of a
 * list, as many items as were written, whichever they are (pulumi-kubernetes `pruneSlice`).
 */
export function project(live: Value, shape: Value): Value {
    if (Array.isArray(live) && Array.isArray(shape)) {
        return live.slice(0, shape.length).map((item, index) => project(item, shape[index] ?? null));
    }
    if (!isProperties(live) || !isProperties(shape)) {
        return live;
    }
    const kept = Object.entries(shape).filter(([key]) => live[key] !== undefined);
    return Object.fromEntries(kept.map(([key, part]) => [key, project(live[key] ?? null, part)]));
}

/** The dotted paths at which two values differ; a list differs as a whole. */
export function changedPaths(left: Value | undefined, right: Value | undefined, path = ""): string[] {
    if (isProperties(left) && isProperties(right)) {
        const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
        return [...keys].flatMap((key) => changedPaths(left[key], right[key], path === "" ? key : `${path}.${key}`));
    }
    return canonical(left) === canonical(right) ? [] : [path];
}

function canonical(value: Value | undefined): string {
    return JSON.stringify(value, (_key, item: Value) =>
        isProperties(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
    );
}

export function mapValues(properties: Properties, change: (value: Value, key: string) => Value): Properties {
    return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, change(value, key)]));
}
