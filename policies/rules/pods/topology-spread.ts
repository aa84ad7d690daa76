import { selects } from "../../../kubernetes/labels";
import type { Pod } from "../../../kubernetes/pod";
import { judged, type Rule } from "../../engine/rule";
import { leastReplicas } from "./workloads";

const TERMS = [
    "requiredDuringSchedulingIgnoredDuringExecution",
    "preferredDuringSchedulingIgnoredDuringExecution",
] as const;

export const topologySpread: Rule = {
    id: "topology-spread",
    title: "Replicas in production are spread over nodes and zones",
    description: "The scheduler may put all of them on one node, and they go with it.",
    level: "advisory",
    severity: "low",
    references: [
        {
            title: "Kubernetes documentation, Pod Topology Spread Constraints",
            url: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
        },
    ],
    remediation:
        "Write `topologySpreadConstraints` over `kubernetes.io/hostname` and `topology.kubernetes.io/zone` that select the workload's own pods, or a `podAntiAffinity`.",
    scope: "stack",
    kinds: ["Deployment.apps", "StatefulSet.apps"],
    check: (object, context) =>
        judged(() => {
            const { pod, isPatch } = object;
            if (!context.live || isPatch || pod === undefined || leastReplicas(object, context) < 2) {
                return undefined;
            }
            return isSpread(pod)
                ? undefined
                : {
                      at: pod.spec.at("topologySpreadConstraints"),
                      expected: "a constraint that selects these pods",
                      write: "topologySpreadConstraints: [{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: … }]",
                  };
        }),
};

function isSpread({ spec, metadata }: Pod): boolean {
    const constraints = spec.at("topologySpreadConstraints").items();
    const antiAffinity = spec.at("affinity", "podAntiAffinity");
    return (
        // Without a selector it counts no pods.
        constraints
            .map((constraint) => constraint.at("labelSelector"))
            .some((selector) => selector.isSet && selects(selector, metadata.at("labels"))) ||
        TERMS.some((term) => antiAffinity.at(term).items().length > 0)
    );
}
