import { cis, podSecurity } from "../references";
import { podRule, type Rule, unlessOneOf } from "../../engine/rule";

export const pssPrivileged: Rule = {
    id: "pss-privileged",
    title: "No container is privileged",
    description: "A privileged container has every capability and every device of its node: it is root there.",
    level: "mandatory",
    severity: "critical",
    references: [
        podSecurity("Baseline", "Privileged Containers"),
        cis("5.2.2", "Minimize the admission of privileged containers"),
    ],
    remediation: "Remove `privileged`, or set it to `false`.",
    ...podRule({
        container: ({ field }) =>
            unlessOneOf(field.at("securityContext", "privileged"), [false, undefined], "privileged: false"),
    }),
};
