import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import { parseImage } from "../../kubernetes/image";
import type { ServiceSecret } from "../secrets/service-secret";
import { drain } from "../workload/drain";
import type { Workload } from "../workload/identity";
import { type ContainerArgs, type PodArgs, podTemplate, scratchVolume } from "../workload/pod";
import type { Resources } from "../workload/resources";
import type { CaBundle } from "./ca-bundle";
import type { KatoSecret } from "./kato-secrets";
import { KATO_PORT, KATO_TLS_PORT } from "./kato-workloads";
import { type TlsProxy, TLS_PROXY_STOP_SECONDS } from "./tls-proxy";

type Probe = types.input.core.v1.Probe;
type PodTemplate = ReturnType<typeof podTemplate>;

/** Label values: what each of KATO's pods is in the architecture. */
export const COMPONENTS = { server: "api", retention: "retention" } as const;

/** How long a request that has begun may still take once nobody sends new ones. */
const REQUEST_SECONDS = 30;
const STARTUP_PERIOD_SECONDS = 5;

/** What all pods of KATO have in common. */
export interface KatoImage {
    readonly image: string;
    /** Name of the Secret that the image is pulled with. @default the image is public */
    readonly pullSecret?: Input<string>;
    /** The user that the image's process runs as. */
    readonly uid: number;
    readonly resources: Resources;
    /** Name of the ConfigMap with the variables that are no secret. */
    readonly config: Input<string>;
    readonly secrets: ServiceSecret<KatoSecret>;
    readonly caBundle: CaBundle;
}

export interface KatoServing {
    readonly probes: {
        /** Path that answers 200 once the application is up. */
        readonly startup: string;
        /** Path that answers 200 while it can take requests. */
        readonly readiness: string;
        /** Path that answers 200 unless only a restart helps. */
        readonly liveness: string;
        /** How long it may take to start. */
        readonly startupSeconds: number;
    };
    /** How long a pod goes on serving after it was told to stop; 0 to stop at once. */
    readonly drainSeconds: number;
    /** Whether replicas are kept apart. */
    readonly spread: boolean;
    /** @default none: clients talk to KATO itself, plain */
    readonly tlsProxy?: TlsProxy;
}

/** The API. */
export function serverPod(of: Workload, kato: KatoImage, serving: KatoServing): PodTemplate {
    const { probes, drainSeconds, spread, tlsProxy } = serving;
    const stopSeconds = REQUEST_SECONDS + (tlsProxy === undefined ? 0 : TLS_PROXY_STOP_SECONDS);
    const { terminationGracePeriodSeconds, ...lifecycle } = drain(drainSeconds, stopSeconds);
    return pod(of, COMPONENTS.server, kato, {
        spread,
        terminationGracePeriodSeconds,
        sidecar: tlsProxy,
        container: {
            ...lifecycle,
            ports: [{ name: "http", containerPort: KATO_PORT, protocol: "TCP" }],
            startupProbe: probe(probes.startup, {
                periodSeconds: STARTUP_PERIOD_SECONDS,
                failureThreshold: Math.ceil(probes.startupSeconds / STARTUP_PERIOD_SECONDS),
            }),
            // As clients reach it: where a certificate cannot be read, the pod is not ready.
            readinessProbe: probe(
                probes.readiness,
                { periodSeconds: 5, failureThreshold: 3 },
                tlsProxy === undefined ? PLAIN : { port: KATO_TLS_PORT, scheme: "HTTPS" },
            ),
            livenessProbe: probe(probes.liveness, { periodSeconds: 10, failureThreshold: 6 }),
        },
    });
}

export interface KatoRetention {
    /** After how many days data is deleted. */
    readonly days: number;
    /** What deletes it: a command of KATO's image. @default none, and nothing runs */
    readonly command?: readonly string[];
}

/** Deletes old data (security guide, "GDPR Compliance: Data Retention Policy"). */
export function retentionPod(of: Workload, kato: KatoImage, { days, command }: KatoRetention): PodTemplate {
    return pod(of, COMPONENTS.retention, kato, {
        // A failed attempt stays as a pod of its own, with its log.
        restartPolicy: "Never",
        container: {
            command: command && [...command],
            env: [{ name: "RETENTION_DAYS", value: String(days) }],
        },
    });
}

interface KatoPod extends Pick<PodArgs, "spread" | "terminationGracePeriodSeconds" | "restartPolicy"> {
    readonly container: Partial<ContainerArgs>;
    /** Runs before and after the container. @default none */
    readonly sidecar?: TlsProxy;
}

function pod(of: Workload, component: string, kato: KatoImage, { container, sidecar, ...rest }: KatoPod): PodTemplate {
    const { image, pullSecret, uid, resources, config, secrets, caBundle } = kato;
    return podTemplate({
        ...rest,
        workload: of,
        component,
        version: imageVersion(image),
        uid,
        // The group that may read the mounted authority.
        ownsVolumes: true,
        imagePullSecret: pullSecret,
        initContainers: [caBundle.initContainer, ...(sidecar === undefined ? [] : [sidecar.container])],
        containers: [
            {
                ...container,
                name: of.name,
                image,
                // Of a name that is in both, the later counts.
                envFrom: [{ configMapRef: { name: config } }, { secretRef: { name: secrets.name } }],
                resources,
                volumeMounts: [caBundle.mount, { name: "tmp", mountPath: "/tmp" }],
            },
        ],
        volumes: [...caBundle.volumes, scratchVolume("tmp", "64Mi"), ...(sidecar?.volumes ?? [])],
    });
}

/** An image's tag, or the beginning of its digest, in the form of a label's value. */
export function imageVersion(image: string): string {
    const { tag, digest = "" } = parseImage(image);
    return (tag ?? digest.replace(/^.*:/, "")).slice(0, 63).replace(/^[^a-zA-Z0-9]+|[^a-zA-Z0-9]+$/g, "");
}

/** Where a probe asks. The kubelet verifies no certificate. */
interface ProbeAddress {
    readonly port: number | string;
    readonly scheme: "HTTP" | "HTTPS";
}

const PLAIN: ProbeAddress = { port: "http", scheme: "HTTP" };

function probe(path: string, timing: Partial<Probe>, address = PLAIN): Probe {
    return { httpGet: { path, ...address }, timeoutSeconds: 3, ...timing };
}
