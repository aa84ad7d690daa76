import { mebibytes } from "../../../kubernetes/quantity";

/** Where the server finds and puts what it needs, as it sees it. */
export interface Paths {
    /** Folder of the append-only file. */
    readonly data: string;
    /** Folder with `tls.crt` and `tls.key`. */
    readonly tls: string;
    /** The ACL file. */
    readonly users: string;
    /** The Unix socket, for the pod's own clients. */
    readonly socket: string;
}

export interface SettingsArgs {
    readonly paths: Paths;
    /** What the server may use, as a Kubernetes quantity. */
    readonly memory: string;
}

/**
 * The server's settings. Every one differs from Redis' default on purpose or is stated because a rule depends on it. All of
 * them are known from Redis 7.0 on.
 *
 * @see security guide, "Redis Security" and "Data Protection"
 */
export function redisConf({ paths, memory }: SettingsArgs): string {
    // Half. While the append-only file is rewritten, pages that change exist twice; and there are clients' buffers.
    const available = mebibytes(memory);
    const data = Math.floor(available / 2);
    const perClient = Math.max(1, Math.floor(data / 4));
    return [
        "# Connections: TLS for clients, a socket for the pod itself",
        "port 0",
        "tls-port 6379",
        "bind * -::*",
        "protected-mode yes",
        `unixsocket ${paths.socket}`,
        "unixsocketperm 700",
        "# A client whose node is gone, or that forgot its connection, does not hold it for hours.",
        "tcp-keepalive 60",
        "timeout 600",
        "# What OpenSSL holds for each of them, some 30 KB, counts as no client's memory.",
        `maxclients ${available * 4}`,
        "",
        "# Encryption",
        "tls-protocols TLSv1.3",
        `tls-cert-file ${paths.tls}/tls.crt`,
        `tls-key-file ${paths.tls}/tls.key`,
        "tls-auth-clients no",
        "",
        "# Users and what nobody may do, whoever they are",
        `aclfile ${paths.users}`,
        "acllog-max-len 128",
        "enable-protected-configs no",
        "enable-debug-command no",
        "enable-module-command no",
        "",
        "# Disk: every write within a second. Snapshots would only write the same data again.",
        `dir ${paths.data}`,
        "appendonly yes",
        "appendfsync everysec",
        "aof-load-truncated yes",
        'save ""',
        "",
        "# Memory: a full server refuses writes and says so; it never drops a session by itself",
        `maxmemory ${data}mb`,
        "maxmemory-policy noeviction",
        "maxmemory-clients 50%",
        `client-output-buffer-limit normal ${perClient}mb ${perClient}mb 0`,
        `client-output-buffer-limit pubsub ${perClient}mb ${perClient}mb 0`,
        "",
        "# Log: standard output, and nothing that a client sent; a crash report would print its buffers",
        "daemonize no",
        'logfile ""',
        "loglevel notice",
        "syslog-enabled no",
        "crash-log-enabled no",
        "crash-memcheck-enabled no",
        "",
    ].join("\n");
}
