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
import { DATABASE, LOGINS, type LoginName } from "./logins";
import { type Folders, pgHba, postgresqlConf } from "./settings";

/** Version of the server; its first number names the folder of the data. */
export const VERSION = "17.11";

/** Role in the architecture, the label `app.kubernetes.io/component`. */
export const COMPONENT = "database";

const IMAGE = `docker.io/library/postgres:${VERSION}-bookworm`;
/** `postgres` in the image's /etc/passwd; `peer` goes by that name. */
const UID = 999;
/** The path that the image declares as a volume: mounted elsewhere, the container would get an anonymous one here. */
const DATA = "/var/lib/postgresql/data";
const LOGINS_FOLDER = "/etc/postgres/logins";
const FOLDERS: Folders = { config: "/etc/postgres/config", tls: "/etc/postgres/tls", socket: "/var/run/postgresql" };

const SCRIPTS = ["start.sh", "apply.sh", "pulse.sh", "probe.sh", "database.sql", "login.sql"];

/** The configuration and the scripts of both containers, by file name. */
export function configuration(memory: string): Record<string, string> {
    const script = (name: string) => [name, readFileSync(join(__dirname, name), "utf8")] as const;
    return {
        ...keeperFiles(),
        ...Object.fromEntries(SCRIPTS.map(script)),
        "pg_hba.conf": pgHba(),
        "postgresql.conf": postgresqlConf({ folders: FOLDERS, memory }),
    };
}

export interface ServerPodArgs {
    readonly workload: Workload;
    readonly resources: Resources;
    /** Name of the ConfigMap with `configuration`. */
    readonly configMap: Input<string>;
    readonly claim: Input<string>;
    readonly certificate: ServiceSecret<CertificateKey>;
    readonly logins: ServiceSecret<LoginName>;
}

/** The server and its keeper. */
export function serverPod(args: ServerPodArgs): ReturnType<typeof podTemplate> {
    return podTemplate({
        workload: args.workload,
        component: COMPONENT,
        version: VERSION,
        uid: UID,
        ownsVolumes: true,
        // A fast shutdown ends with a checkpoint, which writes out what is in memory.
        terminationGracePeriodSeconds: 120,
        containers: [server(args.resources), loginKeeper()],
        volumes: [
            { name: "data", persistentVolumeClaim: { claimName: args.claim } },
            { name: "config", configMap: { name: args.configMap, defaultMode: 0o444 } },
            args.certificate.files("tls", ["tls.crt", "tls.key"]),
            args.logins.folder("logins"),
            scratchVolume("socket", "1Mi"),
            scratchVolume("tmp", "32Mi"),
            // Counts as the server's memory. The container's own is too small for parallel queries under a tight limit.
            { name: "shm", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
            keeperState(),
        ],
    });
}

const SHARED: types.input.core.v1.VolumeMount[] = [
    { name: "config", mountPath: FOLDERS.config, readOnly: true },
    { name: "tls", mountPath: FOLDERS.tls, readOnly: true },
    { name: "socket", mountPath: FOLDERS.socket },
];

function server(resources: Resources): ContainerArgs {
    return {
        name: "postgres",
        image: IMAGE,
        command: ["/bin/sh", `${FOLDERS.config}/start.sh`, DATA, FOLDERS.config],
        ports: [{ name: "postgres", containerPort: 5432, protocol: "TCP" }],
        // The kubelet keeps up to 50 MiB of a container's log.
        resources: { ...resources, ephemeralStorage: resources.ephemeralStorage ?? "256Mi" },
        volumeMounts: [
            ...SHARED,
            { name: "data", mountPath: DATA },
            { name: "tmp", mountPath: "/tmp" },
            { name: "shm", mountPath: "/dev/shm" },
        ],
        startupProbe: {
            exec: { command: probe("alive") },
            periodSeconds: 2,
            timeoutSeconds: 5,
            failureThreshold: 150,
        },
        livenessProbe: {
            exec: { command: probe("alive") },
            periodSeconds: 30,
            timeoutSeconds: 5,
            failureThreshold: 4,
        },
        readinessProbe: { exec: { command: probe("ready") }, periodSeconds: 10, timeoutSeconds: 5 },
        // SIGINT is a fast shutdown. SIGTERM, which a runtime sends that does not honour the image's STOPSIGNAL, would wait
        // for all clients to leave by themselves; after SIGINT it changes nothing.
        lifecycle: { preStop: { exec: { command: ["/bin/sh", "-c", "kill -INT 1"] } } },
    };
}

/** See probe.sh. */
function probe(what: "alive" | "ready"): string[] {
    return ["/bin/sh", `${FOLDERS.config}/probe.sh`, what, FOLDERS.socket];
}

function loginKeeper(): ContainerArgs {
    return keeper({
        image: IMAGE,
        scriptsFolder: FOLDERS.config,
        apply: "apply.sh",
        beside: "pulse.sh",
        watch: [LOGINS_FOLDER, FOLDERS.tls],
        mounts: [...SHARED, { name: "logins", mountPath: LOGINS_FOLDER, readOnly: true }],
        env: {
            PGHOST: FOLDERS.socket,
            DATABASE_NAME: DATABASE,
            LOGINS: LOGINS.flat().join(" "),
            LOGINS_FOLDER,
            SCRIPTS_FOLDER: FOLDERS.config,
        },
    });
}
