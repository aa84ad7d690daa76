import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import { type CertificateKey, COMBINED_PEM } from "../../certificates/server-certificate";
import type { ServiceSecret } from "../../secrets/service-secret";
import { serviceHost, type Workload } from "../../workload/identity";
import { keeper, keeperFiles, keeperState } from "../../workload/keeper";
import { type ContainerArgs, podTemplate, scratchVolume } from "../../workload/pod";
import type { Resources } from "../../workload/resources";
import { type MongodbEdition, mongodbRelease, type MongodbRelease, type MongodbVersion } from "./editions";
import { type AdminKey, DATABASE, LOGINS, type LoginName } from "./logins";
import { ENCRYPTION_KEY, type Files, KEY_FILE, mongodConf } from "./settings";

/** Role in the architecture, the label `app.kubernetes.io/component`. */
export const COMPONENT = "database";

export const PORT = 27017;

/** What kind of server it is. */
export interface Server {
    readonly edition: MongodbEdition;
    readonly version: MongodbVersion;
    readonly encryption: boolean;
    readonly audit: boolean;
    readonly resources: Resources;
}

/**
 * The server, and its keeper. No image has these users and none needs to: nothing of the images but their programs is used. Two
 * of them, because the containers see one another's processes, and the server must not read the administrator's password in
 * the keeper's. They share the group that owns the volumes.
 */
const UID = 10010;
const KEEPER_UID = 10011;

/** The path that the images declare as a volume: mounted elsewhere, the container would get an anonymous one here. */
const DATA = "/data/db";
const CONFIG = "/etc/mongodb/config";
const TLS = "/etc/mongodb/tls";
/** The server's own keys as Kubernetes mounts them; the server reads copies of them. */
const KEYS = "/etc/mongodb/keys";
const LOGINS_FOLDER = "/etc/mongodb/logins";
const ADMIN_FOLDER = "/etc/mongodb/admin";
const AUDIT_FOLDER = "/var/log/mongodb";

const FILES: Files = {
    data: DATA,
    certificate: `${TLS}/${COMBINED_PEM}`,
    authority: `${TLS}/ca.crt`,
    keys: "/run/mongodb",
    auditLog: `${AUDIT_FOLDER}/audit.json`,
};

/** The configuration and the scripts of all containers, by file name. */
export function configuration({ edition, encryption, audit, resources }: Server): Record<string, string> {
    const scripts = ["start.sh", "apply.sh", "apply.js", ...(audit ? ["audit.sh"] : [])];
    return {
        ...keeperFiles(),
        ...Object.fromEntries(scripts.map((name) => [name, readFileSync(join(__dirname, name), "utf8")])),
        "mongod.yaml": mongodConf({ files: FILES, edition, encryption, audit, memory: resources.memory }),
    };
}

export interface ServerPodArgs {
    readonly workload: Workload;
    readonly server: Server;
    /** Name of the ConfigMap with `configuration`. */
    readonly configMap: Input<string>;
    readonly claim: Input<string>;
    readonly certificate: ServiceSecret<CertificateKey | typeof COMBINED_PEM>;
    readonly keys: ServiceSecret<typeof KEY_FILE | typeof ENCRYPTION_KEY>;
    readonly logins: ServiceSecret<LoginName>;
    readonly admin: ServiceSecret<AdminKey>;
}

/** The server, its keeper, and with `audit` the container that hands out the audit log. */
export function serverPod(args: ServerPodArgs): ReturnType<typeof podTemplate> {
    const { server } = args;
    const release = mongodbRelease(server.edition, server.version);
    const host = serviceHost(args.workload);
    return podTemplate({
        workload: args.workload,
        component: COMPONENT,
        version: release.release,
        uid: UID,
        ownsVolumes: true,
        // A clean shutdown lets operations finish and ends with a checkpoint.
        terminationGracePeriodSeconds: 120,
        loopbackName: host,
        // The audit log's container tells the server to begin a new file.
        sharedProcesses: server.audit,
        containers: [mongod(release, server), userKeeper(release, host), ...(server.audit ? [auditLog(release)] : [])],
        volumes: [
            { name: "data", persistentVolumeClaim: { claimName: args.claim } },
            { name: "config", configMap: { name: args.configMap, defaultMode: 0o444 } },
            args.certificate.files("tls", [COMBINED_PEM, "ca.crt"]),
            args.keys.files("keys", server.encryption ? [KEY_FILE, ENCRYPTION_KEY] : [KEY_FILE]),
            args.logins.folder("logins"),
            args.admin.folder("admin"),
            memoryVolume("key-copies", "1Mi"),
            memoryVolume("keeper-home", "8Mi"),
            scratchVolume("tmp", "32Mi"),
            keeperState(),
            ...(server.audit ? [scratchVolume("audit", "128Mi")] : []),
        ],
    });
}

