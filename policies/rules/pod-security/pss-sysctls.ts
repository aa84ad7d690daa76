import { podSecurity } from "../references";
import { podRule, type Rule } from "../../engine/rule";

/** Those that the kernel keeps apart per pod; the list of Kubernetes 1.37. */
const SAFE: ReadonlySet<unknown> = new Set([
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_notsent_lowat",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_slow_start_after_idle",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
]);

export const pssSysctls: Rule = {
    id: "pss-sysctls",
    title: "Pods set only kernel parameters that are their own",
    description: "Other sysctls weaken protection, or change the kernel for every pod of the node.",
    level: "mandatory",
    severity: "high",
    references: [podSecurity("Baseline", "Sysctls")],
    remediation: "Remove the sysctl, or set it on the nodes if the cluster's administrators agree.",
    ...podRule({
        pod: ({ spec }) =>
            spec
                .at("securityContext", "sysctls")
                .items()
                .map((sysctl) => sysctl.at("name"))
                .filter((name) => !SAFE.has(name.value))
                .map((at) => ({ at, expected: "a sysctl that is safe per pod", write: "no such entry" })),
    }),
};
