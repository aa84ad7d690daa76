import { createHash } from "node:crypto";
import { Redis, type RedisArgs, type StandaloneRedis } from "../../../../components/data/redis/redis";
import { type Recording, record } from "../../../support/record";

/** Makes the component and records what it registers. */
export async function make(args: RedisArgs): Promise<{ redis: Redis; recording: Recording }> {
    let redis: Redis | undefined;
    const recording = await record(() => {
        redis = new Redis("redis-kb", args);
    });
    if (redis === undefined) {
        throw new Error("The program has not run");
    }
    return { redis, recording };
}

export const STANDALONE: StandaloneRedis = {
    mode: "standalone",
    namespace: "kato",
    production: true,
    storage: "2Gi",
    storageClass: "gp3-encrypted",
    resources: { cpu: { request: "100m", limit: "1" }, memory: "512Mi" },
    generations: { login: 1, internal: 1 },
    issuer: { kind: "ClusterIssuer", name: "internal-ca" },
    clients: "connection-table",
};

/** What the mocks make of the password `redis-kb-<user>-g<generation>`. */
export const passwordOf = (user: string, generation: number): string => `rediskb${user}g${generation}`.padEnd(43, "0");

const hashOf = (user: string, generation: number): string =>
    `#${createHash("sha256").update(passwordOf(user, generation)).digest("hex")}`;

/** The Secret `redis-kb-users`: two hashes and two passwords where there are two generations. */
export function usersData(login: readonly number[], internal: readonly number[]): Record<string, string> {
    const hashes = (user: string, generations: readonly number[]) =>
        generations.map((generation) => hashOf(user, generation)).join(" ");
    const passwords = (user: string) => internal.map((generation) => `${passwordOf(user, generation)}\n`).join("");
    const files = {
        "users.acl": [
            "user default off",
            `user kato_user on ${hashes("login", login)} ~* &* +@connection +@keyspace +@string +@hash +@list +@set +@sortedset +@stream +@pubsub +@transaction -@admin -@dangerous +keys +time +eval +eval_ro +evalsha +evalsha_ro +script|exists +script|load`,
            `user probe on ${hashes("probe", internal)} +ping`,
            `user keeper on ${hashes("keeper", internal)} +acl|load +client|kill +config|set +ping`,
            `user operator on ${hashes("operator", internal)} +acl|log +bgrewriteaof +client|kill +client|list +info +ping +script|kill`,
            "",
        ].join("\n"),
        probe: passwords("probe"),
        keeper: passwords("keeper"),
        operator: passwords("operator"),
    };
    const encoded = Object.entries(files).map(([key, text]) => [key, Buffer.from(text).toString("base64")]);
    return Object.fromEntries(encoded) as Record<string, string>;
}

// What `Redis` hands to the cluster, written out by hand.

export const LABELS = {
    app: "redis-kb",
    "app.kubernetes.io/name": "redis-kb",
    "app.kubernetes.io/component": "cache",
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
    { name: "config", mountPath: "/etc/redis/config", readOnly: true },
    { name: "tls", mountPath: "/etc/redis/tls", readOnly: true },
    { name: "users", mountPath: "/etc/redis/users", readOnly: true },
    { name: "socket", mountPath: "/run/redis" },
];

const ALIVE = ["/bin/sh", "/etc/redis/config/probe.sh", "alive", "/etc/redis/users/probe"];
const READY = ["/bin/sh", "/etc/redis/config/probe.sh", "ready", "/etc/redis/users/probe"];

export const SERVER = {
    name: "redis",
    image: "docker.io/library/redis:8.10.2-trixie",
    command: ["redis-server", "/etc/redis/config/redis.conf"],
    env: [{ name: "REDIS_SOCKET", value: "/run/redis/redis.sock" }],
    ports: [{ name: "redis", containerPort: 6379, protocol: "TCP" }],
    resources: {
        requests: { cpu: "100m", memory: "512Mi", "ephemeral-storage": "128Mi" },
        limits: { cpu: "1", memory: "512Mi", "ephemeral-storage": "128Mi" },
    },
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [...SHARED_MOUNTS, { name: "data", mountPath: "/data" }],
    startupProbe: { exec: { command: ALIVE }, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 150 },
    livenessProbe: { exec: { command: ALIVE }, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 4 },
    readinessProbe: { exec: { command: READY }, periodSeconds: 10, timeoutSeconds: 5 },
};

export const KEEPER = {
    name: "keeper",
    image: "docker.io/library/redis:8.10.2-trixie",
    command: [
        "/bin/sh",
        "/etc/redis/config/keeper.sh",
        "/etc/redis/config/apply.sh",
        "/etc/redis/users",
        "/etc/redis/keeper",
        "/etc/redis/tls",
    ],
    env: [
        { name: "KEEPER_STATE", value: "/run/keeper" },
        { name: "REDIS_SOCKET", value: "/run/redis/redis.sock" },
        { name: "USERS_FILE", value: "/etc/redis/users/users.acl" },
        { name: "PASSWORDS_FILE", value: "/etc/redis/keeper/keeper" },
        { name: "TLS_FOLDER", value: "/etc/redis/tls" },
    ],
    resources: {
        requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "128Mi" },
        limits: { cpu: "250m", memory: "32Mi", "ephemeral-storage": "128Mi" },
    },
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
        ...SHARED_MOUNTS,
        { name: "keeper", mountPath: "/etc/redis/keeper", readOnly: true },
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

const secretVolume = (name: string, secretName: string, keys: readonly string[]) => ({
    name,
    secret: { secretName, defaultMode: GROUP_ONLY, items: keys.map((key) => ({ key, path: key })) },
});

export const VOLUMES = [
    { name: "data", persistentVolumeClaim: { claimName: "redis-kb-data" } },
    { name: "config", configMap: { name: "redis-kb-auto", defaultMode: 292 } },
    secretVolume("tls", "redis-kb-tls", ["tls.crt", "tls.key"]),
    secretVolume("users", "redis-kb-users", ["users.acl", "probe"]),
    secretVolume("keeper", "redis-kb-users", ["keeper", "operator"]),
    { name: "socket", emptyDir: { sizeLimit: "1Mi" } },
    { name: "keeper-state", emptyDir: { sizeLimit: "1Mi" } },
];
