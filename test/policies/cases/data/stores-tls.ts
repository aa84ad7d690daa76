import type { Case, RuleCases } from "../case";
import {
    configMap,
    configured,
    container,
    env,
    FOLDER,
    HBA,
    MONGOD,
    POSTGRESQL,
    QDRANT,
    QDRANT_HOME,
    REDIS,
    SERVER,
    server,
    without,
} from "./stores";

/** What is wrong wherever the file stands, in production alone or also elsewhere. */
const FILES: readonly (readonly [file: string, text: string, production?: "production"])[] = [
    ["pg_hba.conf", HBA.replace("hostssl ", "host ")],
    ["pg_hba.conf", HBA.replace("hostssl ", "hostnossl ")],
    ["pg_hba.conf", `${HBA}host all all 10.0.0.0 255.0.0.0 scram-sha-256\n`],
    ["postgresql.conf", POSTGRESQL.replace("ssl = on", "ssl = off")],
    ["postgresql.conf", POSTGRESQL.replace("TLSv1.3", "TLSv1.1")],
    ["postgresql.conf", POSTGRESQL.replace("TLSv1.3", "")],
    ["postgresql.conf", POSTGRESQL.replace("TLSv1.3", "TLSv1.2"), "production"],
    ["mongod.conf", MONGOD.replace("requireTLS", "preferTLS")],
    ["mongod.conf", MONGOD.replace("requireTLS", "disabled")],
    ["mongod.yaml", MONGOD.replace("TLS1_0,TLS1_1,TLS1_2", "none")],
    ["mongod.conf", MONGOD.replace(",TLS1_2", ""), "production"],
    ["mongod.conf", MONGOD.replace("mode: requireTLS", "mode: requireTLS\n    allowInvalidCertificates: true")],
    ["mongod.conf", MONGOD.replace("mode: requireTLS", "mode: requireTLS\n    allowInvalidHostnames: true")],
    ["mongod.conf", "net:\n  ssl:\n    mode: allowSSL\n"],
    ["mongod.conf", "net: { tls: { mode: disabled } }\n"],
    // Its second line looks like a setting, and is part of a text.
    [
        "mongod.conf",
        `${MONGOD.replace("requireTLS", "disabled")}systemLog: { path: "/a\n net.tls.mode: requireTLS" }\n`,
    ],
    ["redis.conf", REDIS.replace("port 0", "port 6379")],
    ["redis.conf", REDIS.replace("protocols TLSv1.3", 'protocols "TLSv1.1 TLSv1.2"')],
    ["redis.conf", REDIS.replace("protocols TLSv1.3", 'protocols "TLSv1 TLSv1.3"')],
    ["redis.conf", REDIS.replace("protocols TLSv1.3", 'protocols "TLSv1.2 TLSv1.3"'), "production"],
];

type Absence = readonly [
    what: string,
    image: Parameters<typeof configured>[0],
    args: readonly string[],
    file: string,
    text: string,
    production?: "production",
];

const REDIS_FILE = [`${FOLDER}/redis.conf`];
const MONGO_FILE = [`--config=${FOLDER}/mongod.conf`];
const POSTGRES_FILE = ["-c", `config_file=${FOLDER}/postgresql.conf`];

/** What is missing in all that a server is told. */
const ABSENCES: readonly Absence[] = [
    ["ssl", "postgres", POSTGRES_FILE, "postgresql.conf", without(POSTGRESQL, "ssl")],
    ["ssl alone", "postgres", POSTGRES_FILE, "postgresql.conf", without(POSTGRESQL, "ssl =")],
    [
        "PostgreSQL's version",
        "postgres",
        POSTGRES_FILE,
        "postgresql.conf",
        without(POSTGRESQL, "ssl_min"),
        "production",
    ],
    ["the mode", "mongo", MONGO_FILE, "mongod.conf", without(MONGOD, "mode")],
    ["MongoDB's version", "mongo", MONGO_FILE, "mongod.conf", without(MONGOD, "disabled"), "production"],
    ["the TLS port", "redis", REDIS_FILE, "redis.conf", without(REDIS, "tls-port")],
    ["Redis' plain port being closed", "redis", REDIS_FILE, "redis.conf", without(REDIS, "port 0")],
    ["Redis' version", "redis", REDIS_FILE, "redis.conf", without(REDIS, "tls-protocols"), "production"],
];

