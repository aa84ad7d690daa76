import assert from "node:assert/strict";
import { pgHba, postgresqlConf } from "../../../../components/data/postgres/settings";

const FOLDERS = { config: "/config", tls: "/tls", socket: "/socket" };

describe("pgHba", () => {
    // Setup guide, "3. Database Security" (encrypted connections, a dedicated user with minimal privileges) and
    // "4. Network Security" (database access for the Kratos container only).
    it("lets the two logins into the one database over TLS with SCRAM, the superuser in by the socket, and nobody else", () => {
        assert.equal(
            pgHba(),
            [
                "local      all          postgres                                peer",
                "local      all          all                                     reject",
                "local      replication  all                                     reject",
                "hostnossl  all          all                                all  reject",
                "host       replication  all                                all  reject",
                "hostssl    kratos       kratos_a,kratos_b                  all  scram-sha-256",
                "hostssl    kratos       kratos_server_a,kratos_server_b    all  scram-sha-256",
                "hostssl    kratos       kratos_courier_a,kratos_courier_b  all  scram-sha-256",
                "host       all          all                                all  reject",
                "",
            ].join("\n"),
        );
    });
});

describe("postgresqlConf", () => {
    const lines = (memory = "512Mi", port?: number): string[] =>
        postgresqlConf({ folders: FOLDERS, memory, port }).split("\n");

    const states = (expected: readonly string[]): void => {
        const actual = lines();
        for (const line of expected) {
            assert.ok(actual.includes(line), line);
        }
    };

    it("speaks TLS 1.3 only and keeps passwords as SCRAM verifiers (setup guide, 3. Database Security)", () => {
        states([
            "ssl = on",
            "ssl_min_protocol_version = 'TLSv1.3'",
            "ssl_cert_file = '/tls/tls.crt'",
            "ssl_key_file = '/tls/tls.key'",
            "password_encryption = scram-sha-256",
        ]);
    });

    it("goes by its own pg_hba.conf, with the socket for its own user alone (setup guide, 4. Network Security)", () => {
        states([
            "hba_file = '/config/pg_hba.conf'",
            "listen_addresses = '*'",
            "port = 5432",
            "unix_socket_directories = '/socket'",
            "unix_socket_permissions = 0700",
            "max_wal_senders = 0",
            "authentication_timeout = 10s",
        ]);
    });

    it("logs who connects (setup guide, 5. Monitoring & Logging)", () => {
        states([
            "log_connections = on",
            "log_disconnections = on",
            "log_destination = 'stderr'",
            "logging_collector = off",
        ]);
    });

    it("logs no statement, parameter or value", () => {
        states([
            "log_statement = 'none'",
            "log_duration = off",
            "log_min_duration_statement = -1",
            "log_min_duration_sample = -1",
            "log_transaction_sample_rate = 0",
            "log_min_error_statement = panic",
            "log_parameter_max_length = 0",
            "log_parameter_max_length_on_error = 0",
            "log_error_verbosity = terse",
        ]);
    });

    it("sets nothing twice", () => {
        const names = lines().flatMap((line) => /^(\w+) =/.exec(line)?.[1] ?? []);
        assert.deepEqual(names, [...new Set(names)]);
    });

    for (const [memory, buffers, cache, maintenance] of [
        ["512Mi", "128MB", "256MB", "32MB"],
        ["2Gi", "512MB", "1024MB", "128MB"],
        ["1.5G", "357MB", "715MB", "89MB"],
        ["32Mi", "16MB", "16MB", "16MB"],
    ] as const) {
        it(`shares out ${memory} of memory`, () => {
            const actual = lines(memory);
            assert.ok(actual.includes(`shared_buffers = ${buffers}`));
            assert.ok(actual.includes(`effective_cache_size = ${cache}`));
            assert.ok(actual.includes(`maintenance_work_mem = ${maintenance}`));
        });
    }

    it("refuses what is not an amount of memory", () => {
        for (const memory of ["", "lots", "512MB", "-1Gi"]) {
            assert.throws(
                () => lines(memory),
                /is not a Kubernetes quantity; write for example 250m, 512Mi or 2Gi/,
                memory,
            );
        }
    });

    it("listens on another port where it is told to", () => {
        assert.ok(lines("512Mi", 6543).includes("port = 6543"));
    });
});
