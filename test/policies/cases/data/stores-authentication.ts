import type { Case, RuleCases } from "../case";
import { authenticationNearMisses } from "./stores-authentication-near";
import {
    ACL,
    configMap,
    configured,
    container,
    encoded,
    env,
    FOLDER,
    HBA,
    key,
    MONGOD,
    POSTGRESQL,
    qdrant,
    REDIS,
    secret,
    secretEnv,
    SERVER,
    server,
    without,
} from "./stores";

/** What is wrong wherever the file stands. */
const FILES: readonly (readonly [file: string, text: string])[] = [
    ["pg_hba.conf", HBA.replace("peer", "trust")],
    ["pg_hba.conf", HBA.replace("scram-sha-256", "trust")],
    ["pg_hba.conf", HBA.replace("scram-sha-256", "md5")],
    ["pg_hba.conf", HBA.replace("scram-sha-256", "password")],
    ["pg_hba.conf", HBA.replace("all  reject\nhostssl", "10.0.0.0 255.0.0.0 ident\nhostssl")],
    ["postgresql.conf", POSTGRESQL.replace("= scram-sha-256", "= md5")],
    ["mongod.conf", MONGOD.replace("enabled", "disabled")],
    ["mongod.yaml", MONGOD.replace("SHA-256", "SHA-1")],
    ["mongod.conf", `${MONGOD}security.transitionToAuth: true\n`],
    ["redis.conf", REDIS.replace("protected-mode yes", "protected-mode no")],
    ["redis.conf", REDIS.replace("configs no", "configs yes")],
    ["redis.conf", `${REDIS}enable-debug-command yes\n`],
    ["redis.conf", `${REDIS}enable-module-command yes\n`],
    ["valkey.conf", 'requirepass ""\n'],
    ["users.acl", without(ACL, "user default")],
    ["users.acl", ACL.replace("default off", "default on nopass ~* +@all")],
    ["users.acl", ACL.replace("#0a1b", "nopass")],
];

const POSTGRES_WEAK: readonly (readonly [name: string, value: string])[] = [
    ["POSTGRES_HOST_AUTH_METHOD", "trust"],
    ["POSTGRES_HOST_AUTH_METHOD", "md5"],
    ["POSTGRES_INITDB_ARGS", "--data-checksums --auth-host=trust"],
    ["POSTGRES_INITDB_ARGS", "-A trust"],
    ["ALLOW_EMPTY_PASSWORD", "yes"],
];

