import type { Field } from "../../../kubernetes/field";
import { cis, podSecurity } from "../references";
import { type Finding, podRule, type Rule, unlessOneOf } from "../../engine/rule";

export const pssWindowsHostProcess: Rule = {
    id: "pss-windows-host-process",
    title: "No Windows container runs as a process of its node",
    description: "A HostProcess container is an administrator's process on the node itself.",
    level: "mandatory",
    severity: "critical",
    references: [
        podSecurity("Baseline", "HostProcess"),
        cis("5.2.11", "Minimize the admission of Windows HostProcess Containers"),
    ],
    remediation: "Remove `windowsOptions.hostProcess`.",
    ...podRule({
        pod: ({ spec }) => judgeHostProcess(spec),
        container: ({ field }) => judgeHostProcess(field),
    }),
};

function judgeHostProcess(of: Field): Finding | undefined {
    const at = of.at("securityContext", "windowsOptions", "hostProcess");
    return unlessOneOf(at, [false, undefined], "hostProcess: false");
}
