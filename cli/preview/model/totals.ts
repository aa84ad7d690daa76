import type { KubernetesObject } from "./objects";
import { amount, type Fields, fields, list } from "../../../kubernetes/json";

/** What the stack's workloads ask a cluster for, all replicas, without Jobs and what charts bring. */
export interface Totals {
    /** Cores. */
    readonly cpu: number;
    /** Bytes. */
    readonly memory: number;
    /** Bytes of persistent volumes. */
    readonly storage: number;
}

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

/** What the scheduler reserves: all containers together, or one init container and the sidecars before it if they need more. */
function podRequest(pod: Fields, resource: "cpu" | "memory"): number {
    let [sidecars, starting] = [0, 0];
    for (const container of list(pod["initContainers"]).map(fields)) {
        const needed = request(container, resource);
        starting = Math.max(starting, sidecars + needed);
        // An init container that restarts is a sidecar: it runs along with what comes after it.
        sidecars += container["restartPolicy"] === "Always" ? needed : 0;
    }
    const running = list(pod["containers"]).reduce<number>(
        (sum, each) => sum + request(fields(each), resource),
        sidecars,
    );
    return Math.max(starting, running);
}

function request(container: Fields, resource: "cpu" | "memory"): number {
    const { requests, limits } = fields(container["resources"]);
    return amount(fields(requests)[resource] ?? fields(limits)[resource]) ?? 0;
}

function claimed(spec: Fields): number {
    return amount(fields(fields(spec["resources"])["requests"])["storage"]) ?? 0;
}
