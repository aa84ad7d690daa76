import type { Case } from "../case";
import { entry, HTTP_LINES, SERVER_LINES } from "./releases";

const ENTRIES = "values.controller.config.entries";

function config(key: string, ...wrong: readonly unknown[]): Case[] {
    return wrong.map((one) => ({
        what: `${key} ${one === undefined ? "missing" : JSON.stringify(one)}`,
        resources: [entry({ [key]: one })],
        at: `${ENTRIES}.${key}`,
    }));
}

const protectiveLines = HTTP_LINES.split("\n").filter((line) => !/^\}|karima|default "";|^$/.test(line));

/** Ways to get the controller's ConfigMap wrong. */
export const nginxConfigFails: readonly Case[] = [
    ...config("server-tokens", undefined, "true"),
    ...config("default-server-return", undefined, "200"),
    ...config("ssl-protocols", undefined, "TLSv1.2 TLSv1.3", "TLSv1"),
    ...config("ssl-ciphers", 7, "ALL", "ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA"),
    ...config("ssl-prefer-server-ciphers", undefined, "false"),
    ...config("log-format", undefined, "$request_uri", "$http_authorization", "${args}", "$request $status"),
    ...config("log-format-escaping", undefined, "none"),
    ...config("error-log-level", undefined, "notice"),
    ...config("set-real-ip-from", "10.0.0.0/8"),
    ...config("main-snippets", "load_module a.so;"),
    ...config("hsts", "false"),
    {
        what: "the PROXY protocol, which names clients, and a header of their own that does",
        resources: [entry({ "proxy-protocol": "true" })],
        at: `${ENTRIES}.real-ip-header`,
    },
    {
        what: "clients named by a PROXY protocol that is off",
        resources: [entry({ "real-ip-header": "proxy_protocol", "set-real-ip-from": "10.0.0.0/8" })],
        at: `${ENTRIES}.proxy-protocol`,
    },
    ...["0.0.0.0/0", "10.0.0.0/8,::/0", undefined].map((ranges) => ({
        what: `clients named by ${ranges ?? "nobody in particular"}`,
        resources: [
            entry({ "proxy-protocol": "true", "real-ip-header": "proxy_protocol", "set-real-ip-from": ranges }),
        ],
        at: `${ENTRIES}.set-real-ip-from`,
    })),
    ...protectiveLines.map((line) => ({
        what: `http-snippets without ${line.trim()}`,
        resources: [entry({ "http-snippets": HTTP_LINES.replace(`${line}\n`, "") })],
        at: `${ENTRIES}.http-snippets`,
    })),
    ...(
        [
            ["max-age=63072000", "max-age=0"],
            ["ssl_session_tickets off", "ssl_session_tickets on"],
            ["TLS_AES_256_GCM_SHA384", "TLS_AES_128_CCM_8_SHA256"],
            ["proxy_ssl_verify on", "proxy_ssl_verify off"],
            ["client_header_timeout 15s", "client_header_timeout 3600s"],
        ] as const
    ).map(([line, other]) => ({
        what: `http-snippets with ${other}`,
        resources: [entry({ "http-snippets": HTTP_LINES.replace(line, other) })],
        at: `${ENTRIES}.http-snippets`,
    })),
    ...SERVER_LINES.map((line) => ({
        what: `server-snippets without ${line}`,
        resources: [entry({ "server-snippets": SERVER_LINES.filter((other) => other !== line).join("\n") })],
        at: `${ENTRIES}.server-snippets`,
    })),
];
