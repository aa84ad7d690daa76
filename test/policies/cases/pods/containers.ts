import { type Case, CONTAINER, type RuleCases } from "../case";

const HTTP = { httpGet: { path: "/health", port: 8080 } };
/** Kinds whose pods run on. */
const LONG_RUNNING = ["Pod", "ReplicationController", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

/** A case of `containers` alone, in every kind whose pods run on. */
function runningOn(what: string, container: Case["container"], at?: string): Case {
    return {
        what,
        container: { ...container },
        onlyIn: LONG_RUNNING,
        notIn: ["initContainers", "ephemeralContainers"],
        at,
    };
}

/** A helper beside the container, in the init containers. */
function helper(change: Record<string, unknown>): Record<string, unknown> {
    const { readinessProbe: _readiness, livenessProbe: _liveness, ...rest } = CONTAINER;
    return { initContainers: [{ ...rest, name: "helper", ...change }] };
}

/** Rules about each container. */
export const containerCases: readonly RuleCases[] = [
    {
        rule: "read-only-root-filesystem",
        fails: [
            {
                what: "writable",
                container: { securityContext: { readOnlyRootFilesystem: false } },
                at: "securityContext.readOnlyRootFilesystem",
            },
            {
                what: "not set, which is writable",
                container: { securityContext: { readOnlyRootFilesystem: undefined } },
                at: "securityContext.readOnlyRootFilesystem",
            },
            {
                what: "no security context",
                container: { securityContext: undefined },
                at: "securityContext.readOnlyRootFilesystem",
            },
            {
                what: "not a boolean",
                container: { securityContext: { readOnlyRootFilesystem: "true" } },
                at: "securityContext.readOnlyRootFilesystem",
            },
        ],
        passes: [{ what: "read-only", container: { securityContext: { readOnlyRootFilesystem: true } } }],
        nearMisses: [
            { what: "a writable mount", container: { volumeMounts: [{ name: "tmp", mountPath: "/tmp" }] } },
            {
                what: "a Windows pod",
                pod: { os: { name: "windows" } },
                container: { securityContext: undefined },
            },
        ],
    },
    {
        rule: "resources-required",
        fails: [
            {
                what: "no memory limit",
                container: { resources: { limits: { memory: undefined } } },
                at: "resources.limits.memory",
                notIn: ["ephemeralContainers"],
            },
            {
                what: "no CPU limit",
                container: { resources: { limits: { cpu: undefined } } },
                at: "resources.limits.cpu",
                notIn: ["ephemeralContainers"],
            },
            {
                what: "no memory request",
                container: { resources: { requests: { memory: undefined } } },
                at: "resources.requests.memory",
                notIn: ["ephemeralContainers"],
            },
            {
                what: "no CPU reserved",
                container: { resources: { requests: { cpu: "0" } } },
                at: "resources.requests.cpu",
                notIn: ["ephemeralContainers"],
            },
            {
                what: "a number that is none",
                container: { resources: { limits: { memory: "unlimited" } } },
                at: "resources.limits.memory",
                notIn: ["ephemeralContainers"],
            },
        ],
        passes: [
            {
                what: "all four",
                container: {
                    resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: 1, memory: "64Mi" } },
                },
            },
        ],
        nearMisses: [
            { what: "less than a core", container: { resources: { requests: { cpu: 0.1 } } } },
            {
                what: "a container for debugging, which runs on what the pod has",
                container: { resources: undefined },
                notIn: ["containers", "initContainers"],
            },
        ],
    },
    {
        rule: "probes-required",
        fails: [
            runningOn("no liveness probe", { livenessProbe: undefined }, "livenessProbe"),
            runningOn("no readiness probe", { readinessProbe: undefined }, "readinessProbe"),
            runningOn(
                "a probe that asks nothing",
                { livenessProbe: { periodSeconds: 5, httpGet: undefined } },
                "livenessProbe",
            ),
            runningOn(
                "only a startup probe beside readiness",
                { livenessProbe: undefined, startupProbe: HTTP },
                "livenessProbe",
            ),
            {
                what: "a sidecar without any",
                pod: helper({ restartPolicy: "Always" }),
                at: "initContainers[0].livenessProbe",
                onlyIn: LONG_RUNNING,
            },
        ],
        passes: [{ what: "ready and alive", container: { readinessProbe: HTTP, livenessProbe: HTTP } }],
        nearMisses: [
            runningOn("by TCP and by command", {
                readinessProbe: { tcpSocket: { port: 8080 } },
                livenessProbe: { exec: { command: ["true"] } },
            }),
            runningOn("by gRPC", { readinessProbe: { grpc: { port: 9000 } } }),
            { what: "an init container that ends", pod: helper({}) },
            {
                what: "a sidecar that only says when it has started",
                pod: helper({ restartPolicy: "Always", startupProbe: HTTP }),
            },
            {
                what: "a Job, which ends",
                container: { readinessProbe: undefined, livenessProbe: undefined },
                onlyIn: ["Job", "CronJob"],
            },
            {
                what: "a template, which does not run",
                container: { readinessProbe: undefined, livenessProbe: undefined },
                onlyIn: ["PodTemplate"],
            },
            {
                what: "a pod that ends",
                pod: { restartPolicy: "Never" },
                container: { readinessProbe: undefined, livenessProbe: undefined },
                onlyIn: ["Pod"],
            },
            {
                what: "a container for debugging",
                container: { readinessProbe: undefined, livenessProbe: undefined },
                notIn: ["containers", "initContainers"],
            },
        ],
    },
];
