import { cis, podSecurity } from "../references";
import { podRule, type Rule, unlessOneOf } from "../../engine/rule";

export const pssPrivilegeEscalation: Rule = {
    id: "pss-privilege-escalation",
    title: "No process gains more privileges than its parent",
    description: "Otherwise a set-user-ID binary in the image turns any process into root. The default allows it.",
    level: "mandatory",
    severity: "high",
    references: [
        podSecurity("Restricted", "Privilege Escalation"),
        cis("5.2.6", "Minimize the admission of containers with allowPrivilegeEscalation"),
    ],
    remediation: "Set `allowPrivilegeEscalation: false` on every container.",
    ...podRule({
        container: ({ field }, pod) =>
            pod.isWindows
                ? undefined
                : unlessOneOf(
                      field.at("securityContext", "allowPrivilegeEscalation"),
                      [false],
                      "allowPrivilegeEscalation: false",
                  ),
    }),
};
