import type { Route } from "../route";
import type { EdgeSettings } from "../settings";
import { clientAddressEntries, clientNetworkDirectives } from "./client-address";
import { guardDirectives, serverGuards } from "./guards";
import { headerDirectives } from "./headers";
import { logDirectives, logEntries } from "./log";
import { tlsDirectives, tlsEntries } from "./tls";

/** Where the controller's pods have the authority that signed the certificates of TLS backends. */
export const AUTHORITY_FOLDER = "/etc/internal-authority";

/** Connections of a worker, to clients and backends together. */
const CONNECTIONS = 4096;

/**
 * Entries of the controller's ConfigMap. Its snippets are taken although routes may have none: the controller's switch
 * `enable-snippets` is about routes alone.
 *
 * @param pods how many of the controller's pods a client's requests are spread over
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
 */
export function configMapEntries(
    settings: EdgeSettings,
    routes: readonly Route[],
    pods: number,
): Record<string, string> {
    const { limits, tls } = settings;
    return {
        "server-tokens": "false",
        // 444: the connection is closed without an answer. TLS for an unknown name is refused in the handshake.
        "default-server-return": "444",
        ...tlsEntries(tls),
        ...clientAddressEntries(settings),
        ...logEntries(),
        "keepalive-timeout": `${limits.idleTimeoutSeconds}s`,
        // Connections to backends that are kept open, for each worker.
        keepalive: "16",
        // `auto` would start one for each core of the node, whatever the container's limit.
        "worker-processes": "2",
        "worker-connections": `${CONNECTIONS}`,
        // A file for each connection, one for a body or answer that is too large for memory, and what else is open. Container
        // runtimes start with 1024, at which a worker refuses clients long before it has its connections.
        "worker-rlimit-nofile": `${2 * CONNECTIONS + 1024}`,
        // A host name has up to 253 characters; the controller's 256 hold 238 of them, and nginx would not load the rest.
        "server-names-hash-bucket-size": "512",
        "map-hash-bucket-size": "512",
        // Workers of an older configuration end after this long, whatever their clients do.
        "worker-shutdown-timeout": "60s",
        "http-snippets": lines([
            ...headerDirectives(),
            ...tlsDirectives(tls),
            ...timeoutDirectives(settings),
            ...backendTlsDirectives(routes),
            ...clientNetworkDirectives(),
            ...logDirectives(),
            ...guardDirectives(routes, pods),
        ]),
        "server-snippets": lines(serverGuards()),
    };
}

/** Against clients that send slowly, or much before they are known. */
function timeoutDirectives({ limits }: EdgeSettings): string[] {
    return [
        `client_header_timeout ${limits.headerTimeoutSeconds}s;`,
        `client_body_timeout ${limits.headerTimeoutSeconds}s;`,
        `send_timeout ${limits.headerTimeoutSeconds}s;`,
        "large_client_header_buffers 4 8k;",
    ];
}

/**
 * Verifies TLS backends. A Policy cannot: it wants the authority in a Secret of a type of its own, which cert-manager
 * does not write.
 */
function backendTlsDirectives(routes: readonly Route[]): string[] {
    const names = routes.flatMap(({ host, backend }) =>
        backend.tlsServerName === undefined ? [] : [`    ${host} ${backend.tlsServerName};`],
    );
    return [
        "map $host $edge_backend_name {",
        ...names,
        '    default "";',
        "}",
        "proxy_ssl_verify on;",
        "proxy_ssl_verify_depth 2;",
        `proxy_ssl_trusted_certificate ${AUTHORITY_FOLDER}/ca.crt;`,
        "proxy_ssl_protocols TLSv1.3;",
        "proxy_ssl_server_name on;",
        "proxy_ssl_name $edge_backend_name;",
    ];
}

function lines(directives: readonly string[]): string {
    return directives.map((directive) => `${directive}\n`).join("");
}
