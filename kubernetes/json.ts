/** Reading objects whose shape nobody has checked: what is missing or of another type is empty. */
import { quantity } from "./quantity";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Fields = { readonly [key: string]: Json };

export function fields(value: Json | undefined): Fields {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

export function list(value: Json | undefined): Json[] {
    return Array.isArray(value) ? value : [];
}

/** The value if it is a string. */
export function text(value: Json | undefined): string | undefined {
    return typeof value === "string" ? value : undefined;
}

/** Number of a Kubernetes quantity: `250m` is 0.25. `undefined` for what is none, such as a value that is not known yet. */
export function amount(value: Json | undefined): number | undefined {
    if (typeof value !== "string") {
        return typeof value === "number" ? value : undefined;
    }
    try {
        return quantity(value);
    } catch {
        return undefined;
    }
}