const FROM_HOME = { volumeMounts: [QDRANT_HOME] };

const fails: [Case, ...Case[]] = [
    { what: "PostgreSQL as its image starts it", container: container("postgres"), at: "image" },
    { what: "PostgreSQL by pg_ctl", container: container("postgres", { command: ["pg_ctl", "start"] }), at: "image" },
    { what: "MongoDB as its image starts it", container: container("mongo"), at: "image" },
    { what: "Redis as its image starts it", container: container("redis"), at: "image" },
    { what: "Qdrant as its image starts it", container: container("qdrant"), at: "image" },
    { what: "TLS switched off", container: container("postgres", { args: ["-cssl=off"] }), at: "args[0]" },
    {
        what: "an old version",
        container: container("postgres", { args: ["-c", "ssl=on", "--ssl-min-protocol-version=TLSv1"] }),
        at: "args[2]",
    },
    {
        what: "TLS where the client asks",
        container: container("mongo", {
            args: ["--tlsMode", "preferTLS", "--tlsDisabledProtocols=TLS1_0,TLS1_1,TLS1_2"],
        }),
        at: "args[0]",
    },
    {
        what: "any certificate",
        container: container("mongo", {
            args: [
                "--tlsMode=requireTLS",
                "--tlsDisabledProtocols=TLS1_0,TLS1_1,TLS1_2",
                "--tlsAllowInvalidCertificates",
            ],
        }),
        at: "args[2]",
    },
    {
        what: "the plain port beside it",
        container: container("redis", { args: ["--tls-port", "6380", "--tls-protocols", "TLSv1.3"] }),
        at: "image",
    },
    {
        what: "the plain port on purpose",
        container: container("redis", { args: ["--tls-port", "6380", "--port", "6379", "--tls-protocols", "TLSv1.3"] }),
        at: "args[2]",
    },
    {
        what: "Bitnami's Redis",
        container: container("bitnamiRedis", { env: env({ REDIS_TLS_ENABLED: "no" }) }),
        at: "image",
    },
    {
        what: "Qdrant with TLS off",
        container: container("qdrant", { env: env({ QDRANT__SERVICE__ENABLE_TLS: "false" }) }),
        at: "env[0].value",
    },
    {
        what: "a variable that outranks the file",
        resources: [
            server("qdrant", { ...FROM_HOME, env: env({ QDRANT__SERVICE__ENABLE_TLS: "0" }) }),
            configMap({ "config.yaml": QDRANT }),
        ],
        at: "spec.template.spec.containers[0].env[0].value",
    },
    {
        what: "Qdrant's file with TLS off",
        resources: [server("qdrant", FROM_HOME), configMap({ "config.yaml": QDRANT.replace("true", "false") })],
        at: SERVER,
    },
    {
        what: "Qdrant's file without TLS",
        resources: [server("qdrant", FROM_HOME), configMap({ "config.yaml": without(QDRANT, "enable_tls") })],
        at: SERVER,
    },
    ...FILES.map(([file, text]): Case => ({
        what: `${file}: ${text.replaceAll("\n", "; ")}`,
        resources: [configMap({ [file]: text })],
        at: `data["${file}"]`,
    })),
    ...ABSENCES.map(([what, image, args, file, text]): Case => ({
        what: `a file without ${what}`,
        resources: configured(image, args, { [file]: text }),
        at: SERVER,
    })),
    ...ABSENCES.filter(([, , , , , production]) => production === undefined).map(
        ([what, image, args, file, text]): Case => ({
            what: `outside production, a file without ${what}`,
            resources: configured(image, args, { [file]: text }),
            at: SERVER,
            development: true,
        }),
    ),
];

