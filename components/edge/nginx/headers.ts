import { HEADERS, TELLTALES } from "../headers";

/**
 * Directives for nginx' `http` block. A location that adds a header of its own inherits none of these: no location may.
 * `always` is what covers errors. What an application sends under the same names is dropped, so that none comes twice.
 */
export function headerDirectives(): string[] {
    return [
        ...Object.entries(HEADERS).map(([name, value]) => `add_header ${name} "${value}" always;`),
        ...[...Object.keys(HEADERS), ...TELLTALES].map((name) => `proxy_hide_header ${name};`),
    ];
}
