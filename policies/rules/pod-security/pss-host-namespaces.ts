import { cis, podSecurity } from "../references";
import { podRule, type Rule, unlessOneOf } from "../../engine/rule";

const NAMESPACES = ["hostNetwork", "hostPID", "hostIPC"] as const;

export const pssHostNamespaces: Rule = {
    id: "pss-host-namespaces",
    title: "No pod shares a namespace with its node",
    description:
        "With the node's network a pod escapes every NetworkPolicy; with its processes or memory it reads other pods' secrets.",
    level: "mandatory",
    severity: "critical",
    references: [
        podSecurity("Baseline", "Host Namespaces"),
        cis("5.2.3", "Minimize the admission of containers wishing to share the host process ID namespace"),
        cis("5.2.4", "Minimize the admission of containers wishing to share the host IPC namespace"),
        cis("5.2.5", "Minimize the admission of containers wishing to share the host network namespace"),
    ],
    remediation: "Remove `hostNetwork`, `hostPID` and `hostIPC` from the pod.",
    ...podRule({
        pod: ({ spec }) =>
            NAMESPACES.flatMap((name) => unlessOneOf(spec.at(name), [false, undefined], `${name}: false`) ?? []),
    }),
};
