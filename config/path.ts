/** Where a setting is: keys of objects and indices of lists. */
export type Path = readonly (string | number)[];

/** The notation of `pulumi config set --path`: `kratos.allowedOrigins[0]`. */
export function formatPath(path: Path): string {
    return path.map((step, i) => (typeof step === "number" ? `[${step}]` : (i === 0 ? "" : ".") + step)).join("");
}

/** Reads that notation; `undefined` if it is not one. */
export function parsePath(text: string): Path | undefined {
    if (!/^[\w-]+(\.[\w-]+|\[\d+\])*$/.test(text)) return undefined;
    return [...text.matchAll(/\[(\d+)\]|([\w-]+)/g)].map(([, index, key]) =>
        index === undefined ? (key ?? "") : Number(index),
    );
}

/** What stands there; `undefined` if nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
    return path.reduce<unknown>(
        (at, step) => (isContainer(at) && Object.hasOwn(at, step) ? at[step] : undefined),
        value,
    );
}

/** Whether `path` is `ancestor` or lies under it. */
export function isWithin(path: Path, ancestor: Path): boolean {
    return ancestor.every((step, i) => step === path[i]);
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
    return typeof value === "object" && value !== null;
}

/** Whether it is an object with keys, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
    return isContainer(value) && !Array.isArray(value);
}