const fails: [Case, ...Case[]] = [
    { what: "Redis as its image starts it", container: container("redis"), at: "image" },
    {
        what: "Redis with an empty password",
        container: container("redis", { args: ["--requirepass", ""] }),
        at: "args[0]",
    },
    { what: "Redis without its file", container: container("redis", { command: ["redis-server"] }), at: "image" },
    {
        what: "Redis without protected mode",
        container: container("redis", { args: ["--aclfile", "/etc/users.acl", "--protected-mode", "no"] }),
        at: "args[2]",
    },
    {
        what: "a variable of which the official image makes nothing",
        container: container("redis", { env: [secretEnv("REDIS_PASSWORD")] }),
        at: "image",
    },
    {
        what: "Bitnami's Redis, which may go without",
        container: container("bitnamiRedis", {
            env: [...env({ ALLOW_EMPTY_PASSWORD: "yes" }), secretEnv("REDIS_PASSWORD")],
        }),
        at: "env[0].value",
    },
    { what: "MongoDB as its image starts it", container: container("mongo"), at: "image" },
    { what: "MongoDB with options", container: container("mongo", { args: ["--bind_ip_all"] }), at: "image" },
    {
        what: "MongoDB by its entrypoint",
        container: container("mongo", { args: ["mongod", "--noauth"] }),
        at: "args[1]",
    },
    {
        what: "MongoDB in a script",
        container: container("mongo", { command: ["sh", "-c", "umask 077; exec mongod --bind_ip_all"] }),
        at: "image",
    },
    {
        what: "MongoDB with variables that a command of its own leaves unread",
        container: container("mongo", {
            command: ["mongod", "--bind_ip_all"],
            env: [secretEnv("MONGO_INITDB_ROOT_USERNAME"), secretEnv("MONGO_INITDB_ROOT_PASSWORD")],
        }),
        at: "image",
    },
    {
        what: "MongoDB with half of its first user",
        container: container("mongo", { env: [secretEnv("MONGO_INITDB_ROOT_USERNAME")] }),
        at: "image",
    },
    {
        what: "MongoDB by another program, on its port",
        container: container("mongo", { command: ["/start"], ports: [{ containerPort: 27017 }] }),
        at: "image",
    },
    {
        what: "old hashes",
        container: container("mongo", { args: ["--auth", "--setParameter", "authenticationMechanisms=SCRAM-SHA-1"] }),
        at: "args[1]",
    },
    { what: "Qdrant as its image starts it", container: container("qdrant"), at: "image" },
    {
        what: "Qdrant with an empty key",
        container: container("qdrant", { env: env({ QDRANT__SERVICE__API_KEY: "" }) }),
        at: "env[0].value",
    },
    ...POSTGRES_WEAK.map(([name, value]): Case => ({
        what: `${name}=${value}`,
        container: container("postgres", { env: env({ [name]: value }) }),
        at: "env[0].value",
    })),
    {
        what: "PostgreSQL that takes old hashes",
        container: container("postgres", { args: ["-c", "password_encryption=md5"] }),
        at: "args[1]",
    },
    ...FILES.map(([file, text]): Case => ({
        what: `${file}: ${text.replaceAll("\n", "; ")}`,
        resources: [configMap({ [file]: text })],
        at: `data["${file}"]`,
    })),
    {
        what: "an ACL file in a Secret",
        resources: [secret({ "users.acl": encoded(without(ACL, "user default")) })],
        at: 'data["users.acl"]',
    },
    {
        what: "Redis' file without users",
        resources: configured("redis", [`${FOLDER}/redis.conf`], { "redis.conf": without(REDIS, "aclfile") }),
        at: SERVER,
    },
    {
        what: "Redis' file, which it is not told to read",
        resources: configured("redis", ["--port", "0"], { "redis.conf": REDIS }),
        at: SERVER,
    },
    {
        what: "Redis' file, which is not the one that it reads",
        resources: configured("redis", ["/etc/other/redis.conf"], { "redis.conf": REDIS }),
        at: SERVER,
    },
    {
        what: "MongoDB by a script of a ConfigMap",
        resources: [
            server("mongo", { command: ["/bin/sh", `${FOLDER}/start.sh`] }),
            configMap({ "start.sh": "set -eu\nexec mongod --bind_ip_all\n" }),
        ],
        at: SERVER,
    },
    {
        what: "MongoDB's file without authorization",
        resources: configured("mongo", ["--config", `${FOLDER}/mongod.conf`], {
            "mongod.conf": without(MONGOD, "authorization"),
        }),
        at: SERVER,
    },
    {
        what: "a file under another name",
        resources: configured("mongo", ["--config", `${FOLDER}/server.conf`], {
            "server.conf": MONGOD.replace("enabled", "disabled"),
        }),
        at: SERVER,
    },
    {
        what: "a file that is wrong, and the server that reads it",
        resources: configured("mongo", ["--config", `${FOLDER}/mongod.conf`], {
            "mongod.conf": MONGOD.replace("enabled", "disabled"),
        }),
        at: 'data["mongod.conf"]',
    },
    {
        what: "a ConfigMap that is not here",
        resources: [server("redis", { args: [`${FOLDER}/redis.conf`] })],
        at: SERVER,
    },
    {
        what: "another namespace's",
        resources: [
            server("redis", { args: [`${FOLDER}/redis.conf`] }),
            {
                ...configMap({ "redis.conf": REDIS }),
                props: { metadata: { name: "store", namespace: "b" }, data: { "redis.conf": REDIS } },
            },
        ],
        at: SERVER,
    },
    { what: "Qdrant's keys without one", resources: qdrant(key('{"service":{}}')), at: SERVER },
    {
        what: "Qdrant without its keys",
        resources: qdrant(undefined, {
            name: "config",
            projected: { sources: [{ configMap: { name: "store" } }] },
        }),
        at: SERVER,
    },
];

export const authenticationCases: readonly RuleCases[] = [
    {
        rule: "store-authentication",
        fails,
        passes: [
            {
                what: "Redis with users",
                container: container("redis", { args: ["--aclfile", "/etc/redis/users.acl"] }),
            },
        ],
        nearMisses: authenticationNearMisses,
    },
];
