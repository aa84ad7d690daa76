export type MongodbVersion = "8.0" | "7.0";

export type MongodbEdition = "community" | "percona" | "enterprise";

/** One edition in one version, as it is run. */
export interface MongodbRelease {
    readonly edition: MongodbEdition;
    readonly version: MongodbVersion;
    /** The exact version, for the label `app.kubernetes.io/version`. */
    readonly release: string;
    readonly image: string;
    /** The user that the image is made for. Only its own files matter: nothing of the image's entrypoint is used. */
    readonly uid: number;
}

interface EditionFacts {
    readonly repository: string;
    readonly uid: number;
    readonly tags: Readonly<Record<MongodbVersion, string>>;
    /** Whether the server encrypts its files, writes an audit log and keeps values out of its log. */
    readonly hardened: boolean;
}

const EDITIONS: Readonly<Record<MongodbEdition, EditionFacts>> = {
    community: {
        repository: "docker.io/library/mongo",
        uid: 999,
        tags: { "8.0": "8.0.32-noble", "7.0": "7.0.43-jammy" },
        hardened: false,
    },
    percona: {
        repository: "docker.io/percona/percona-server-mongodb",
        uid: 1001,
        tags: { "8.0": "8.0.32-14", "7.0": "7.0.43-23" },
        hardened: true,
    },
    enterprise: {
        repository: "docker.io/mongodb/mongodb-enterprise-server",
        uid: 998,
        tags: { "8.0": "8.0.12-ubi9", "7.0": "7.0.11-ubuntu2204" },
        hardened: true,
    },
};

/** What is run for an edition and version. */
export function mongodbRelease(edition: MongodbEdition, version: MongodbVersion): MongodbRelease {
    const { repository, uid, tags } = EDITIONS[edition];
    const tag = tags[version];
    return { edition, version, release: tag, image: `${repository}:${tag}`, uid };
}

/** Whether an edition has encryption at rest, the audit log and a log without values. */
export function isHardened(edition: MongodbEdition): boolean {
    return EDITIONS[edition].hardened;
}
