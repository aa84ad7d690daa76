import { UNKNOWN } from "../../../../kubernetes/field";
import type { Case } from "../case";
import {
    ACL,
    configMap,
    configured,
    container,
    encoded,
    env,
    FOLDER,
    FROM_SECRET,
    HBA,
    key,
    MONGOD,
    POSTGRESQL,
    qdrant,
    REDIS,
    secret,
    secretEnv,
    server,
    without,
} from "./stores";

/** Names a server that it does not start. */
const START = '#!/bin/sh\n# exec mongod --noauth\nset -eu\nexec mongod --config "$1"\n';

/** What looks like a store without authentication and is none. */
export const authenticationNearMisses: readonly Case[] = [
    ...["psql", "pg_dump", "pg_isready"].map((name): Case => ({
        what: `a client: ${name}`,
        container: container("postgres", { command: [name, "--host=db.example"] }),
    })),
    {
        what: "a client by the entrypoint",
        container: container("redis", { args: ["redis-cli", "-h", "redis-kb", "ping"] }),
    },
    {
        what: "a client in a script",
        container: container("mongo", { command: ["sh", "-c", "until mongosh --eval 1; do sleep 1; done"] }),
    },
    { what: "a keeper", container: container("redis", { command: ["/bin/sh", "/etc/redis/keeper.sh", "apply.sh"] }) },
    { what: "another image", container: { image: "docker.io/oliver006/redis_exporter:v1.62.0" } },
    { what: "PostgreSQL, which asks", container: container("postgres", { env: [secretEnv("POSTGRES_PASSWORD")] }) },
    {
        what: "PostgreSQL, in so many words",
        container: container("postgres", { env: env({ POSTGRES_HOST_AUTH_METHOD: "scram-sha-256" }) }),
    },
    {
        what: "Redis with a password",
        container: container("redis", { args: ["redis-server", "--requirepass", "$(PASSWORD)"] }),
    },
    {
        what: "Redis in a script",
        container: container("redis", { command: ["sh", "-c", 'exec redis-server --requirepass "$PASSWORD"'] }),
    },
    {
        what: "Bitnami's Valkey",
        container: { image: "docker.io/bitnami/valkey:8.1.3", env: [secretEnv("VALKEY_PASSWORD")] },
    },
    { what: "Bitnami's Redis", container: container("bitnamiRedis", { env: [secretEnv("REDIS_PASSWORD")] }) },
    {
        what: "Bitnami's MongoDB",
        container: container("bitnamiMongo", { env: env({ MONGODB_ROOT_PASSWORD_FILE: "/run/a" }) }),
    },
    { what: "MongoDB with a key file", container: container("mongo", { args: ["--keyFile", "/run/key"] }) },
    { what: "MongoDB with --auth", container: container("mongo", { command: ["mongod", "--auth", "--bind_ip_all"] }) },
    {
        what: "MongoDB's first user",
        container: container("mongo", {
            env: [secretEnv("MONGO_INITDB_ROOT_USERNAME"), ...env({ MONGO_INITDB_ROOT_PASSWORD_FILE: "/run/a" })],
        }),
    },
    { what: "Qdrant with a key", container: container("qdrant", { env: [secretEnv("QDRANT__SERVICE__API_KEY")] }) },
    {
        what: "all files as they are",
        resources: [
            configMap({
                "pg_hba.conf": HBA,
                "postgresql.conf": POSTGRESQL,
                "mongod.conf": MONGOD,
                "redis.conf": REDIS,
                "users.acl": ACL,
            }),
        ],
    },
    {
        what: "MongoDB's file in flow style",
        resources: configured("mongo", ["--config", `${FOLDER}/mongod.conf`], {
            "mongod.conf": "security: { authorization: enabled }\n",
        }),
    },
    {
        what: "Redis with an ACL file in its configuration",
        resources: configured("redis", [`${FOLDER}/redis.conf`], { "redis.conf": REDIS }),
    },
    {
        what: "the same as bytes",
        resources: [
            server("redis", { args: [`${FOLDER}/redis.conf`] }),
            {
                type: "kubernetes:core/v1:ConfigMap",
                name: "store",
                props: { metadata: { name: "store", namespace: "kato" }, binaryData: { "redis.conf": encoded(REDIS) } },
            },
        ],
    },
    {
        what: "a password beside a file that has none",
        resources: configured("redis", [`${FOLDER}/redis.conf`, "--requirepass", "$(PASSWORD)"], {
            "redis.conf": without(REDIS, "aclfile"),
        }),
    },
    {
        what: "a file of a folder that a script is given",
        resources: [
            server("mongo", { command: ["/bin/sh", `${FOLDER}/start.sh`, `${FOLDER}/mongod.yaml`] }),
            configMap({ "start.sh": START, "mongod.yaml": MONGOD }),
        ],
    },
    {
        what: "a keeper beside the script that starts the server",
        resources: [
            server("mongo", { command: ["/bin/sh", `${FOLDER}/keeper.sh`] }),
            configMap({ "start.sh": START, "keeper.sh": "while :; do mongosh --file apply.js; sleep 5; done\n" }),
        ],
    },
    {
        what: "one file of a volume",
        resources: [
            server("redis", {
                args: ["/conf/redis.conf"],
                volumeMounts: [{ name: "config", mountPath: "/conf/redis.conf", subPath: "main.conf" }],
            }),
            configMap({ "main.conf": REDIS }),
        ],
    },
    {
        what: "a ConfigMap whose name is not known yet",
        resources: [
            server("redis", { args: [`${FOLDER}/redis.conf`] }, { name: "config", configMap: { name: UNKNOWN } }),
            { ...configMap({}), props: { metadata: { namespace: "kato" }, data: { "redis.conf": REDIS } } },
        ],
    },
    {
        what: "variables of a Secret",
        resources: [
            server("qdrant", { envFrom: [{ secretRef: { name: "store" } }] }),
            secret({ QDRANT__SERVICE__API_KEY: UNKNOWN }),
        ],
    },
    {
        what: "a file in a Secret",
        resources: [
            server("mongo", { args: ["--config", `${FOLDER}/mongod.conf`] }, FROM_SECRET),
            secret({ "mongod.conf": encoded(MONGOD) }),
        ],
    },
    {
        what: "a file in a Secret that is not known yet",
        resources: [
            server("mongo", { args: ["--config", `${FOLDER}/mongod.conf`] }, FROM_SECRET),
            secret({ "mongod.conf": UNKNOWN }),
        ],
    },
    { what: "Qdrant's keys", resources: qdrant(key('{"service":{"api_key":"a"}}')) },
    { what: "Qdrant's keys, not known yet", resources: qdrant(secret({ "local.yaml": UNKNOWN })) },
    {
        what: "Qdrant's keys, of which the engine does not even know what they are called",
        resources: qdrant({ ...secret({}), props: { metadata: { name: "store", namespace: "kato" }, data: UNKNOWN } }),
    },
    { what: "Qdrant's keys, made elsewhere", resources: qdrant(undefined) },
    {
        what: "a configuration of something else",
        resources: [configMap({ "app.conf": "protected-mode no", "config.yaml": "auth: trust" })],
    },
    {
        what: "a patch of something else",
        resources: [{ ...server("redis", {}), type: "kubernetes:apps/v1:StatefulSetPatch" }],
    },
];
