import { podRule, type Rule } from "../../engine/rule";

export const nodeName: Rule = {
    id: "node-name",
    title: "The scheduler chooses the node",
    description:
        "With `nodeName` a pod passes the scheduler: taints, spread and free resources are not asked. Whoever picks the node picks whose secrets are one hole in the kernel away, the control plane's own among them.",
    level: "mandatory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Assigning Pods to Nodes: nodeName",
            url: "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename",
        },
    ],
    remediation: "Use `nodeSelector` or `nodeAffinity`.",
    ...podRule({
        pod: ({ spec }) => {
            const at = spec.at("nodeName");
            return [undefined, ""].includes(at.text)
                ? undefined
                : { at, expected: "nothing", write: "nodeSelector: { <label>: <value> }" };
        },
    }),
};
