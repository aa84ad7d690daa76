import type { Field } from "../../../kubernetes/field";
import { cis, podSecurity } from "../references";
import { type Finding, podRule, type Rule } from "../../engine/rule";

/** As with `pss-run-as-non-root`, the waiver for pods in a user namespace is not granted. */
export const pssRunAsUser: Rule = {
    id: "pss-run-as-user",
    title: "No container runs as user 0",
    description: "User 0 in a container is user 0 on the node, one kernel bug away.",
    level: "mandatory",
    severity: "high",
    references: [
        podSecurity("Restricted", "Running as Non-root user"),
        cis("5.2.7", "Minimize the admission of root containers"),
    ],
    remediation: "Set `runAsUser` to the numeric user that the image expects, or leave it out if the image has one.",
    ...podRule({
        pod: ({ spec }) => judgeUser(spec.at("securityContext", "runAsUser")),
        container: ({ field }) => judgeUser(field.at("securityContext", "runAsUser")),
    }),
};

function judgeUser(at: Field): Finding | undefined {
    const user = at.value;
    return user === undefined || (typeof user === "number" && user > 0)
        ? undefined
        : { at, expected: "a number above 0, or nothing", write: "runAsUser: 65532" };
}
