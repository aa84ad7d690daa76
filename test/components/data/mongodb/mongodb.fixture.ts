import { Mongodb, type MongodbArgs, type StandaloneMongodb } from "../../../../components/data/mongodb/mongodb";
import { type Recording, record } from "../../../support/record";

/** Makes the component and records what it registers. */
export async function make(args: MongodbArgs): Promise<{ mongodb: Mongodb; recording: Recording }> {
    let mongodb: Mongodb | undefined;
    const recording = await record(() => {
        mongodb = new Mongodb("mongo-kb", args);
    });
    if (mongodb === undefined) {
        throw new Error("The program has not run");
    }
    return { mongodb, recording };
}

/** Everything on, as production has it. */
export const STANDALONE: StandaloneMongodb = {
    mode: "standalone",
    namespace: "kato",
    production: true,
    storage: "20Gi",
    storageClass: "gp3-encrypted",
    resources: { cpu: { request: "250m", limit: "2" }, memory: "1Gi" },
    version: "8.0",
    edition: "percona",
    encryption: true,
    audit: true,
    generations: { login: 1, admin: 1 },
    issuer: { kind: "ClusterIssuer", name: "internal-ca" },
    clients: "connection-table",
};

// What `Mongodb` hands to the cluster, written out by hand.

export const LABELS = {
    app: "mongo-kb",
    "app.kubernetes.io/name": "mongo-kb",
    "app.kubernetes.io/component": "database",
    "app.kubernetes.io/part-of": "kato-platform",
    "app.kubernetes.io/managed-by": "pulumi",
};

const IMAGE = "docker.io/percona/percona-server-mongodb:8.0.32-14";

const CONTAINER_SECURITY = {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    privileged: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
};

const SHARED_MOUNTS = [
    { name: "config", mountPath: "/etc/mongodb/config", readOnly: true },
    { name: "tls", mountPath: "/etc/mongodb/tls", readOnly: true },
];

export const SERVER = {
    name: "mongod",
    image: IMAGE,
    command: [
        "/bin/sh",
        "/etc/mongodb/config/start.sh",
        "/data/db",
        "/etc/mongodb/keys",
        "/run/mongodb",
        "/etc/mongodb/config/mongod.yaml",
        "percona",
        "8.0",
        "encrypted",
    ],
    // Security guide, "Enable Audit Logging": --auditPath.
    env: [{ name: "AUDIT_LOG", value: "/var/log/mongodb/audit.json" }],
    ports: [{ name: "mongodb", containerPort: 27017, protocol: "TCP" }],
    resources: {
        requests: { cpu: "250m", memory: "1Gi", "ephemeral-storage": "256Mi" },
        limits: { cpu: "2", memory: "1Gi", "ephemeral-storage": "256Mi" },
    },
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
        ...SHARED_MOUNTS,
        { name: "data", mountPath: "/data/db" },
        { name: "keys", mountPath: "/etc/mongodb/keys", readOnly: true },
        { name: "key-copies", mountPath: "/run/mongodb" },
        { name: "tmp", mountPath: "/tmp" },
        { name: "audit", mountPath: "/var/log/mongodb" },
    ],
    startupProbe: { tcpSocket: { port: "mongodb" }, timeoutSeconds: 5, periodSeconds: 5, failureThreshold: 720 },
    livenessProbe: { tcpSocket: { port: "mongodb" }, timeoutSeconds: 5, periodSeconds: 30, failureThreshold: 4 },
    readinessProbe: { tcpSocket: { port: "mongodb" }, timeoutSeconds: 5, periodSeconds: 10 },
};

