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
    user_agent: "$http_user_agent",
};

/** ConfigMap keys. The error log quotes whole requests, with their query, at every level below `crit`. */
export function logEntries(): Record<string, string> {
    const pairs = Object.entries(FIELDS).map(([name, variable]) => `"${name}":"${variable}"`);
    return {
        "log-format": `{${pairs.join(",")}}`,
        "log-format-escaping": "json",
        "error-log-level": "crit",
    };
}

/** The path as it came, without the query. */
export function logDirectives(): string[] {
    return ["map $request_uri $edge_path {", '    "~^(?<edge_path_part>[^?]*)" $edge_path_part;', "}"];
}
