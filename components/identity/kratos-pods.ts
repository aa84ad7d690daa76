import type { types } from "@pulumi/kubernetes";
import type { CertificateKey } from "../certificates/server-certificate";
import type { ServiceSecret } from "../secrets/service-secret";
import { drain } from "../workload/drain";
import type { Workload } from "../workload/identity";
import { type ContainerArgs, type PodArgs, podTemplate, scratchVolume } from "../workload/pod";
import type { Resources } from "../workload/resources";
import { goRuntime } from "./go-runtime";
import { ADMIN_PORT, type KratosVersion, paths, PUBLIC_PORT } from "./kratos-config";
import type { ConnectionFile } from "./kratos-files";

type Volume = types.input.core.v1.Volume;
type VolumeMount = types.input.core.v1.VolumeMount;
type Probe = types.input.core.v1.Probe;
type PodTemplate = ReturnType<typeof podTemplate>;

/** What the pods run. */
export const KRATOS_VERSION: KratosVersion = "v26.2.0";
const IMAGE = `docker.io/oryd/kratos:${KRATOS_VERSION}`;
/** User of the official image. */
const UID = 10000;
/** PostgreSQL's client on Alpine, which unlike the server's image has the public authorities. */
const PSQL_IMAGE = "docker.io/library/postgres:17.11-alpine3.24";
/** The courier speaks to nobody; its metrics port exists so that a probe can tell that it lives. */
const COURIER_METRICS_PORT = 4435;

/** How long it goes on serving; measured: at 8 s not one of 1,664 requests failed at a rollout, without 6 of 365. */
const DRAIN_SECONDS = 8;
/** Kratos lets requests that have begun finish for up to two minutes. */
const SHUTDOWN_SECONDS = 125;

/** Everything that pods of Kratos mount, each by itself: a pod gets what its task needs. */
export interface KratosVolumes {
    /** `kratos.yml` and the identity schema. */
    readonly config: Volume;
    readonly certificate: ServiceSecret<CertificateKey>;
    /** `ca.crt`, the authority that signed the database's certificate. @default the public ones in the image */
    readonly authority?: Volume;
    /** The server's login, which is also the clean-up's. */
    readonly database: ConnectionFile;
    readonly secrets: ServiceSecret<"secrets.json">;
}

/** The server behind both APIs. */
export function serverPod(of: Workload, volumes: KratosVolumes, resources: Resources, replicas: number): PodTemplate {
    return pod(of, "identity", {
        ...drain(DRAIN_SECONDS, SHUTDOWN_SECONDS),
        command: ["serve", ...configFrom(`${paths.config}/kratos.yml`, databaseFile(volumes.database), files.secrets)],
        resources,
        ports: [
            { name: "public", containerPort: PUBLIC_PORT, protocol: "TCP" },
            { name: "admin", containerPort: ADMIN_PORT, protocol: "TCP" },
        ],
        startupProbe: healthProbe("alive", { periodSeconds: 2, failureThreshold: 60 }),
        // Without its database Kratos answers 401 to who is logged in, and clients log them out: it must be out of reach soon.
        readinessProbe: healthProbe("ready", { periodSeconds: 2, failureThreshold: 2 }),
        livenessProbe: healthProbe("alive", { periodSeconds: 10, failureThreshold: 6 }),
        volumes: [
            volumes.config,
            ...authority(volumes),
            volumes.certificate.files("tls", ["tls.crt", "tls.key"]),
            databaseVolume(volumes.database),
            volumes.secrets.files("secrets", ["secrets.json"]),
        ],
        spread: replicas > 1,
    });
}

/** A login to the database, as Kratos and as PostgreSQL's own client read it. */
export interface Access {
    readonly database: ConnectionFile;
    readonly connection: ServiceSecret<"pg_service.conf">;
}

/** The one worker that sends mails; two would send some twice. */
export function courierPod(
    of: Workload,
    volumes: KratosVolumes,
    { database, connection, mail }: Access & { readonly mail: ServiceSecret<"mail.json"> },
): PodTemplate {
    const port = "metrics";
    const alive = { tcpSocket: { port }, timeoutSeconds: 3 };
    return pod(of, "mail", {
        command: [
            "courier",
            "watch",
            `--expose-metrics-port=${COURIER_METRICS_PORT}`,
            ...configFrom(`${paths.config}/kratos.yml`, databaseFile(database), files.mail),
        ],
        resources: { cpu: { request: "25m", limit: "250m" }, memory: "128Mi" },
        ports: [{ name: port, containerPort: COURIER_METRICS_PORT, protocol: "TCP" }],
        startupProbe: { ...alive, periodSeconds: 2, failureThreshold: 60 },
        readinessProbe: { ...alive, periodSeconds: 10 },
        livenessProbe: { ...alive, periodSeconds: 20, failureThreshold: 6 },
        volumes: [volumes.config, ...authority(volumes), databaseVolume(database), mail.files("mail", ["mail.json"])],
        // A courier that was killed has left the mails that it was about to send as being sent, which no courier looks at.
        before: psql(
            "requeue",
            `UPDATE courier_messages SET status = ${QUEUED} WHERE status = ${PROCESSING}`,
            volumes,
            connection,
        ),
    });
}

/**
 * Brings the database to the version of the server, and then the rights of the other logins with it; does nothing where
 * both already are.
 *
 * @param owner the login, and the statements that grant them, if there is anybody else
 */
export function migrationPod(
    of: Workload,
    volumes: KratosVolumes,
    { database, granted }: Pick<Access, "database"> & { readonly granted?: Granted },
): PodTemplate {
    const then = granted === undefined ? undefined : psql("grants", granted.statements, volumes, granted.connection);
    return databaseTask(of, volumes, database, ["migrate", "sql", "up", "--read-from-env", "--yes"], then);
}

