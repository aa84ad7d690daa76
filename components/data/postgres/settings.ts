import { mebibytes } from "../../../kubernetes/quantity";
import { DATABASE, LOGINS } from "./logins";

/** Where the server finds and puts what it needs, as it sees it. */
export interface Folders {
    /** Holds postgresql.conf and pg_hba.conf. */
    readonly config: string;
    /** Holds `tls.crt` and `tls.key`. */
    readonly tls: string;
    /** The folder of the Unix socket, for the superuser alone. */
    readonly socket: string;
}

export interface SettingsArgs {
    readonly folders: Folders;
    /** What the server may use, as a Kubernetes quantity. */
    readonly memory: string;
    /** @default 5432 */
    readonly port?: number;
}

/**
 * Who may connect, and how: the logins, to the one database, over TLS, with SCRAM. The superuser has no password
 * and is let in by the operating system's word alone, over the socket that only its pod can reach. Everything else is
 * refused by name rather than by falling off the end.
 *
 * @see setup guide, "3. Database Security" and "4. Network Security"
 */
export function pgHba(): string {
    return table([
        ["local", "all", "postgres", "", "peer"],
        ["local", "all", "all", "", "reject"],
        ["local", "replication", "all", "", "reject"],
        ["hostnossl", "all", "all", "all", "reject"],
        ["host", "replication", "all", "all", "reject"],
        ...LOGINS.map((pair) => ["hostssl", DATABASE, pair.join(","), "all", "scram-sha-256"]),
        ["host", "all", "all", "all", "reject"],
    ]);
}

function table(rows: readonly (readonly string[])[]): string {
    const widths = [11, 13, 35, 5];
    const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("");
    return rows.map((row) => `${line(row)}\n`).join("");
}

/**
 * The server's settings. Every one differs from PostgreSQL's default on purpose or is stated because a rule depends on it.
 *
 * @see setup guide, "3. Database Security" and "5. Monitoring & Logging"
 */
export function postgresqlConf({ folders, memory, port = 5432 }: SettingsArgs): string {
    const available = mebibytes(memory);
    return [
        "# Connections",
        `hba_file = '${folders.config}/pg_hba.conf'`,
        "listen_addresses = '*'",
        `port = ${port}`,
        `unix_socket_directories = '${folders.socket}'`,
        "unix_socket_permissions = 0700",
        "max_connections = 100",
        "superuser_reserved_connections = 5",
        "max_wal_senders = 0",
        "# Clients whose node is gone hold neither a connection nor a lock for hours.",
        "tcp_keepalives_idle = 60",
        "tcp_keepalives_interval = 10",
        "tcp_keepalives_count = 6",
        "client_connection_check_interval = 10s",
        "idle_in_transaction_session_timeout = 5min",
        "authentication_timeout = 10s",
        "",
        "# Encryption and passwords",
        "ssl = on",
        "ssl_min_protocol_version = 'TLSv1.3'",
        `ssl_cert_file = '${folders.tls}/tls.crt'`,
        `ssl_key_file = '${folders.tls}/tls.key'`,
        "password_encryption = scram-sha-256",
        "",
        "# Log: who connects and what goes wrong, never a statement or a value, which can be a password or personal data",
        "log_destination = 'stderr'",
        "logging_collector = off",
        "log_line_prefix = '%m [%p] %q%u@%d %h '",
        "log_timezone = 'UTC'",
        "log_connections = on",
        "log_disconnections = on",
        "log_statement = 'none'",
        "log_duration = off",
        "log_min_duration_statement = -1",
        "log_min_duration_sample = -1",
        "log_transaction_sample_rate = 0",
        "log_min_error_statement = panic",
        "log_parameter_max_length = 0",
        "log_parameter_max_length_on_error = 0",
        "log_error_verbosity = terse",
        "debug_print_parse = off",
        "debug_print_rewritten = off",
        "debug_print_plan = off",
        "",
        "# Memory and disk",
        `shared_buffers = ${share(available, 4)}MB`,
        `effective_cache_size = ${share(available, 2)}MB`,
        `maintenance_work_mem = ${share(available, 16)}MB`,
        "work_mem = 4MB",
        "shared_memory_type = mmap",
        "dynamic_shared_memory_type = posix",
        "# Containers rarely have huge pages, and asking for some without having any can end in a bus error.",
        "huge_pages = off",
        "max_wal_size = 512MB",
        "",
    ].join("\n");
}

function share(available: number, divisor: number): number {
    return Math.max(16, Math.floor(available / divisor));
}
