import type { Exception } from "./engine/exception";

/**
 * What the rules object to and is accepted for a time. An entry that is malformed, has expired or covers nothing any more
 * is itself a mandatory violation, so the list never outlives its reasons.
 *
 * @example
 * {
 *     resource: "legacy/Deployment/importer",
 *     rule: "read-only-root-filesystem",
 *     reason: "Writes its plugins beside the program; upstream issue 4711",
 *     owner: "data-team@example.com",
 *     expiry: "2027-03-31",
 *     environment: "production",
 * }
 */
export const exceptions: readonly Exception[] = [];
