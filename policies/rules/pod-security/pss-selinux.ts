import type { Field } from "../../../kubernetes/field";
import { podSecurity } from "../references";
import { type Finding, podRule, type Rule, unlessOneOf } from "../../engine/rule";

const TYPES = [undefined, "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

export const pssSelinux: Rule = {
    id: "pss-selinux",
    title: "SELinux confines containers as usual",
    description: "Another type, user or role lifts the confinement that keeps a container from the node's files.",
    level: "mandatory",
    severity: "high",
    references: [podSecurity("Baseline", "SELinux")],
    remediation: "Remove `seLinuxOptions`, or leave only `level` and a container type in it.",
    ...podRule({
        pod: ({ spec }) => judgeOptions(spec.at("securityContext", "seLinuxOptions")),
        container: ({ field }) => judgeOptions(field.at("securityContext", "seLinuxOptions")),
    }),
};

function judgeOptions(options: Field): Finding[] {
    return [
        unlessOneOf(options.at("type"), TYPES, "type: container_t"),
        unlessOneOf(options.at("user"), [undefined, ""], "no `user`"),
        unlessOneOf(options.at("role"), [undefined, ""], "no `role`"),
    ].filter((finding) => finding !== undefined);
}
