import type { SeedVariable } from "./seed-variables";

/** The variables of KATO's security guide, in its order. KATO reads them under these very names. */
export const katoVariables: readonly SeedVariable[] = [
    {
        variable: "API_KEYS",
        keys: [
            ["kato", "apiKeys"],
            ["secrets", "generations", "katoApiKeys"],
        ],
        note: "generated; raise the number to rotate them",
    },
    {
        variable: "JWT_SECRET_KEY",
        keys: [
            ["kato", "jwt", "keyBytes"],
            ["secrets", "generations", "katoJwt"],
        ],
        note: "generated; raise the number to rotate it",
    },
    { variable: "JWT_ALGORITHM", keys: [["kato", "jwt", "algorithm"]], note: "" },
    { variable: "JWT_EXPIRE_MINUTES", keys: [["kato", "jwt", "expireMinutes"]], note: "" },
    { variable: "CORS_ENABLED", keys: [["kato", "cors", "enabled"]], note: "" },
    { variable: "CORS_ORIGINS", keys: [["kato", "cors", "origins"]], note: "" },
    { variable: "CORS_CREDENTIALS", keys: [["kato", "cors", "credentials"]], note: "" },
    { variable: "CORS_METHODS", keys: [["kato", "cors", "methods"]], note: "" },
    { variable: "CORS_HEADERS", keys: [["kato", "cors", "headers"]], note: "" },
    {
        variable: "MONGO_BASE_URL",
        keys: [["mongodb"]],
        note: "assembled, always with TLS, the server's certificate verified and `authSource`",
    },
    {
        variable: "REDIS_URL",
        keys: [["redis"]],
        note: "assembled, always `rediss://` with the server's certificate verified",
    },
    { variable: "QDRANT_HOST", keys: [["qdrant", "host"]], note: "with `standalone`, the Service in the cluster" },
    { variable: "QDRANT_PORT", keys: [["qdrant", "port"]], note: "with `standalone`, 6333" },
    {
        variable: "QDRANT_API_KEY",
        keys: [["secrets", "generations", "qdrantApiKey"], ["qdrantApiKey"]],
        note: "generated, and the number rotates it; with `external` the secret",
    },
    {
        variable: "MONGO_USERNAME",
        keys: [["mongodb", "user"]],
        note: "with `standalone`, a user that belongs to the generated password",
    },
    {
        variable: "MONGO_PASSWORD",
        keys: [["secrets", "generations", "mongodbKato"], ["mongodbPassword"]],
        note: "generated, and the number rotates it; with `external` the secret",
    },
    {
        variable: "REDIS_PASSWORD",
        keys: [["secrets", "generations", "redisKato"], ["redisPassword"]],
        note: "generated, and the number rotates it; with `external` the secret",
    },
];

/** Every environment variable that the platform itself sets in KATO's pods, so that no other setting may. */
export const platformVariables: readonly string[] = [
    ...katoVariables.map(({ variable }) => variable),
    "KRATOS_PUBLIC_URL",
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
    "RETENTION_DAYS",
];
