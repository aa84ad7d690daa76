import type { Field } from "../../../kubernetes/field";
import { matchesLabels, selects } from "../../../kubernetes/labels";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { podLabels } from "./workloads";

export const workloadSelector: Rule = {
    id: "workload-selector",
    title: "Workloads select the pods that they make",
    description:
        "The API server refuses a workload whose selector misses its own pods, or is missing, and by then everything before it is made.",
    level: "mandatory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Deployments: Selector",
            url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
        },
    ],
    remediation: "Write the same labels in `spec.selector.matchLabels` and in `spec.template.metadata.labels`.",
    kinds: ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps", "ReplicaSet.apps", "ReplicationController"],
    check: (object) => judged(() => (object.isPatch ? undefined : judgeSelector(object))),
};

function judgeSelector(object: PolicyObject): Finding | undefined {
    const at = object.props.at("spec", "selector");
    const labels = podLabels(object);
    // Without a selector of its own it takes the labels of its pods.
    const matches = object.is("", "ReplicationController")
        ? matchesLabels(at, labels)
        : selectsSome(at) && selects(at, labels);
    return matches
        ? undefined
        : { at, expected: "the labels of the pod template", write: "selector: { matchLabels: … }" };
}

function selectsSome(selector: Field): boolean {
    return selector.at("matchLabels").entries().length + selector.at("matchExpressions").items().length > 0;
}
