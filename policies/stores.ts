/** A database engine as rules recognize it. */
export interface StoreEngine {
    readonly name: "PostgreSQL" | "MongoDB" | "Redis" | "Qdrant";
    /** Last part of an image's name, without tag and digest. */
    readonly images: readonly string[];
    /** Where clients connect. */
    readonly ports: readonly number[];
}

/** The engines that hold data here, under the names that their own and other common builds of them have. */
export const STORE_ENGINES: readonly StoreEngine[] = [
    { name: "PostgreSQL", images: ["postgres", "postgresql", "postgis", "pgvector", "timescaledb"], ports: [5432] },
    {
        name: "MongoDB",
        images: ["mongo", "mongodb", "mongodb-community-server", "mongodb-enterprise-server", "percona-server-mongodb"],
        ports: [27017],
    },
    { name: "Redis", images: ["redis", "redis-stack", "redis-stack-server", "valkey", "keydb"], ports: [6379] },
    { name: "Qdrant", images: ["qdrant", "qdrant-unprivileged"], ports: [6333, 6334] },
];

/** The engine that an image runs; `undefined` if it runs none. */
export function engineOf(image: string): StoreEngine | undefined {
    const name = /(?:^|\/)([^/:@]+)(?::[^/@]+)?(?:@.*)?$/.exec(image)?.[1];
    return STORE_ENGINES.find(({ images }) => name !== undefined && images.includes(name));
}
