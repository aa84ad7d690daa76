import type { PolicyObject } from "../../../kubernetes/resource";
import { judged, type Rule } from "../../engine/rule";

export const noBarePods: Rule = {
    id: "no-bare-pods",
    title: "Pods are made by a controller",
    description:
        "Nobody replaces a pod of its own when its node goes, and a ReplicaSet of its own is never rolled out: a new image, or a mended field, does not reach the pods that run.",
    level: "mandatory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Configuration Good Practices: Using “naked” Pods",
            url: "https://kubernetes.io/docs/concepts/configuration/overview/#naked-pods-vs-replicasets-deployments-and-jobs",
        },
    ],
    remediation: "Write a Deployment, a StatefulSet or a DaemonSet; for something that ends, a Job.",
    kinds: ["Pod", "ReplicaSet.apps", "ReplicaSet.extensions", "ReplicationController"],
    check: (object) =>
        judged(() =>
            object.isPatch || hasController(object) || isHook(object)
                ? undefined
                : {
                      at: object.props,
                      found: `a ${object.kind} of its own`,
                      expected: "a Deployment, StatefulSet, DaemonSet, Job or CronJob",
                      write: "kind: Deployment",
                  },
        ),
};

function hasController({ props }: PolicyObject): boolean {
    return props
        .at("metadata", "ownerReferences")
        .items()
        .some((owner) => owner.at("controller").value === true);
}

/** A pod that Helm runs to its end and watches, as a chart's test. */
function isHook({ props, pod }: PolicyObject): boolean {
    const ends = ["Never", "OnFailure"].includes(pod?.spec.at("restartPolicy").text ?? "");
    return ends && props.at("metadata", "annotations", "helm.sh/hook").isSet;
}
