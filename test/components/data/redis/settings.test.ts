import assert from "node:assert/strict";
import { redisConf } from "../../../../components/data/redis/settings";

const PATHS = { data: "/data", tls: "/tls", users: "/users/users.acl", socket: "/run/redis.sock" };

describe("redisConf", () => {
    const lines = (memory = "512Mi"): string[] => redisConf({ paths: PATHS, memory }).split("\n");

    const states = (expected: readonly string[]): void => {
        const actual = lines();
        for (const line of expected) {
            assert.ok(actual.includes(line), line);
        }
    };

    // Security guide, "Security Layers", "Encryption in Transit"; "Allow Redis": 6379.
    it("speaks TLS 1.3 on 6379 and nothing on any other port", () => {
        states([
            "port 0",
            "tls-port 6379",
            "bind * -::*",
            "protected-mode yes",
            "tls-protocols TLSv1.3",
            "tls-cert-file /tls/tls.crt",
            "tls-key-file /tls/tls.key",
            "tls-auth-clients no",
        ]);
    });

    it("answers the pod itself on a socket that only its own user may open", () => {
        states(["unixsocket /run/redis.sock", "unixsocketperm 700"]);
    });

    // Security guide, "Redis Security": an ACL; the guide's --requirepass would be ignored beside it, and seen.
    it("knows its users from the ACL file and has no password of its own", () => {
        states(["aclfile /users/users.acl"]);
        assert.doesNotMatch(lines().join("\n"), /requirepass|masterauth|^user /m);
    });

    it("closes what nobody may do", () => {
        states(["enable-protected-configs no", "enable-debug-command no", "enable-module-command no"]);
    });

    // Security guide, "Redis Security": --appendonly yes.
    it("writes everything to disk, within a second", () => {
        states(["dir /data", "appendonly yes", "appendfsync everysec", "aof-load-truncated yes", 'save ""']);
    });

    it("never drops a key by itself", () => {
        states(["maxmemory-policy noeviction"]);
    });

    it("logs nothing that a client sent, not even when it crashes", () => {
        states([
            "daemonize no",
            'logfile ""',
            "loglevel notice",
            "syslog-enabled no",
            "crash-log-enabled no",
            "crash-memcheck-enabled no",
        ]);
    });

    it("lets go of clients that are gone", () => {
        states(["tcp-keepalive 60", "timeout 600"]);
    });

    it("sets nothing twice", () => {
        const names = lines().flatMap((line) => /^(client-output-buffer-limit \w+|[a-z-]+) /.exec(line)?.[1] ?? []);
        assert.equal(names.length, 34);
        assert.deepEqual(names, [...new Set(names)]);
    });

    for (const [memory, data, client, clients] of [
        ["512Mi", "256mb", "64mb", 2048],
        ["64Mi", "32mb", "8mb", 256],
        ["2Gi", "1024mb", "256mb", 8192],
        ["1G", "476mb", "119mb", 3812],
    ] as const) {
        it(`shares out ${memory} of memory: half for data, a quarter of that for any one client's replies`, () => {
            const actual = lines(memory);
            assert.ok(actual.includes(`maxmemory ${data}`));
            assert.ok(actual.includes("maxmemory-clients 50%"));
            assert.ok(actual.includes(`maxclients ${clients}`));
            assert.ok(actual.includes(`client-output-buffer-limit normal ${client} ${client} 0`));
            assert.ok(actual.includes(`client-output-buffer-limit pubsub ${client} ${client} 0`));
        });
    }

    it("refuses what is not an amount of memory", () => {
        for (const memory of ["", "lots", "512MB", "-1Gi"]) {
            assert.throws(() => lines(memory), /is not a Kubernetes quantity/, memory);
        }
    });
});
