import type { Field } from "../../../kubernetes/field";
import { type Finding, judged, type Rule } from "../../engine/rule";

const LABELS = ["app.kubernetes.io/name", "app.kubernetes.io/part-of", "app.kubernetes.io/managed-by"];

export const recommendedLabels: Rule = {
    id: "recommended-labels",
    title: "Workloads and their pods say what they are, what they are part of and who manages them",
    description:
        "Whoever is called at night finds what belongs together by these labels, and so do dashboards, cost reports and network tools.",
    level: "advisory",
    severity: "low",
    references: [
        {
            title: "Kubernetes documentation, Recommended Labels",
            url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/",
        },
    ],
    remediation: `Label the object and its pod template with ${LABELS.map((label) => `\`${label}\``).join(", ")}.`,
    kinds: "pods",
    check({ props, pod, isPatch }) {
        if (isPatch || pod === undefined) {
            return [];
        }
        const places = [props.at("metadata"), pod.metadata];
        // A pod is its own template.
        const distinct = places.filter(({ path }, index) => index === 0 || path !== places[0]?.path);
        return distinct.flatMap((metadata) => judged(() => judgeLabels(metadata.at("labels"))));
    },
};

function judgeLabels(at: Field): Finding | undefined {
    const missing = LABELS.filter((label) => !at.at(label).isSet);
    return missing.length === 0
        ? undefined
        : {
              at,
              found: `no ${missing.join(", ")}`,
              expected: LABELS.join(", "),
              write: missing.map((label) => `${label}: …`).join("; "),
          };
}
