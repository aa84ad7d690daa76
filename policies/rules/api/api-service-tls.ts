import type { Rule } from "../../engine/rule";

export const apiServiceTls: Rule = {
    id: "api-service-tls",
    title: "The API server verifies whom it passes requests to",
    description:
        "For a part of the API that another server answers, the API server passes on who asks as headers. Without verification whoever stands in between reads and writes all of it, in anybody's name.",
    level: "mandatory",
    severity: "high",
    references: [
        {
            title: "Kubernetes documentation, Configure the Aggregation Layer",
            url: "https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/",
        },
    ],
    remediation: "Give `caBundle`, or have cert-manager write it (`cert-manager.io/inject-ca-from`).",
    kinds: ["APIService.apiregistration.k8s.io"],
    check({ props }) {
        const at = props.at("spec", "insecureSkipTLSVerify");
        return at.value === true ? [{ at, expected: "nothing, or false", write: "caBundle: <certificate>" }] : [];
    },
};
