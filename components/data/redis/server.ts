import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import type { CertificateKey } from "../../certificates/server-certificate";
import type { ServiceSecret } from "../../secrets/service-secret";
import type { Workload } from "../../workload/identity";
import { keeper, keeperFiles, keeperState } from "../../workload/keeper";
import { type ContainerArgs, podTemplate, scratchVolume } from "../../workload/pod";
import type { Resources } from "../../workload/resources";
import { redisConf } from "./settings";
import type { InternalUser } from "./users";

const VERSION = "8.10.2";

/** Role in the architecture, the label `app.kubernetes.io/component`. */
export const COMPONENT = "cache";

export const PORT = 6379;

const IMAGE = `docker.io/library/redis:${VERSION}-trixie`;
/** Nobody in the image: nothing of it but its programs is used. */
const UID = 10020;

const ACL_FILE = "users.acl";
/** The ACL file, and a file per internal user with the passwords that are accepted, newest first. */
export type UsersKey = typeof ACL_FILE | InternalUser;

/** The path that the image declares as its working folder. */
const DATA = "/data";
const CONFIG = "/etc/redis/config";
const TLS = "/etc/redis/tls";
/** What both containers see of the users: the file that the server loads, and the probes' own password. */
const USERS = "/etc/redis/users";
/** What the keeper sees alone. */
const KEEPER = "/etc/redis/keeper";
const SOCKET_FOLDER = "/run/redis";
const SOCKET = `${SOCKET_FOLDER}/redis.sock`;

const SCRIPTS = ["apply.sh", "client.sh", "probe.sh"];

/** The configuration and the scripts of both containers, by file name. */
export function configuration(memory: string): Record<string, string> {
    const script = (name: string) => [name, readFileSync(join(__dirname, name), "utf8")] as const;
    const paths = { data: DATA, tls: TLS, users: `${USERS}/${ACL_FILE}`, socket: SOCKET };
    return {
        ...keeperFiles(),
        ...Object.fromEntries(SCRIPTS.map(script)),
        "redis.conf": redisConf({ paths, memory }),
    };
}

export interface ServerPodArgs {
    readonly workload: Workload;
    readonly resources: Resources;
    /** Name of the ConfigMap with `configuration`. */
    readonly configMap: Input<string>;
    readonly claim: Input<string>;
    readonly certificate: ServiceSecret<CertificateKey>;
    readonly users: ServiceSecret<UsersKey>;
}

/** The server and its keeper. */
export function serverPod(args: ServerPodArgs): ReturnType<typeof podTemplate> {
    return podTemplate({
        workload: args.workload,
        component: COMPONENT,
        version: VERSION,
        uid: UID,
        ownsVolumes: true,
        // On SIGTERM the server writes out what the last second has left in memory.
        terminationGracePeriodSeconds: 60,
        containers: [server(args.resources), userKeeper()],
        volumes: [
            { name: "data", persistentVolumeClaim: { claimName: args.claim } },
            { name: "config", configMap: { name: args.configMap, defaultMode: 0o444 } },
            args.certificate.files("tls", ["tls.crt", "tls.key"]),
            // Two views of one Secret. The kubelet may renew either first: the keeper watches both and has the password before.
            args.users.files("users", [ACL_FILE, "probe"]),
            args.users.files("keeper", ["keeper", "operator"]),
            scratchVolume("socket", "1Mi"),
            keeperState(),
        ],
    });
}

const SHARED: types.input.core.v1.VolumeMount[] = [
    { name: "config", mountPath: CONFIG, readOnly: true },
    { name: "tls", mountPath: TLS, readOnly: true },
    { name: "users", mountPath: USERS, readOnly: true },
    { name: "socket", mountPath: SOCKET_FOLDER },
];

function server(resources: Resources): ContainerArgs {
    return {
        name: "redis",
        image: IMAGE,
        // Not the image's entrypoint: it would load every module that the image has.
        command: ["redis-server", `${CONFIG}/redis.conf`],
        env: [{ name: "REDIS_SOCKET", value: SOCKET }],
        ports: [{ name: "redis", containerPort: PORT, protocol: "TCP" }],
        resources,
        volumeMounts: [...SHARED, { name: "data", mountPath: DATA }],
        startupProbe: { exec: probe("alive"), periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 150 },
        livenessProbe: { exec: probe("alive"), periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 4 },
        readinessProbe: { exec: probe("ready"), periodSeconds: 10, timeoutSeconds: 5 },
    };
}

function probe(question: "alive" | "ready"): { command: string[] } {
    return { command: ["/bin/sh", `${CONFIG}/probe.sh`, question, `${USERS}/probe`] };
}

function userKeeper(): ContainerArgs {
    return keeper({
        image: IMAGE,
        scriptsFolder: CONFIG,
        apply: "apply.sh",
        watch: [USERS, KEEPER, TLS],
        mounts: [...SHARED, { name: "keeper", mountPath: KEEPER, readOnly: true }],
        env: {
            REDIS_SOCKET: SOCKET,
            USERS_FILE: `${USERS}/${ACL_FILE}`,
            PASSWORDS_FILE: `${KEEPER}/keeper`,
            TLS_FOLDER: TLS,
        },
        resources: { cpu: { request: "10m", limit: "250m" }, memory: "32Mi" },
    });
}
