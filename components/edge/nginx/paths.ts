import type { RoutePath } from "../route";

/** A path as a regular expression; the caller's match ignores letter case. */
export function pathPattern({ path, match }: RoutePath): string {
    const literal = path.replaceAll(/[.+*?()[\]|^$\\{}]/g, String.raw`\$&`);
    return match === "prefix" ? `^${literal}` : `^${literal}/?$`;
}

/** A path as a VirtualServer has it. Regular expressions come before prefixes and are tried in their order. */
export function virtualServerPath(of: RoutePath): string {
    return of.path === "/" && of.match === "prefix" ? "/" : `~* ${pathPattern(of)}`;
}
