import type { RoutePath } from "./route";

/** A path as a regular expression; the caller's match ignores letter case. */
export function pathPattern({ path, match }: RoutePath): string {
    const literal = path.replaceAll(/[.+*?()[\]|^$\\{}]/g, String.raw`\$&`);
    return match === "prefix" ? `^${literal}` : `^${literal}/?$`;
}
