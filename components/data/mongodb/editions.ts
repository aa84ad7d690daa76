export type MongodbVersion = "8.0" | "7.0";

export type MongodbEdition = "community" | "percona" | "enterprise";

/** One edition in one version, as it is run. */
export interface MongodbRelease {
    readonly edition: MongodbEdition;
    readonly version: MongodbVersion;
    /** The exact version, for the label `app.kubernetes.io/version`. */
    readonly release: string;
    readonly image: string;
}

interface EditionFacts {
    readonly repository: string;
    readonly tags: Readonly<Record<MongodbVersion, string>>;
    /** Whether the server encrypts its files, writes an audit log and keeps values out of its log. */
    readonly hardened: boolean;
}

const EDITIONS: Readonly<Record<MongodbEdition, EditionFacts>> = {
    community: {
        repository: "docker.io/library/mongo",
        tags: { "8.0": "8.0.32-noble", "7.0": "7.0.43-jammy" },
        hardened: false,
    },
    percona: {
        repository: "docker.io/percona/percona-server-mongodb",
        tags: { "8.0": "8.0.32-14", "7.0": "7.0.43-23" },
        hardened: true,
    },
    enterprise: {
        repository: "docker.io/mongodb/mongodb-enterprise-server",
        tags: { "8.0": "8.0.12-ubi9", "7.0": "7.0.11-ubuntu2204" },
        hardened: true,
    },
};

/** What is run for an edition and version. */
export function mongodbRelease(edition: MongodbEdition, version: MongodbVersion): MongodbRelease {
    const { repository, tags } = EDITIONS[edition];
    const tag = tags[version];
    return { edition, version, release: tag, image: `${repository}:${tag}` };
}

/** Whether an edition has encryption at rest, the audit log and a log without values. */
export function isHardened(edition: MongodbEdition): boolean {
    return EDITIONS[edition].hardened;
}
