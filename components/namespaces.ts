/** The namespace of the identity half: Kratos and its database. */
export const IDENTITY = "kratos";

/** The namespace of the application half: KATO and its stores. */
export const APPLICATION = "kato";

/** Names of the stores. Volumes, certificates and credentials are named after them, so they are for good. */
export const STORES = {
    postgres: "kratos-postgres",
    mongodb: "mongo-kb",
    redis: "redis-kb",
    qdrant: "qdrant-kb",
} as const;
