import { parseImage } from "../../kubernetes/image";

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
    const { name } = parseImage(image);
    return STORE_ENGINES.find(({ images }) => images.includes(name));
}

/** Where other engines listen whose data is worth as much: MySQL, SQL Server, Cassandra, Elasticsearch, etcd, Memcached. */
const OTHER_PORTS = [3306, 1433, 9042, 9200, 2379, 11211];

/** The ports of stores. */
export const STORE_PORTS: readonly number[] = [...STORE_ENGINES.flatMap(({ ports }) => ports), ...OTHER_PORTS];

/** What `app.kubernetes.io/component` says of a store, here and in common charts. */
const COMPONENTS: readonly string[] = ["database", "vector-database", "cache", "db", "datastore"];

/** Whether a label says that its object is part of a store. */
export function isStoreComponent(key: string, value: string): boolean {
    return key === "app.kubernetes.io/component" && COMPONENTS.includes(value);
}