interface Granted extends Pick<Access, "connection"> {
    readonly statements: string;
}

/**
 * Deletes what ended more than `days` ago: flows, tokens and sessions, and then mails, which Kratos' own clean-up leaves:
 * they hold addresses, names and codes.
 */
export function cleanupPod(
    of: Workload,
    volumes: KratosVolumes,
    connection: ServiceSecret<"pg_service.conf">,
    days: number,
): PodTemplate {
    // By default it deletes 100 rows of a table and waits for a minute: less than a busy day brings.
    const pace = ["--database.cleanup.batch_size=100000", "--database.cleanup.sleep.tables=1s"];
    const command = ["cleanup", "sql", "--read-from-env", `--keep-last=${days * 24}h`, ...pace];
    // Kratos writes UTC into columns without a time zone. What is known of the attempts to send a mail goes with it.
    const old = `created_at < now() AT TIME ZONE 'UTC' - interval '${days} days'`;
    const mails = psql("mails", `DELETE FROM courier_messages WHERE ${old}`, volumes, connection);
    return databaseTask(of, volumes, volumes.database, command, mails);
}

/** Values of the column `courier_messages.status`. */
const [QUEUED, PROCESSING] = [1, 3];

/** A container that runs statements on Kratos' database, all or none, and the volume that only it mounts. */
function psql(
    name: string,
    statement: string,
    volumes: KratosVolumes,
    connection: ServiceSecret<"pg_service.conf">,
): Companion {
    const volume = connection.files("connection", ["pg_service.conf"]);
    return {
        volumes: [volume],
        container: {
            name,
            image: PSQL_IMAGE,
            command: ["psql", "--no-psqlrc", "--set=ON_ERROR_STOP=1"],
            args: [`--command=${statement}`, "service=kratos"],
            env: [{ name: "PGSERVICEFILE", value: `${paths.connection}/pg_service.conf` }],
            resources: { cpu: { request: "50m", limit: "500m" }, memory: "64Mi" },
            volumeMounts: [...authority(volumes), volume].map(mountOf),
        },
    };
}

function databaseTask(
    of: Workload,
    volumes: KratosVolumes,
    database: ConnectionFile,
    command: string[],
    then?: Companion,
): PodTemplate {
    return pod(of, "maintenance", {
        command: [...command, ...configFrom(databaseFile(database))],
        resources: { cpu: { request: "50m", limit: "500m" }, memory: "128Mi" },
        volumes: [...authority(volumes), databaseVolume(database)],
        // A failed attempt stays as a pod of its own, with its log.
        restartPolicy: "Never",
        then,
    });
}

const files = {
    secrets: `${paths.secrets}/secrets.json`,
    mail: `${paths.mail}/mail.json`,
} as const;

/** Another container of the pod, with volumes that only it mounts. */
interface Companion {
    readonly container: ContainerArgs;
    readonly volumes: readonly Volume[];
}

interface KratosPod
    extends
        Pick<PodArgs, "spread" | "terminationGracePeriodSeconds" | "restartPolicy">,
        Pick<ContainerArgs, "ports" | "lifecycle" | "startupProbe" | "readinessProbe" | "livenessProbe"> {
    readonly command: string[];
    readonly resources: Resources;
    readonly volumes: Volume[];
    /** What runs before Kratos' command. @default nothing */
    readonly before?: Companion;
    /** What runs once Kratos' command has succeeded. @default nothing */
    readonly then?: Companion;
}

function pod(of: Workload, component: string, args: KratosPod): PodTemplate {
    const {
        command,
        resources,
        volumes,
        before,
        then,
        spread,
        terminationGracePeriodSeconds,
        restartPolicy,
        ...container
    } = args;
    const kratos: ContainerArgs = {
        ...container,
        name: of.name,
        image: IMAGE,
        args: command,
        // Telemetry can only be switched off from outside the configuration file.
        env: [{ name: "SQA_OPT_OUT", value: "true" }, ...goRuntime(resources)],
        resources,
        volumeMounts: [...volumes.map(mountOf), { name: "tmp", mountPath: "/tmp" }],
    };
    return podTemplate({
        workload: of,
        component,
        version: KRATOS_VERSION,
        uid: UID,
        // The group that may read the mounted secrets.
        ownsVolumes: true,
        volumes: [...volumes, ...(before?.volumes ?? []), ...(then?.volumes ?? []), scratchVolume("tmp", "16Mi")],
        spread,
        terminationGracePeriodSeconds,
        restartPolicy,
        initContainers: before && [before.container],
        ...(then === undefined ? { containers: [kratos] } : { initContainers: [kratos], containers: [then.container] }),
    });
}

function databaseFile({ file }: ConnectionFile): string {
    return `${paths.database}/${file}`;
}

function databaseVolume({ secret, file }: ConnectionFile): Volume {
    return secret.files("database", [file]);
}

function configFrom(...locations: string[]): string[] {
    return locations.map((file) => `--config=${file}`);
}

function authority(volumes: KratosVolumes): Volume[] {
    return volumes.authority === undefined ? [] : [volumes.authority];
}

/** Each volume is mounted where its name says. */
function mountOf(volume: Volume): VolumeMount {
    const name = volume.name as keyof typeof paths;
    return { name, mountPath: paths[name], readOnly: true };
}

function healthProbe(path: "alive" | "ready", timing: Partial<Probe>): Probe {
    return { httpGet: { path: `/health/${path}`, port: "public", scheme: "HTTPS" }, timeoutSeconds: 3, ...timing };
}
