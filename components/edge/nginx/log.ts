/**
 * One JSON object a request. It has no header but the client's name for itself and no query string, so that no API key,
 * token or cookie is ever in it. Times are in seconds; all values are strings, since nginx has no number for some.
 */
const FIELDS: Readonly<Record<string, string>> = {
    time: "$time_iso8601",
    request_id: "$request_id",
    client: "$remote_addr",
    method: "$request_method",
    host: "$host",
    path: "$edge_path",
    status: "$status",
    bytes: "$bytes_sent",
    duration: "$request_time",
    upstream_duration: "$upstream_response_time",
    upstream: "$upstream_addr",
    upstream_status: "$upstream_status",
    reason: "$edge_reason",
    user_agent: "$http_user_agent",
};

/**
 * ConfigMap keys. The error log quotes whole requests, with their query, at every level below `crit`: why an answer is an
 * error of the edge stands in the access log instead.
 */
export function logEntries(): Record<string, string> {
    const pairs = Object.entries(FIELDS).map(([name, variable]) => `"${name}":"${variable}"`);
    return {
        "log-format": `{${pairs.join(",")}}`,
        "log-format-escaping": "json",
        "error-log-level": "crit",
    };
}

/** The path as it came, without the query, and why the edge itself answered that something is wrong. */
export function logDirectives(): string[] {
    return [
        "map $request_uri $edge_path {",
        '    "~^(?<edge_path_part>[^?]*)" $edge_path_part;',
        "}",
        'map "$status|$upstream_addr|$upstream_connect_time|$upstream_header_time" $edge_reason {',
        ...REASONS.map(([pattern, reason]) => `    "~${pattern}" "${reason}";`),
        '    default "";',
        "}",
    ];
}

/**
 * Of 502 and 504, by what the last attempt came to: a time that is a hyphen was never reached. The controller sends requests for a
 * Service without pods to a socket of its own, and the name of a group of pods stands for its addresses when all failed lately.
 */
const REASONS: readonly (readonly [pattern: string, reason: string])[] = [
    [String.raw`^502\|.*nginx-502-server\.sock\|`, "no pod is ready"],
    [String.raw`^502\|(.*, )?[a-z][^|,]*\|`, "every pod failed within the last 10 seconds"],
    [String.raw`^502\|[^|]+\|(.*[ ,:])?-\|`, "no connection: refused, or a certificate that is not trusted"],
    [String.raw`^504\|[^|]+\|(.*[ ,:])?-\|`, "no connection in time"],
    [String.raw`^502\|[^|]+\|[^|]+\|(.*[ ,:])?-$`, "the pod closed the connection without an answer"],
    [String.raw`^504\|[^|]+\|[^|]+\|(.*[ ,:])?-$`, "no answer in time"],
    [String.raw`^50[24]\|[^|]+\|`, "the pod itself answered so"],
];
