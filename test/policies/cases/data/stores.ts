import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Change } from "../case";

export type Files = Readonly<Record<string, unknown>>;

export const IMAGES = {
    postgres: "docker.io/library/postgres:17.11-bookworm",
    mongo: "docker.io/library/mongo:8.0.29",
    redis: "docker.io/library/redis:8.10.2-trixie",
    qdrant: "docker.io/qdrant/qdrant:v1.19.1-unprivileged",
    bitnamiRedis: "docker.io/bitnami/redis:8.0.3",
    bitnamiMongo: "docker.io/bitnami/mongodb:8.0.11",
    bitnamiPostgres: "docker.io/bitnami/postgresql:17.5.0",
} as const;
export type Image = keyof typeof IMAGES;

/** A container of a store's image. */
export function container(image: Image, change: Change = {}): Change {
    return { image: IMAGES[image], ...change };
}

export function env(variables: Readonly<Record<string, string>>): readonly Change[] {
    return Object.entries(variables).map(([name, value]) => ({ name, value }));
}

/** A variable from a Secret. */
export function secretEnv(name: string): Change {
    return { name, valueFrom: { secretKeyRef: { name: "store", key: "password" } } };
}

export function configMap(data: Files, name = "store"): PolicyResource {
    return { type: "kubernetes:core/v1:ConfigMap", name, props: { metadata: { name, namespace: "kato" }, data } };
}

export function secret(data: Files, name = "store"): PolicyResource {
    return { type: "kubernetes:core/v1:Secret", name, props: { metadata: { name, namespace: "kato" }, data } };
}

export function encoded(text: string): string {
    return Buffer.from(text).toString("base64");
}

export const FOLDER = "/etc/store";
export const MOUNT = { name: "config", mountPath: FOLDER };
export const FROM_CONFIG_MAP = { name: "config", configMap: { name: "store" } };
export const FROM_SECRET = { name: "config", secret: { secretName: "store" } };

/** A server with a volume at `/etc/store`. */
export function server(image: Image, change: Change, volume: Change = FROM_CONFIG_MAP): PolicyResource {
    const spec = {
        containers: [{ name: "store", volumeMounts: [MOUNT], ...container(image, change) }],
        volumes: [volume],
    };
    return {
        type: "kubernetes:apps/v1:StatefulSet",
        name: "store",
        props: { metadata: { name: "store", namespace: "kato" }, spec: { template: { spec } } },
    };
}

/** A server that reads these files of a ConfigMap. */
export function configured(image: Image, args: readonly string[], files: Files): readonly PolicyResource[] {
    return [server(image, { args }), configMap(files)];
}

/** Where a violation of such a server is reported that no file of its own is to blame for. */
export const SERVER = "spec.template.spec.containers[0].image";

/** The lines of a file without those that begin with one of the words. */
export function without(text: string, ...words: readonly string[]): string {
    return text
        .split("\n")
        .filter((line) => !words.some((word) => line.trim().startsWith(word)))
        .join("\n");
}

export const HBA = `local      all          postgres           peer
local      all          all                reject
hostnossl  all          all           all  reject
hostssl    kratos       kratos_a      all  scram-sha-256
host       all          all           all  reject
`;

export const POSTGRESQL = `# Encryption and passwords
hba_file = '/etc/store/pg_hba.conf'
ssl = on   # always
ssl_min_protocol_version = 'TLSv1.3'
password_encryption = scram-sha-256
`;

export const MONGOD = `net:
  port: 27017
  tls:
    mode: requireTLS
    certificateKeyFile: /etc/mongodb/tls/tls.pem
    allowConnectionsWithoutCertificates: true
    disabledProtocols: TLS1_0,TLS1_1,TLS1_2
security:
  authorization: enabled
setParameter:
  authenticationMechanisms: SCRAM-SHA-256
`;

export const REDIS = `# TLS for clients
port 0
tls-port 6379
protected-mode yes
tls-protocols TLSv1.3
aclfile /etc/redis/users/users.acl
enable-protected-configs no
save ""
`;

export const ACL = "user default off\nuser kato on #0a1b ~* &* +@all\n";

export const QDRANT = `service:
  host: 0.0.0.0
  enable_tls: true
`;

export const QDRANT_HOME = { name: "config", mountPath: "/qdrant/config" };
const BOTH = {
    name: "config",
    projected: {
        sources: [
            { configMap: { name: "store" } },
            { secret: { name: "store", items: [{ key: "local.yaml", path: "local.yaml" }] } },
        ],
    },
};
/** Qdrant with its configuration, and with the Secret that has its keys. */
export const qdrant = (local: PolicyResource | undefined, volume: Change = BOTH): readonly PolicyResource[] => [
    server("qdrant", { volumeMounts: [QDRANT_HOME] }, volume),
    configMap({ "config.yaml": QDRANT }),
    ...(local === undefined ? [] : [local]),
];
export const key = (text: string): PolicyResource => secret({ "local.yaml": encoded(text) });
