import type { PolicyResource } from "../../../../kubernetes/resource";
import { type Change, changed } from "../case";

/** What selects the pods of a `workload`. */
export const SELECTOR = { app: "app" };
export const OTHERS = { app: "other" };

/** `shop/<kind>/app` with as much of it as rules about workloads read, some of its fields changed. */
export function workload(kind: string, change: Change = {}): PolicyResource {
    const spec = { selector: { matchLabels: SELECTOR }, template: { metadata: { labels: SELECTOR } } };
    return object(kind, changed({ spec }, { spec: change["spec"] ?? {} }), (change["metadata"] ?? {}) as Change);
}

export function deployment(spec: Change = {}): PolicyResource {
    return workload("apps/v1:Deployment", { spec });
}

/** `shop/<kind>/app`, unless its metadata say otherwise. */
export function object(type: string, fields: Change, metadata: Change = {}): PolicyResource {
    const props = { metadata: changed({ name: "app", namespace: "shop" }, metadata), ...fields };
    return { type: `kubernetes:${type}`, name: "app", props };
}

export function service(selector?: unknown, metadata?: Change): PolicyResource {
    return object("core/v1:Service", { spec: { selector, ports: [{ port: 80 }] } }, metadata);
}

export function budget(spec: Change, metadata?: Change): PolicyResource {
    return object("policy/v1:PodDisruptionBudget", { spec }, metadata);
}

export function autoscaler(spec: Change, target: Change = {}): PolicyResource {
    const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "app", ...target };
    return object("autoscaling/v2:HorizontalPodAutoscaler", { spec: { scaleTargetRef, maxReplicas: 5, ...spec } });
}

export function release(namespace?: string): PolicyResource {
    return { type: "kubernetes:helm.sh/v3:Release", name: "a", props: { chart: "a", namespace } };
}
