import type { Field } from "../../../../kubernetes/field";
import { type Given, oneOf, type Requirement, requires } from "./chart";
import { missingHttpLines, missingServerLines } from "./nginx-snippets";

const AT = "controller.config.entries";

/** What may stand in the access log: nothing that holds a query, a header with a key in it or a body. */
const LOGGED: ReadonlySet<string> = new Set([
    "bytes_sent",
    "body_bytes_sent",
    "edge_path",
    "edge_reason",
    "host",
    "http_user_agent",
    "remote_addr",
    "request_id",
    "request_length",
    "request_method",
    "request_time",
    "scheme",
    "server_protocol",
    "ssl_cipher",
    "ssl_protocol",
    "status",
    "time_iso8601",
    "upstream_addr",
    "upstream_response_time",
    "upstream_status",
    "uri",
]);

/** The controller's ConfigMap. */
export const nginxConfig: readonly Requirement[] = [
    requires(
        `${AT}.ssl-protocols`,
        (value, { live }) => value === "TLSv1.3" || (!live && value === "TLSv1.2 TLSv1.3"),
        ['"TLSv1.3"', "TLSv1.3"],
        "security guide: TLS 1.3 only",
    ),
    requires(
        `${AT}.ssl-ciphers`,
        (value) => value === undefined || hasStrongCiphers(value),
        ["suites with forward secrecy and authenticated encryption", "ECDHE-ECDSA-AES256-GCM-SHA384"],
        "of TLS 1.2, where that is allowed",
    ),
    oneOf(`${AT}.ssl-prefer-server-ciphers`, ["true"], "the client's first choice may be the weakest"),
    oneOf(`${AT}.server-tokens`, ["false"], "the version in every answer helps attackers alone"),
    oneOf(`${AT}.default-server-return`, ["444"], "a host that is not served gets no answer"),
    requires(
        `${AT}.log-format`,
        (value) => typeof value === "string" && variables(value).every((name) => LOGGED.has(name)),
        ["a format without queries, keys and cookies", "as in components/edge/nginx/log.ts"],
        "tokens are in them; the default format has the whole request",
    ),
    oneOf(`${AT}.log-format-escaping`, ["json"], "a client could write lines of its own"),
    oneOf(`${AT}.error-log-level`, ["crit", "alert", "emerg"], "below that it quotes whole requests with their query"),
    requires(
        `${AT}.proxy-protocol`,
        (value, given) => value === "true" || realIpHeader(given).value !== "proxy_protocol",
        ['"true", with `real-ip-header: proxy_protocol`', '"true"'],
        "clients are named by it or they are not",
    ),
    requires(
        `${AT}.real-ip-header`,
        (value, { values }) =>
            values.at(...AT.split("."), "proxy-protocol").value !== "true" || value === "proxy_protocol",
        ["proxy_protocol, behind a load balancer that speaks it", "proxy_protocol"],
        "a header is the client's own claim there",
    ),
    requires(
        `${AT}.set-real-ip-from`,
        (value, given) => (realIpHeader(given).isSet ? areRanges(value) : value === undefined),
        ["the ranges of the load balancer or proxy, and nothing without one", "10.0.0.0/8"],
        "who may name clients; everybody could choose an address to be limited by",
    ),
    {
        path: `${AT}.http-snippets`,
        faults: missingHttpLines,
        expected: "the lines that protect every host",
        write: "as in components/edge/nginx/config-map.ts",
    },
    {
        path: `${AT}.server-snippets`,
        faults: missingServerLines,
        expected: "the lines that refuse a request",
        write: "as in components/edge/nginx/guards.ts",
    },
];

/** Entries about how much and how long. */
export const FREE_ENTRIES: readonly string[] = [
    "http2",
    "keepalive",
    "keepalive-timeout",
    "map-hash-bucket-size",
    "real-ip-recursive",
    "server-names-hash-bucket-size",
    "worker-connections",
    "worker-processes",
    "worker-rlimit-nofile",
    "worker-shutdown-timeout",
].map((entry) => `${AT}.${entry}`);

/** Where the controller is told by whom clients are named. */
export function realIpHeader({ values }: Pick<Given, "values">): Field {
    return values.at(...AT.split("."), "real-ip-header");
}

/** Ranges of addresses, none of them everybody's. */
export function areRanges(value: unknown): boolean {
    const ranges = Array.isArray(value) ? value : typeof value === "string" && value !== "" ? value.split(",") : [];
    return ranges.length > 0 && ranges.every((range) => typeof range === "string" && !/\/0$|^unix:/.test(range.trim()));
}

function hasStrongCiphers(value: unknown): boolean {
    const suites = typeof value === "string" ? value.split(":") : [];
    return suites.length > 0 && suites.every((suite) => /^ECDHE-.+-(?:GCM-SHA(?:256|384)|POLY1305)$/.test(suite));
}

function variables(format: string): string[] {
    return [...format.matchAll(/\$\{?(\w+)/g)].map(([, name = ""]) => name);
}
