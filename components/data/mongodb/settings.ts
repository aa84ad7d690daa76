import { stringify } from "yaml";
import { mebibytes } from "../../../kubernetes/quantity";
import { isHardened, type MongodbEdition } from "./editions";

/** Name of the replica set with one member: transactions and consistent dumps need one. */
export const REPLICA_SET = "rs0";

/** Names of the server's own keys: as keys of the Secret, and as files. */
export const KEY_FILE = "key-file";
export const ENCRYPTION_KEY = "encryption-key";

/** Where the server finds and puts what it needs, as it sees it. */
export interface Files {
    /** Folder of the data. */
    readonly data: string;
    /** Certificate and its key in one file. */
    readonly certificate: string;
    readonly authority: string;
    /** Folder with `KEY_FILE` and `ENCRYPTION_KEY`, readable by the server's user alone. */
    readonly keys: string;
    readonly auditLog: string;
}

export interface SettingsArgs {
    readonly files: Files;
    readonly edition: MongodbEdition;
    readonly encryption: boolean;
    readonly audit: boolean;
    /** What the server may use, as a Kubernetes quantity. */
    readonly memory: string;
}

/**
 * mongod's configuration file. Every setting differs from the default on purpose or is stated because a rule depends on it.
 *
 * @see security guide, "MongoDB Authentication", "MongoDB Encryption at Rest", "Enable Audit Logging"
 */
export function mongodConf({ files, edition, encryption, audit, memory }: SettingsArgs): string {
    return stringify(
        {
            net: {
                port: 27017,
                bindIpAll: true,
                ipv6: true,
                // One takes up to 1 MiB while it works, and half of the memory is the cache's.
                maxIncomingConnections: Math.floor(mebibytes(memory) / 2),
                unixDomainSocket: { enabled: false },
                // Not zlib: a server before 8.0.17 and 7.0.28 leaks memory to strangers through it (CVE-2025-14847).
                compression: { compressors: "snappy,zstd" },
                tls: {
                    mode: "requireTLS",
                    certificateKeyFile: files.certificate,
                    CAFile: files.authority,
                    // Clients log in with a password. A certificate that one shows all the same must be of our authority.
                    allowConnectionsWithoutCertificates: true,
                    disabledProtocols: "TLS1_0,TLS1_1,TLS1_2",
                },
            },
            security: {
                authorization: "enabled",
                clusterAuthMode: "keyFile",
                keyFile: `${files.keys}/${KEY_FILE}`,
                javascriptEnabled: false,
                ...(isHardened(edition) ? { redactClientLogData: true } : {}),
                ...(encryption
                    ? {
                          enableEncryption: true,
                          encryptionCipherMode: "AES256-CBC",
                          encryptionKeyFile: `${files.keys}/${ENCRYPTION_KEY}`,
                      }
                    : {}),
            },
            replication: { replSetName: REPLICA_SET },
            storage: { dbPath: files.data, wiredTiger: { engineConfig: { cacheSizeGB: cacheSize(memory) } } },
            // A slow operation is logged with the values it was about, which may be personal data.
            ...(isHardened(edition) ? {} : { operationProfiling: { slowOpSampleRate: 0 } }),
            ...(audit ? { auditLog: auditLog(files.auditLog) } : {}),
            setParameter: {
                authenticationMechanisms: "SCRAM-SHA-256",
                // Only while there is no user at all: it is how the keeper makes the first one.
                enableLocalhostAuthBypass: true,
                // The certificate is a server's; where the server calls itself it must not show it as a client's.
                tlsWithholdClientCertificate: true,
                // Ring buffer of metrics on the data volume.
                diagnosticDataCollectionDirectorySizeMB: 100,
                ...(audit ? { auditAuthorizationSuccess: false } : {}),
                ...(edition === "percona" ? { perconaTelemetry: false } : {}),
            },
        },
        { lineWidth: 0 },
    );
}

function auditLog(path: string): object {
    return {
        destination: "file",
        format: "JSON",
        path,
        filter: '{"atype": {"$in": ["authenticate", "authCheck"]}}',
    };
}

/**
 * Gibibytes of WiredTiger's cache: half of what remains beside 256 MiB for connections and queries, as mongod itself would
 * take of a machine, rounded down to hundredths. It refuses less than a quarter.
 */
function cacheSize(memory: string): number {
    return Math.max(0.25, Math.floor(((mebibytes(memory) - 256) / 2 / 1024) * 100) / 100);
}
