import { podSecurity } from "../references";
import { podRule, type Rule, unlessOneOf } from "../../engine/rule";

const HANDLERS = [
    ["livenessProbe"],
    ["readinessProbe"],
    ["startupProbe"],
    ["lifecycle", "postStart"],
    ["lifecycle", "preStop"],
] as const;

export const pssProbeHosts: Rule = {
    id: "pss-probe-hosts",
    title: "Probes and lifecycle hooks call the pod itself",
    description:
        "The kubelet makes these calls from the node's network: another host makes it a proxy to what the pod may not reach.",
    level: "mandatory",
    severity: "medium",
    references: [podSecurity("Baseline", "Host Probes / Lifecycle Hooks (v1.34+)")],
    remediation: "Remove `host` from `httpGet` and `tcpSocket`; use an HTTP header `Host` if the server needs a name.",
    ...podRule({
        container: ({ field }) =>
            HANDLERS.flatMap((handler) =>
                ["httpGet", "tcpSocket"].flatMap(
                    (action) => unlessOneOf(field.at(...handler, action, "host"), [undefined, ""], "no `host`") ?? [],
                ),
            ),
    }),
};