export const KEEPER = {
    name: "keeper",
    image: IMAGE,
    command: [
        "/bin/sh",
        "/etc/mongodb/config/keeper.sh",
        "/etc/mongodb/config/apply.sh",
        "/etc/mongodb/logins",
        "/etc/mongodb/admin",
        "/etc/mongodb/tls",
    ],
    env: [
        { name: "KEEPER_STATE", value: "/run/keeper" },
        { name: "HOME", value: "/tmp" },
        { name: "MEMBER", value: "mongo-kb.kato.svc:27017" },
        { name: "CA_FILE", value: "/etc/mongodb/tls/ca.crt" },
        { name: "ADMIN_FOLDER", value: "/etc/mongodb/admin" },
        { name: "DATABASE_NAME", value: "kato" },
        { name: "LOGINS", value: "kato_user kato_user_b" },
        { name: "LOGINS_FOLDER", value: "/etc/mongodb/logins" },
        { name: "SCRIPTS_FOLDER", value: "/etc/mongodb/config" },
    ],
    resources: {
        requests: { cpu: "10m", memory: "256Mi", "ephemeral-storage": "128Mi" },
        limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "128Mi" },
    },
    // Not the server's, which sees its processes.
    securityContext: { ...CONTAINER_SECURITY, runAsUser: 10011 },
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
        ...SHARED_MOUNTS,
        { name: "logins", mountPath: "/etc/mongodb/logins", readOnly: true },
        { name: "admin", mountPath: "/etc/mongodb/admin", readOnly: true },
        { name: "keeper-home", mountPath: "/tmp" },
        { name: "keeper-state", mountPath: "/run/keeper" },
    ],
    readinessProbe: {
        exec: { command: ["/bin/sh", "-c", "test -e /run/keeper/applied || { cat /run/keeper/reason; false; }"] },
        periodSeconds: 5,
    },
    livenessProbe: {
        exec: { command: ["/bin/sh", "-c", 'test -n "$(find /run/keeper/alive -mmin -2)"'] },
        initialDelaySeconds: 30,
        periodSeconds: 30,
    },
};

export const AUDIT = {
    name: "audit",
    image: IMAGE,
    command: ["/bin/sh", "/etc/mongodb/config/audit.sh", "/var/log/mongodb/audit.json"],
    resources: {
        requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "256Mi" },
        limits: { cpu: "100m", memory: "32Mi", "ephemeral-storage": "256Mi" },
    },
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
        { name: "config", mountPath: "/etc/mongodb/config", readOnly: true },
        { name: "audit", mountPath: "/var/log/mongodb" },
    ],
    readinessProbe: { exec: { command: ["test", "-e", "/var/log/mongodb/copied"] }, periodSeconds: 5 },
    livenessProbe: {
        exec: { command: ["/bin/sh", "-c", 'test -n "$(find /var/log/mongodb/copied -mmin -2)"'] },
        initialDelaySeconds: 30,
        periodSeconds: 30,
    },
};

/** 0440: the kubelet makes the files root's with the pod's group. */
const GROUP_ONLY = 288;

const secretVolume = (name: string, secretName: string, keys?: readonly string[]) => ({
    name,
    secret: {
        secretName,
        defaultMode: GROUP_ONLY,
        ...(keys === undefined ? {} : { items: keys.map((key) => ({ key, path: key })) }),
    },
});

export const VOLUMES = [
    { name: "data", persistentVolumeClaim: { claimName: "mongo-kb-data" } },
    { name: "config", configMap: { name: "mongo-kb-auto", defaultMode: 292 } },
    secretVolume("tls", "mongo-kb-tls", ["tls-combined.pem", "ca.crt"]),
    secretVolume("keys", "mongo-kb-keys", ["key-file", "encryption-key"]),
    secretVolume("logins", "mongo-kb-logins"),
    secretVolume("admin", "mongo-kb-admin"),
    { name: "key-copies", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
    { name: "keeper-home", emptyDir: { medium: "Memory", sizeLimit: "8Mi" } },
    { name: "tmp", emptyDir: { sizeLimit: "32Mi" } },
    { name: "keeper-state", emptyDir: { sizeLimit: "1Mi" } },
    { name: "audit", emptyDir: { sizeLimit: "128Mi" } },
];
