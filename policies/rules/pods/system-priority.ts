import { podRule, type Rule } from "../../engine/rule";

export const systemPriority: Rule = {
    id: "system-priority",
    title: "No pod claims the priority of the cluster's own",
    description:
        "`system-cluster-critical` and `system-node-critical` drive all others from a full node, DNS and the network plugin among those that then fight for room; pods of that priority are not evicted.",
    level: "mandatory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Guaranteed Scheduling For Critical Add-On Pods",
            url: "https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/",
        },
    ],
    remediation: "Make a PriorityClass of your own, with a value below 1000000000.",
    ...podRule({
        pod: ({ spec }) => {
            const at = spec.at("priorityClassName");
            return at.text?.startsWith("system-") === true
                ? { at, expected: "a class of one's own, or nothing", write: "priorityClassName: <class>" }
                : undefined;
        },
    }),
};
