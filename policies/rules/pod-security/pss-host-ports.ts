import { cis, podSecurity } from "../references";
import { podRule, type Rule, unlessOneOf } from "../../engine/rule";

export const pssHostPorts: Rule = {
    id: "pss-host-ports",
    title: "No container opens a port of its node",
    description: "A host port is reachable from wherever the node is, past Services, routes and most NetworkPolicies.",
    level: "mandatory",
    severity: "high",
    references: [
        podSecurity("Baseline", "Host Ports"),
        cis("5.2.13", "Minimize the admission of containers which use HostPorts"),
    ],
    remediation: "Remove `hostPort` and put a Service in front of the pod.",
    ...podRule({
        container: ({ field }) =>
            field
                .at("ports")
                .items()
                .flatMap(
                    (port) => unlessOneOf(port.at("hostPort"), [undefined, 0], "no hostPort; use a Service") ?? [],
                ),
    }),
};