const nearMisses: readonly Case[] = [
    ...FILES.filter(([, , production]) => production !== undefined).map(([file, text]): Case => ({
        what: `TLS 1.2 outside production: ${text.replaceAll("\n", "; ")}`,
        resources: [configMap({ [file]: text })],
        development: true,
    })),
    ...ABSENCES.filter(([, , , , , production]) => production !== undefined).map(
        ([what, image, args, file, text]): Case => ({
            what: `outside production, a file without ${what}`,
            resources: configured(image, args, { [file]: text }),
            development: true,
        }),
    ),
    { what: "a client", container: container("redis", { args: ["redis-cli", "--tls", "ping"] }) },
    {
        what: "PostgreSQL by its command line",
        container: container("postgres", { args: ["-c", "ssl=on", "-c", "ssl_min_protocol_version=TLSv1.3"] }),
    },
    {
        what: "Bitnami's MongoDB by its flags",
        container: container("bitnamiMongo", {
            env: env({
                MONGODB_ADVERTISED_HOSTNAME: "mongodb",
                MONGODB_EXTRA_FLAGS: "--tlsMode=requireTLS --tlsDisabledProtocols=TLS1_0,TLS1_1,TLS1_2",
            }),
        }),
    },
    {
        what: "MongoDB by its command line",
        container: container("mongo", {
            args: ["--tlsMode", "requireTLS", "--tlsDisabledProtocols", "TLS1_0,TLS1_1,TLS1_2"],
        }),
    },
    {
        what: "Qdrant by a variable",
        container: container("qdrant", { env: env({ QDRANT__SERVICE__ENABLE_TLS: "true" }) }),
    },
    {
        what: "Bitnami's switch of Redis",
        container: container("bitnamiRedis", { env: env({ REDIS_TLS_ENABLED: "yes" }) }),
    },
    {
        what: "Bitnami's switch of PostgreSQL",
        container: container("bitnamiPostgres", { env: env({ POSTGRESQL_ENABLE_TLS: "yes" }) }),
    },
    {
        what: "PostgreSQL's file",
        resources: configured("postgres", POSTGRES_FILE, { "postgresql.conf": POSTGRESQL, "pg_hba.conf": HBA }),
    },
    { what: "MongoDB's file", resources: configured("mongo", MONGO_FILE, { "mongod.conf": MONGOD }) },
    {
        what: "MongoDB's file in flow style",
        resources: configured("mongo", MONGO_FILE, {
            "mongod.conf": "net: { tls: { mode: requireTLS, disabledProtocols: 'TLS1_0,TLS1_1,TLS1_2' } }\n",
        }),
    },
    { what: "Redis' file", resources: configured("redis", REDIS_FILE, { "redis.conf": REDIS }) },
    { what: "Qdrant's file", resources: [server("qdrant", FROM_HOME), configMap({ "config.yaml": QDRANT })] },
    {
        what: "the plain port of a file, closed by the command line",
        resources: configured("redis", [...REDIS_FILE, "--port", "0"], { "redis.conf": without(REDIS, "port 0") }),
    },
    {
        what: "a plain line for the pod itself",
        resources: [configMap({ "pg_hba.conf": `${HBA}host all all 127.0.0.1/32 scram-sha-256\n` })],
    },
    {
        what: "a plain port of a file that TLS is not in",
        resources: [configMap({ "redis.conf": 'port 6379\nsave ""\n' })],
    },
    {
        what: "a file of something else",
        resources: [configMap({ "nginx.conf": "ssl = off", "app.yaml": "net:\n  tls:\n    mode: off\n" })],
    },
];

export const tlsCases: readonly RuleCases[] = [
    {
        rule: "store-tls",
        fails,
        passes: [
            {
                what: "Redis with TLS alone",
                container: container("redis", {
                    args: ["--port", "0", "--tls-port", "6379", "--tls-protocols", "TLSv1.3"],
                }),
            },
        ],
        nearMisses,
    },
];
