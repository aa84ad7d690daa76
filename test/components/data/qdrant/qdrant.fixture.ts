import { Qdrant, type QdrantArgs, type StandaloneQdrant } from "../../../../components/data/qdrant/qdrant";
import { type Recording, record } from "../../../support/record";

export const STANDALONE: StandaloneQdrant = {
    mode: "standalone",
    namespace: "kato",
    production: true,
    storage: "20Gi",
    storageClass: "gp3-encrypted",
    resources: { cpu: { request: "250m", limit: "2" }, memory: "1Gi" },
    generations: { apiKey: 1, readOnlyKey: 1 },
    issuer: { kind: "ClusterIssuer", name: "internal-ca" },
    clients: "connection-table",
};

/** Makes the component and records what it registers, and what `use` makes of it. */
export async function make(
    args: QdrantArgs,
    use: (qdrant: Qdrant) => void = () => undefined,
): Promise<{ qdrant: Qdrant; recording: Recording }> {
    let qdrant: Qdrant | undefined;
    const recording = await record(() => {
        qdrant = new Qdrant("qdrant-kb", args);
        use(qdrant);
    });
    if (qdrant === undefined) {
        throw new Error("The program has not run");
    }
    return { qdrant, recording };
}

// What `Qdrant` hands to the cluster, written out by hand.

export const LABELS = {
    app: "qdrant-kb",
    "app.kubernetes.io/name": "qdrant-kb",
    "app.kubernetes.io/component": "vector-database",
    "app.kubernetes.io/part-of": "kato-platform",
    "app.kubernetes.io/managed-by": "pulumi",
};

const IMAGE = "docker.io/qdrant/qdrant:v1.19.1-unprivileged";

const CONTAINER_SECURITY = {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    privileged: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
};

const SHARED_MOUNTS = [
    { name: "scripts", mountPath: "/etc/qdrant/scripts", readOnly: true },
    { name: "tls", mountPath: "/etc/qdrant/tls", readOnly: true },
];

const LIVE = { path: "/livez", port: "rest", scheme: "HTTPS" };

export const SERVER = {
    name: "qdrant",
    image: IMAGE,
    workingDir: "/qdrant",
    command: [
        "/bin/sh",
        "/etc/qdrant/scripts/start.sh",
        "/etc/qdrant/tls/tls.crt",
        "/run/qdrant/loaded",
        "/qdrant/data/storage/quota.json",
    ],
    env: [
        { name: "RUN_MODE", value: "local" },
        { name: "QDRANT_INIT_FILE_PATH", value: "/tmp/.qdrant-initialized" },
    ],
    ports: [
        { name: "rest", containerPort: 6333, protocol: "TCP" },
        { name: "grpc", containerPort: 6334, protocol: "TCP" },
    ],
    resources: {
        requests: { cpu: "250m", memory: "1Gi", "ephemeral-storage": "128Mi" },
        limits: { cpu: "2", memory: "1Gi", "ephemeral-storage": "128Mi" },
    },
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
        ...SHARED_MOUNTS,
        { name: "config", mountPath: "/qdrant/config", readOnly: true },
        { name: "data", mountPath: "/qdrant/data" },
        { name: "state", mountPath: "/run/qdrant" },
        { name: "tmp", mountPath: "/tmp" },
    ],
    startupProbe: { httpGet: LIVE, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 360 },
    livenessProbe: { httpGet: LIVE, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 4 },
    // gRPC can be dead while REST answers.
    readinessProbe: { tcpSocket: { port: "grpc" }, periodSeconds: 10, timeoutSeconds: 5 },
};

/** It sees neither the keys nor the data. */
export const KEEPER = {
    name: "keeper",
    image: IMAGE,
    command: ["/bin/sh", "/etc/qdrant/scripts/keeper.sh", "/etc/qdrant/scripts/apply.sh", "/etc/qdrant/tls"],
    env: [
        { name: "KEEPER_STATE", value: "/run/keeper" },
        { name: "CERTIFICATE", value: "/etc/qdrant/tls/tls.crt" },
        { name: "LOADED", value: "/run/qdrant/loaded" },
    ],
    resources: {
        requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "128Mi" },
        limits: { cpu: "250m", memory: "32Mi", "ephemeral-storage": "128Mi" },
    },
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
        ...SHARED_MOUNTS,
        { name: "state", mountPath: "/run/qdrant", readOnly: true },
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

/** 0440: the kubelet makes the files root's with the pod's group. */
const GROUP_ONLY = 288;

export const VOLUMES = [
    { name: "data", persistentVolumeClaim: { claimName: "qdrant-kb-data" } },
    {
        name: "config",
        projected: {
            defaultMode: GROUP_ONLY,
            sources: [
                { configMap: { name: "qdrant-kb-auto", items: [{ key: "config.yaml", path: "config.yaml" }] } },
                { secret: { name: "qdrant-kb-keys-auto", items: [{ key: "local.yaml", path: "local.yaml" }] } },
            ],
        },
    },
    { name: "scripts", configMap: { name: "qdrant-kb-auto", defaultMode: 292 } },
    {
        name: "tls",
        secret: {
            secretName: "qdrant-kb-tls",
            defaultMode: GROUP_ONLY,
            items: [
                { key: "tls.crt", path: "tls.crt" },
                { key: "tls.key", path: "tls.key" },
                { key: "ca.crt", path: "ca.crt" },
            ],
        },
    },
    { name: "state", emptyDir: { sizeLimit: "1Mi" } },
    { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
    { name: "keeper-state", emptyDir: { sizeLimit: "1Mi" } },
];
