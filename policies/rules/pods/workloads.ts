import type { Field } from "../../../kubernetes/field";
import { matchesLabels, selects } from "../../../kubernetes/labels";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Context } from "../../engine/rule";

/** Kinds that keep pods running, as rules name them. */
export const LONG_RUNNING_KINDS: readonly string[] = [
    "Pod",
    "ReplicationController",
    "Deployment.apps",
    "Deployment.extensions",
    "StatefulSet.apps",
    "DaemonSet.apps",
    "DaemonSet.extensions",
    "ReplicaSet.apps",
    "ReplicaSet.extensions",
];

/** Kinds whose pods run at some time: a PodTemplate's never do. */
const RUNNING_KINDS: readonly string[] = [...LONG_RUNNING_KINDS, "Job.batch", "CronJob.batch"];

/** What is in the namespace of an object. One that names none goes to the caller's default, which may be any. */
export function inNamespaceOf(object: PolicyObject, kinds: readonly string[], context: Context): PolicyObject[] {
    const { namespace } = object;
    return kinds
        .flatMap((kind) => context.of(kind))
        .filter((other) => !other.isPatch)
        .filter((other) => namespace === undefined || [namespace, undefined].includes(other.namespace));
}

/** The objects in the namespace of `object` that have pods. */
export function runningIn(object: PolicyObject, context: Context): PolicyObject[] {
    return inNamespaceOf(object, RUNNING_KINDS, context);
}

/** The labels of the pods that an object makes. */
export function podLabels({ pod, props }: PolicyObject): Field {
    return (pod?.metadata ?? props.at("metadata")).at("labels");
}

/** The Services that send requests to the pods of an object. Without a selector, somebody else says where they go. */
export function servicesOf(object: PolicyObject, context: Context): PolicyObject[] {
    return inNamespaceOf(object, ["Service"], context).filter(({ props }) => {
        const selector = props.at("spec", "selector");
        return selector.entries().length > 0 && matchesLabels(selector, podLabels(object));
    });
}

/** The PodDisruptionBudgets of an object's pods. */
export function budgetsOf(object: PolicyObject, context: Context): PolicyObject[] {
    return inNamespaceOf(object, ["PodDisruptionBudget.policy"], context).filter(({ props }) => {
        const selector = props.at("spec", "selector");
        return selector.isSet && selects(selector, podLabels(object));
    });
}

/** What a HorizontalPodAutoscaler scales, if it is there. */
export function scaledBy(autoscaler: PolicyObject, context: Context): PolicyObject | undefined {
    const target = autoscaler.props.at("spec", "scaleTargetRef");
    return inNamespaceOf(autoscaler, RUNNING_KINDS, context).find(
        ({ kind, props }) =>
            kind === target.at("kind").value && props.at("metadata", "name").value === target.at("name").value,
    );
}

/** The HorizontalPodAutoscaler that decides how many pods an object has. */
export function autoscalerOf(object: PolicyObject, context: Context): PolicyObject | undefined {
    return inNamespaceOf(object, ["HorizontalPodAutoscaler.autoscaling"], context).find(
        (autoscaler) => scaledBy(autoscaler, context) === object,
    );
}

/** The number of pods that an object always has. */
export function leastReplicas(object: PolicyObject, context: Context): number {
    const autoscaler = autoscalerOf(object, context);
    const at =
        autoscaler === undefined ? object.props.at("spec", "replicas") : autoscaler.props.at("spec", "minReplicas");
    // The API's default for both.
    return typeof at.value === "number" ? at.value : 1;
}