type VolumeMount = types.input.core.v1.VolumeMount;

const SHARED: VolumeMount[] = [
    { name: "config", mountPath: CONFIG, readOnly: true },
    { name: "tls", mountPath: TLS, readOnly: true },
];

const AUDIT_MOUNT: VolumeMount = { name: "audit", mountPath: AUDIT_FOLDER };

/** A scratch volume that never reaches a disk; it counts as its container's memory. */
function memoryVolume(name: string, sizeLimit: string): types.input.core.v1.Volume {
    return { name, emptyDir: { medium: "Memory", sizeLimit } };
}

function mongod(release: MongodbRelease, { encryption, audit, resources }: Server): ContainerArgs {
    const engine = [release.edition, release.version, encryption ? "encrypted" : "plain"];
    const answers = { tcpSocket: { port: "mongodb" }, timeoutSeconds: 5 };
    return {
        name: "mongod",
        image: release.image,
        command: ["/bin/sh", `${CONFIG}/start.sh`, DATA, KEYS, FILES.keys, `${CONFIG}/mongod.yaml`, ...engine],
        ...(audit ? { env: [{ name: "AUDIT_LOG", value: FILES.auditLog }] } : {}),
        ports: [{ name: "mongodb", containerPort: PORT, protocol: "TCP" }],
        // Every connection is logged, and the kubelet keeps up to 50 MiB of a container's log.
        resources: { ...resources, ephemeralStorage: resources.ephemeralStorage ?? "256Mi" },
        volumeMounts: [
            ...SHARED,
            { name: "data", mountPath: DATA },
            { name: "keys", mountPath: KEYS, readOnly: true },
            { name: "key-copies", mountPath: FILES.keys },
            { name: "tmp", mountPath: "/tmp" },
            ...(audit ? [AUDIT_MOUNT] : []),
        ],
        // It listens only once its log is replayed, which after a crash may take long and must not be cut short: an hour.
        startupProbe: { ...answers, periodSeconds: 5, failureThreshold: 720 },
        livenessProbe: { ...answers, periodSeconds: 30, failureThreshold: 4 },
        // Whether the users are in place is the keeper's to say.
        readinessProbe: { ...answers, periodSeconds: 10 },
    };
}

function userKeeper({ image }: MongodbRelease, host: string): ContainerArgs {
    return keeper({
        image,
        scriptsFolder: CONFIG,
        apply: "apply.sh",
        uid: KEEPER_UID,
        watch: [LOGINS_FOLDER, ADMIN_FOLDER, TLS],
        mounts: [
            ...SHARED,
            { name: "logins", mountPath: LOGINS_FOLDER, readOnly: true },
            { name: "admin", mountPath: ADMIN_FOLDER, readOnly: true },
            { name: "keeper-home", mountPath: "/tmp" },
        ],
        env: {
            HOME: "/tmp",
            MEMBER: `${host}:${PORT}`,
            CA_FILE: FILES.authority,
            ADMIN_FOLDER,
            DATABASE_NAME: DATABASE,
            LOGINS: LOGINS.join(" "),
            LOGINS_FOLDER,
            SCRIPTS_FOLDER: CONFIG,
        },
        // mongosh is a whole Node.js: 160 MiB and two seconds of a core each time it runs.
        resources: { cpu: { request: "10m", limit: "500m" }, memory: "256Mi" },
    });
}

function auditLog({ image }: MongodbRelease): ContainerArgs {
    const copied = `${AUDIT_FOLDER}/copied`;
    return {
        name: "audit",
        image,
        command: ["/bin/sh", `${CONFIG}/audit.sh`, FILES.auditLog],
        volumeMounts: [{ name: "config", mountPath: CONFIG, readOnly: true }, AUDIT_MOUNT],
        readinessProbe: { exec: { command: ["test", "-e", copied] }, periodSeconds: 5 },
        // Were it to hang, nobody would see the log, and the file would fill its volume. A round takes seconds.
        livenessProbe: {
            exec: { command: ["/bin/sh", "-c", `test -n "$(find ${copied} -mmin -2)"`] },
            initialDelaySeconds: 30,
            periodSeconds: 30,
        },
        resources: { cpu: { request: "10m", limit: "100m" }, memory: "32Mi", ephemeralStorage: "256Mi" },
    };
}
