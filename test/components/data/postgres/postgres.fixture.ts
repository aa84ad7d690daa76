import { Postgres, type PostgresArgs, type StandalonePostgres } from "../../../../components/data/postgres/postgres";
import { type Recording, record } from "../../../support/record";

/** Makes the component and records what it registers. */
export async function make(args: PostgresArgs): Promise<{ postgres: Postgres; recording: Recording }> {
    let postgres: Postgres | undefined;
    const recording = await record(() => {
        postgres = new Postgres("kratos-postgres", args);
    });
    if (postgres === undefined) {
        throw new Error("The program has not run");
    }
    return { postgres, recording };
}

export const STANDALONE: StandalonePostgres = {
    mode: "standalone",
    namespace: "kratos",
    production: true,
    storage: "20Gi",
    storageClass: "gp3-encrypted",
    resources: { cpu: { request: "250m", limit: "1" }, memory: "512Mi" },
    generation: 1,
    issuer: { kind: "ClusterIssuer", name: "internal-ca" },
    clients: "connection-table",
};

// What `Postgres` hands to the cluster, written out by hand.

export const LABELS = {
    app: "kratos-postgres",
    "app.kubernetes.io/name": "kratos-postgres",
    "app.kubernetes.io/component": "database",
    "app.kubernetes.io/part-of": "kato-platform",
    "app.kubernetes.io/managed-by": "pulumi",
};

const CONTAINER_SECURITY = {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    privileged: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
};

const SHARED_MOUNTS = [
    { name: "config", mountPath: "/etc/postgres/config", readOnly: true },
    { name: "tls", mountPath: "/etc/postgres/tls", readOnly: true },
    { name: "socket", mountPath: "/var/run/postgresql" },
];

const PROBE = ["/bin/sh", "/etc/postgres/config/probe.sh"];
const READY = [...PROBE, "ready", "/var/run/postgresql"];
const ALIVE = [...PROBE, "alive", "/var/run/postgresql"];

export const SERVER = {
    name: "postgres",
    image: "docker.io/library/postgres:17.11-bookworm",
    command: ["/bin/sh", "/etc/postgres/config/start.sh", "/var/lib/postgresql/data", "/etc/postgres/config"],
    ports: [{ name: "postgres", containerPort: 5432, protocol: "TCP" }],
    resources: {
        requests: { cpu: "250m", memory: "512Mi", "ephemeral-storage": "256Mi" },
        limits: { cpu: "1", memory: "512Mi", "ephemeral-storage": "256Mi" },
    },
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
        ...SHARED_MOUNTS,
        { name: "data", mountPath: "/var/lib/postgresql/data" },
        { name: "tmp", mountPath: "/tmp" },
        { name: "shm", mountPath: "/dev/shm" },
    ],
    startupProbe: {
        exec: { command: ALIVE },
        periodSeconds: 2,
        timeoutSeconds: 5,
        failureThreshold: 150,
    },
    livenessProbe: {
        exec: { command: ALIVE },
        periodSeconds: 30,
        timeoutSeconds: 5,
        failureThreshold: 4,
    },
    readinessProbe: { exec: { command: READY }, periodSeconds: 10, timeoutSeconds: 5 },
    lifecycle: { preStop: { exec: { command: ["/bin/sh", "-c", "kill -INT 1"] } } },
};

export const KEEPER = {
    name: "keeper",
    image: "docker.io/library/postgres:17.11-bookworm",
    command: [
        "/bin/sh",
        "/etc/postgres/config/keeper.sh",
        "/etc/postgres/config/apply.sh",
        "/etc/postgres/logins",
        "/etc/postgres/tls",
    ],
    env: [
        { name: "KEEPER_STATE", value: "/run/keeper" },
        { name: "KEEPER_BESIDE", value: "/etc/postgres/config/pulse.sh" },
        { name: "PGHOST", value: "/var/run/postgresql" },
        { name: "DATABASE_NAME", value: "kratos" },
        {
            name: "LOGINS",
            value: "kratos_a kratos_b kratos_server_a kratos_server_b kratos_courier_a kratos_courier_b",
        },
        { name: "LOGINS_FOLDER", value: "/etc/postgres/logins" },
        { name: "SCRIPTS_FOLDER", value: "/etc/postgres/config" },
    ],
    resources: {
        requests: { cpu: "10m", memory: "64Mi", "ephemeral-storage": "128Mi" },
        limits: { cpu: "250m", memory: "64Mi", "ephemeral-storage": "128Mi" },
    },
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
        ...SHARED_MOUNTS,
        { name: "logins", mountPath: "/etc/postgres/logins", readOnly: true },
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

/** 0440: the kubelet makes the files root's with the pod's group, which is what the server accepts for its key. */
const GROUP_ONLY = 288;

export const VOLUMES = [
    { name: "data", persistentVolumeClaim: { claimName: "kratos-postgres-data" } },
    { name: "config", configMap: { name: "kratos-postgres-auto", defaultMode: 292 } },
    {
        name: "tls",
        secret: {
            secretName: "kratos-postgres-tls",
            defaultMode: GROUP_ONLY,
            items: [
                { key: "tls.crt", path: "tls.crt" },
                { key: "tls.key", path: "tls.key" },
            ],
        },
    },
    { name: "logins", secret: { secretName: "kratos-postgres-logins", defaultMode: GROUP_ONLY } },
    { name: "socket", emptyDir: { sizeLimit: "1Mi" } },
    { name: "tmp", emptyDir: { sizeLimit: "32Mi" } },
    { name: "shm", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
    { name: "keeper-state", emptyDir: { sizeLimit: "1Mi" } },
];
