import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { autoscalerOf, leastReplicas, scaledBy, servicesOf } from "./workloads";

const EXPECTED = "2 or more";

export const replicas: Rule = {
    id: "replicas",
    title: "What answers requests in production has at least two replicas",
    description:
        "With one, every upgrade of a node and every crash is an outage. What works off a queue, with no Service in front, catches up.",
    level: "advisory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Disruptions: Dealing with disruptions",
            url: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#dealing-with-disruptions",
        },
    ],
    remediation: "Set `replicas`, or the autoscaler's `minReplicas`, to 2 or more.",
    scope: "stack",
    kinds: ["Deployment.apps", "HorizontalPodAutoscaler.autoscaling"],
    check: (object, context) =>
        judged(() => (!context.live || object.isPatch ? undefined : judgeReplicas(object, context))),
};

function judgeReplicas(object: PolicyObject, context: Context): Finding | undefined {
    const spec = object.props.at("spec");
    if (object.kind === "HorizontalPodAutoscaler") {
        const target = scaledBy(object, context);
        return target?.is("apps", "Deployment") === true && isTooFew(target, context)
            ? { at: spec.at("minReplicas"), expected: EXPECTED, write: "minReplicas: 2" }
            : undefined;
    }
    // Where there is an autoscaler, that decides.
    return autoscalerOf(object, context) === undefined && isTooFew(object, context)
        ? { at: spec.at("replicas"), expected: EXPECTED, write: "replicas: 2" }
        : undefined;
}

function isTooFew(deployment: PolicyObject, context: Context): boolean {
    return leastReplicas(deployment, context) < 2 && servicesOf(deployment, context).length > 0;
}
