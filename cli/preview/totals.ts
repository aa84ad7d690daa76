import type { KubernetesObject } from "./objects";
import type { Json } from "./wire";

/** What the stack's workloads ask a cluster for, all replicas, without Jobs and what charts bring. */
export interface Totals {
    /** Cores. */
    readonly cpu: number;
    /** Bytes. */
    readonly memory: number;
    /** Bytes of persistent volumes. */
    readonly storage: number;
}

type Fields = { readonly [key: string]: Json };

/** Kinds whose pods run all the time. */
const LONG_RUNNING = new Set(["Deployment", "StatefulSet", "ReplicaSet", "Pod"]);

export function totals(objects: readonly KubernetesObject[]): Totals {
    const sum = { cpu: 0, memory: 0, storage: 0 };
    const claims = objects.filter(({ kind }) => kind === "PersistentVolumeClaim");
    for (const { body } of claims) {
        sum.storage += claimed(fields(body["spec"]));
    }
    for (const object of objects.filter(({ kind }) => LONG_RUNNING.has(kind))) {
        const spec = fields(object.body["spec"]);
        const pod = object.kind === "Pod" ? spec : fields(fields(spec["template"])["spec"]);
        const replicas = object.kind === "Pod" ? 1 : replicasOf(object, spec, objects);
        sum.cpu += replicas * podRequest(pod, "cpu");
        sum.memory += replicas * podRequest(pod, "memory");
        for (const template of list(spec["volumeClaimTemplates"])) {
            sum.storage += replicas * claimed(fields(fields(template)["spec"]));
        }
    }
    return { ...sum, cpu: Math.round(sum.cpu * 1000) / 1000 };
}

/** Number of a Kubernetes quantity: `250m` is 0.25, `1Gi` is 1073741824. What is no quantity is 0. */
export function quantity(value: Json | undefined): number {
    if (typeof value !== "string") {
        return typeof value === "number" ? value : 0;
    }
    const [, digits, suffix = ""] = /^([0-9.]+(?:e[+-]?\d+)?)([a-zA-Z]*)$/.exec(value) ?? [];
    return Number(digits ?? 0) * (SUFFIXES[suffix] ?? 0);
}

const SUFFIXES: Readonly<Record<string, number>> = {
    ...{ "": 1, m: 1e-3, u: 1e-6, n: 1e-9 },
    ...{ k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
    ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** Where an autoscaler owns the number of replicas, its minimum counts. */
function replicasOf(object: KubernetesObject, spec: Fields, objects: readonly KubernetesObject[]): number {
    const scaler = objects.find(({ kind, namespace, body }) => {
        const target = fields(fields(body["spec"])["scaleTargetRef"]);
        const scales = kind === "HorizontalPodAutoscaler" && namespace === object.namespace;
        return scales && target["kind"] === object.kind && target["name"] === object.name;
    });
    const replicas = scaler === undefined ? spec["replicas"] : fields(scaler.body["spec"])["minReplicas"];
    return typeof replicas === "number" ? replicas : 1;
}

/** What the scheduler reserves: all containers together, or one init container if it needs more. */
function podRequest(pod: Fields, resource: "cpu" | "memory"): number {
    const init = list(pod["initContainers"]).map(fields);
    // An init container that restarts is a sidecar and runs along with the rest.
    const sidecars = init.filter((container) => container["restartPolicy"] === "Always");
    const running = [...list(pod["containers"]).map(fields), ...sidecars];
    const before = init.filter((container) => container["restartPolicy"] !== "Always");
    const steady = running.reduce((total, container) => total + request(container, resource), 0);
    return Math.max(steady, ...before.map((container) => request(container, resource)));
}

function request(container: Fields, resource: "cpu" | "memory"): number {
    const { requests, limits } = fields(container["resources"]);
    return quantity(fields(requests)[resource] ?? fields(limits)[resource]);
}

function claimed(spec: Fields): number {
    return quantity(fields(fields(spec["resources"])["requests"])["storage"]);
}

function fields(value: Json | undefined): Fields {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function list(value: Json | undefined): Json[] {
    return Array.isArray(value) ? value : [];
}
