import { pathPattern } from "../path-pattern";
import type { Route } from "../route";
import { share } from "../shares";

/**
 * Variables for `serverGuards` and for the answer to a rejected request.
 *
 * - A path with `//`, `/../`, an encoded slash, dot or backslash may mean one thing to nginx, which chooses the rule by
 *   the decoded path, and another to the application, which gets it as it came.
 * - A host other than the one of the handshake would be served under a certificate that is not its own.
 */
export function guardDirectives(routes: readonly Route[], pods: number): string[] {
    return [
        "map $request_uri $edge_ambiguous_path {",
        String.raw`    "~*^[^?#]*(//|/\.\.?([/?#;]|$)|%2e|%2f|%5c|\x5c)" 1;`,
        "    default 0;",
        "}",
        'map "$scheme:$ssl_server_name:$host" $edge_misdirected {',
        String.raw`    "~*^https:([^:]+):\1$" 0;`,
        '    "~^http:" 0;',
        "    default 1;",
        "}",
        'map "$limit_req_status:$host$uri" $edge_retry_after {',
        ...routes.flatMap((route) => retryAfter(route, pods)).map((line) => `    ${line}`),
        '    default "";',
        "}",
        // Empty unless a limit rejected the request, and then not sent.
        "add_header Retry-After $edge_retry_after always;",
    ];
}

/** After how many seconds a request fits for certain, even if the same pod gets it. */
function retryAfter({ host, paths }: Route, pods: number): string[] {
    return paths.flatMap((path) => {
        if (path.limit === undefined) {
            return [];
        }
        const pattern = pathPattern(path).slice(1);
        const seconds = Math.ceil(60 / share(path.limit, pods).requestsPerMinute);
        return [`"~*^REJECTED:${host.replaceAll(".", String.raw`\.`)}${pattern}" ${seconds};`];
    });
}

/**
 * Directives for every server. None of our applications changes protocols; forwarded, an upgrade would open a connection
 * that nothing here looks into any more.
 */
export function serverGuards(): string[] {
    return [
        "if ($http_upgrade) { return 400; }",
        "if ($edge_ambiguous_path) { return 400; }",
        "if ($edge_misdirected) { return 421; }",
    ];
}
