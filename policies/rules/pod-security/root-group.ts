import type { Field } from "../../../kubernetes/field";
import { nsa } from "../references";
import { type Finding, podRule, type Rule } from "../../engine/rule";

export const rootGroup: Rule = {
    id: "root-group",
    title: "No container is in group 0",
    description:
        "Group 0 owns the node's own files and those of many images: what it may read or write, a process in it may, whatever its user. Pod Security leaves groups open.",
    level: "mandatory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Configure a Security Context for a Pod or Container",
            url: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
        },
        nsa('Pod security: "non-root" containers'),
    ],
    remediation: "Give the group of the image's user, which is mostly the same number.",
    ...podRule({
        pod: ({ spec }) => {
            const context = spec.at("securityContext");
            return [
                ...judge(context.at("runAsGroup"), "runAsGroup: 65532"),
                ...judge(context.at("fsGroup"), "fsGroup: 65532"),
                ...context
                    .at("supplementalGroups")
                    .items()
                    .flatMap((at) => judge(at, "supplementalGroups: [65532]")),
            ];
        },
        container: ({ field }) => judge(field.at("securityContext", "runAsGroup"), "runAsGroup: 65532"),
    }),
};

function judge(at: Field, write: string): Finding[] {
    return at.value === 0 ? [{ at, expected: "a number above 0, or nothing", write }] : [];
}
