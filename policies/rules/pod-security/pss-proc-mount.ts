import { podSecurity } from "../references";
import { podRule, type Rule, unlessOneOf } from "../../engine/rule";

/** Only “Baseline” waives this for pods in a user namespace. */
export const pssProcMount: Rule = {
    id: "pss-proc-mount",
    title: "Containers see /proc through the runtime's masks",
    description: "Unmasked, /proc shows and lets write what belongs to the node's kernel.",
    level: "mandatory",
    severity: "high",
    references: [podSecurity("Restricted", "/proc Mount Type")],
    remediation: "Remove `procMount`.",
    ...podRule({
        container: ({ field }) =>
            unlessOneOf(field.at("securityContext", "procMount"), ["Default", undefined], "procMount: Default"),
    }),
};
