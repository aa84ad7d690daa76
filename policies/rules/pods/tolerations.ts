import { podRule, type Rule } from "../../engine/rule";

export const tolerations: Rule = {
    id: "tolerations",
    title: "Pods tolerate taints that they name",
    description:
        "A toleration without a key is for every taint: the pod also runs on the nodes of the control plane, on such as are kept for others and on such as are being emptied.",
    level: "mandatory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Taints and Tolerations",
            url: "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",
        },
    ],
    remediation: "Name the taint: its key, and its effect.",
    ...podRule({
        pod: ({ spec }) =>
            spec
                .at("tolerations")
                .items()
                .filter((one) => one.at("operator").value === "Exists" && [undefined, ""].includes(one.at("key").text))
                .map((at) => ({
                    at,
                    found: "every taint",
                    expected: "the key of a taint",
                    write: "{ key: <taint>, operator: Exists, effect: NoSchedule }",
                })),
    }),
};
