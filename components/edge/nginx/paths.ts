import { pathPattern } from "../path-pattern";
import type { RoutePath } from "../route";

/** Everything but the answers to challenges for certificates, which the controller serves under paths of their own. */
const EVERYTHING = String.raw`~ ^/(?!\.well-known/acme-challenge/)`;

/**
 * A path as a VirtualServer has it. All are regular expressions, tried in their order: one VirtualServerRoute takes no
 * mixture of kinds, and were a host's paths in several, those of a limit could be lost while `/` still answered.
 */
export function routePath(of: RoutePath): string {
    return of.path === "/" && of.match === "prefix" ? EVERYTHING : `~* ${pathPattern(of)}`;
}
