import type { PolicyObject } from "../../../kubernetes/resource";

/** What has generations. */
export const GENERATED = [
    "random:index/randomPassword:RandomPassword",
    "random:index/randomBytes:RandomBytes",
] as const;

export interface Generation {
    readonly name: string;
    /** What tells the credential from all others: two components may use the same name. */
    readonly of: string;
    readonly number: number;
}

/** `jwt-g3` is the third generation of `jwt`; `undefined` for what has no generations. */
export function generationOf({ source }: PolicyObject): Generation | undefined {
    const [, name, number] = /^(.+)-g(\d+)$/.exec(source.name) ?? [];
    return name === undefined
        ? undefined
        : { name, of: `${source.opts?.parent ?? ""} ${name}`, number: Number(number) };
}

/** Days since 1970; `undefined` for what is no day of the calendar. */
export function dayNumber(day: string | undefined): number | undefined {
    const milliseconds = /^\d{4}-\d\d-\d\d$/.test(day ?? "") ? Date.parse(`${day}T00:00:00Z`) : NaN;
    const isReal = !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(day ?? "");
    return isReal ? milliseconds / 86_400_000 : undefined;
}
