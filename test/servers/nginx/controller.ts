import { AUTHORITY_FOLDER } from "../../../components/edge/nginx/config-map";
import {
    limitZones,
    type Policies,
    virtualServerConf,
    type VirtualServerRouteSpec,
    type VirtualServerSpec,
} from "./virtual-server";

/**
 * The nginx.conf that the F5 NGINX Ingress Controller 5.5 makes of its ConfigMap, VirtualServers, VirtualServerRoutes and Policies: what this
 * project's objects set, in the order of `internal/configs/version1/nginx.tmpl` (here) and
 * `internal/configs/version2/nginx.virtualserver.tmpl` (in `virtual-server.ts`). Left out is what has no bearing on
 * requests: njs, metrics, the stream block.
 */
export interface ControllerInput {
    /** Entries of the ConfigMap. */
    readonly entries: Readonly<Record<string, string>>;
    readonly virtualServers: readonly VirtualServerSpec[];
    readonly virtualServerRoutes: readonly VirtualServerRouteSpec[];
    readonly policies: Policies;
    /** Endpoints of `namespace/service:port`. */
    readonly endpoints: Readonly<Record<string, readonly string[]>>;
    /** Certificate and key in one file, by the name of the TLS Secret. */
    readonly certificates: Readonly<Record<string, string>>;
    /** Number of the controller's pods. */
    readonly replicas: number;
}

/** What differs between a pod and a test. */
export interface Place {
    /** Working folder, instead of `/var/lib/nginx`. */
    readonly folder: string;
    /** Instead of all addresses. */
    readonly address: string;
    /** Instead of `/dev/stdout`. */
    readonly accessLog: string;
    /** Instead of the pod's mount. */
    readonly authorityFolder: string;
    /** Instead of 80 and 443. */
    readonly ports: { readonly http: number; readonly https: number };
    /** Whether nginx knows `http2 on`, which the controller writes. */
    readonly http2Directive: boolean;
}

export function nginxConf(input: ControllerInput, place: Place): string {
    const { entries, virtualServers } = input;
    const { folder, address, accessLog, authorityFolder, ports, http2Directive } = place;
    const entry = (key: string, otherwise: string): string => entries[key] ?? otherwise;
    const proxyProtocol = entry("proxy-protocol", "false") === "true" ? " proxy_protocol" : "";
    const http2 = entry("http2", "false") === "true";
    return `
user root;
worker_processes ${entry("worker-processes", "auto")};
worker_shutdown_timeout ${entry("worker-shutdown-timeout", "0")};
${optional("worker_rlimit_nofile", entries["worker-rlimit-nofile"])}
daemon off;
error_log stderr ${entry("error-log-level", "notice")};
pid ${folder}/nginx.pid;
events {
    worker_connections ${entry("worker-connections", "1024")};
}
http {
    ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join("\n    ")}
    map_hash_max_size 2048;
    map_hash_bucket_size ${entry("map-hash-bucket-size", "256")};
${entry("http-snippets", "").replaceAll(AUTHORITY_FOLDER, authorityFolder)}
    log_format main escape=${entry("log-format-escaping", "default")} '${entry("log-format", "$remote_addr")}';
    access_log ${accessLog} main;
    keepalive_timeout ${entry("keepalive-timeout", "75s")};
    keepalive_requests 1000;
    server_names_hash_max_size 1024;
    server_names_hash_bucket_size ${entry("server-names-hash-bucket-size", "256")};
    variables_hash_bucket_size 256;
    variables_hash_max_size 1024;
    map $http_upgrade $vs_connection_header {
        default upgrade;
        ''      $default_connection_header;
    }
    ${optional("ssl_protocols", entries["ssl-protocols"])}
    ${optional("ssl_ciphers", entries["ssl-ciphers"])}
    ${entry("ssl-prefer-server-ciphers", "false") === "true" ? "ssl_prefer_server_ciphers on;" : ""}
    server {
        set $default_connection_header "";
        listen ${address}:${ports.http} default_server${proxyProtocol};
        listen ${address}:${ports.https} ssl${http2 && !http2Directive ? " http2" : ""} default_server${proxyProtocol};
        ${http2 && http2Directive ? "http2 on;" : ""}
        ssl_reject_handshake on;
        ${realAddress(entries)}
        server_name _;
        server_tokens ${entry("server-tokens", "true") === "false" ? "off" : "on"};
        location / {
            return ${entry("default-server-return", "404")};
        }
    }
${limitZones(input)}
${virtualServers.map((server) => virtualServerConf(server, input, place)).join("\n")}
    server { listen unix:${folder}/nginx-502-server.sock; access_log off; return 502; }
    server { listen unix:${folder}/nginx-418-server.sock; access_log off; return 418; }
}
`;
}

/** Of both kinds of server. */
export function realAddress(entries: ControllerInput["entries"]): string {
    const from = (entries["set-real-ip-from"] ?? "").split(",").filter((range) => range !== "");
    return [
        ...from.map((range) => `set_real_ip_from ${range};`),
        optional("real_ip_header", entries["real-ip-header"]),
        entries["real-ip-recursive"] === "true" ? "real_ip_recursive on;" : "",
    ].join("\n        ");
}

function optional(directive: string, value: string | undefined): string {
    return value === undefined ? "" : `${directive} ${value};`;
}
