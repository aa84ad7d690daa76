import type { Given } from "./chart";

/** A line of nginx' configuration: as it stands, or what it must look like. */
type Line = string | RegExp;

/**
 * For nginx' `http` block. Each of these lines protects every host; most say so by themselves. Addresses, times and names
 * of a deployment may differ.
 */
const HTTP_LINES: readonly Line[] = [
    // Security guide, "TLS Configuration Best Practices"; docs/adr says where it is out of date.
    'add_header Strict-Transport-Security "max-age=63072000; includeSubDomains; preload" always;',
    'add_header X-Frame-Options "DENY" always;',
    'add_header X-Content-Type-Options "nosniff" always;',
    'add_header X-XSS-Protection "0" always;',
    'add_header Referrer-Policy "strict-origin-when-cross-origin" always;',
    /^add_header Permissions-Policy ".+" always;$/,
    "proxy_hide_header X-Powered-By;",
    /^ssl_conf_command Ciphersuites TLS_(?:AES_256_GCM_SHA384|CHACHA20_POLY1305_SHA256|AES_128_GCM_SHA256|:TLS_)+;$/,
    "ssl_session_tickets off;",
    // Against clients that send slowly, or much before they are known.
    /^client_header_timeout \d{1,2}s;$/,
    /^client_body_timeout \d{1,2}s;$/,
    /^send_timeout \d{1,2}s;$/,
    "large_client_header_buffers 4 8k;",
    // TLS backends are who they should be.
    "map $host $edge_backend_name {",
    "proxy_ssl_verify on;",
    "proxy_ssl_trusted_certificate /etc/internal-authority/ca.crt;",
    "proxy_ssl_protocols TLSv1.3;",
    "proxy_ssl_server_name on;",
    "proxy_ssl_name $edge_backend_name;",
    // What limits count by; without it the variable is a request header, the client's to choose.
    "map $binary_remote_addr $http_edge_client_network {",
    '"~(?s)^(?<edge_network>.{8}).{8}$" $edge_network;',
    "default $binary_remote_addr;",
    // The path without the query, for the access log.
    "map $request_uri $edge_path {",
    '"~^(?<edge_path_part>[^?]*)" $edge_path_part;',
    // What the guards below ask.
    "map $request_uri $edge_ambiguous_path {",
    String.raw`"~*^[^?#]*(//|/\.\.?([/?#;]|$)|%2e|%2f|%5c|\x5c)" 1;`,
    "default 0;",
    'map "$scheme:$ssl_server_name:$host" $edge_misdirected {',
    String.raw`"~*^https:([^:]+):\1$" 0;`,
    '"~^http:" 0;',
    "default 1;",
];

/** For every `server` block: what is refused before anything is forwarded. */
const SERVER_LINES: readonly Line[] = [
    "if ($http_upgrade) { return 400; }",
    "if ($edge_ambiguous_path) { return 400; }",
    "if ($edge_misdirected) { return 421; }",
];

/** The lines that a snippet lacks. */
export function missingHttpLines({ at }: Given): string[] {
    return missing(HTTP_LINES, at.text ?? "");
}

/** The lines that a snippet lacks. */
export function missingServerLines({ at }: Given): string[] {
    return missing(SERVER_LINES, at.text ?? "");
}

function missing(lines: readonly Line[], snippet: string): string[] {
    const given = snippet.split("\n").map((line) => line.trim());
    return lines
        .filter((line) => !given.some((text) => (typeof line === "string" ? text === line : line.test(text))))
        .map((line) => `no line ${typeof line === "string" ? line : line.source}`);
}
