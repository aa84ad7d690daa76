import type { RuleCases } from "./case";

/** What “Baseline” says about the protections of the node's kernel. */
export const kernelCases: readonly RuleCases[] = [
    {
        rule: "pss-proc-mount",
        fails: [
            {
                what: "unmasked",
                container: { securityContext: { procMount: "Unmasked" } },
                at: "securityContext.procMount",
            },
            {
                what: "unmasked in a pod in a user namespace, which only “Baseline” allows",
                pod: { hostUsers: false },
                container: { securityContext: { procMount: "Unmasked" } },
                at: "securityContext.procMount",
            },
        ],
        passes: [{ what: "the default", container: { securityContext: { procMount: "Default" } } }],
        nearMisses: [{ what: "not set", container: {} }],
    },
    {
        rule: "pss-sysctls",
        fails: [
            {
                what: "shared memory of the node",
                pod: { securityContext: { sysctls: [{ name: "kernel.msgmax", value: "65536" }] } },
                at: "securityContext.sysctls[0].name",
            },
            {
                what: "one after an allowed one",
                pod: {
                    securityContext: {
                        sysctls: [{ name: "net.ipv4.tcp_rmem" }, { name: "net.core.somaxconn", value: "1" }],
                    },
                },
                at: "securityContext.sysctls[1].name",
            },
            {
                what: "near to an allowed one",
                pod: { securityContext: { sysctls: [{ name: "net.ipv4.tcp_syncookie", value: "1" }] } },
                at: "securityContext.sysctls[0].name",
            },
        ],
        passes: [
            {
                what: "one of the pod's own",
                pod: { securityContext: { sysctls: [{ name: "net.ipv4.tcp_keepalive_time", value: "60" }] } },
            },
        ],
        nearMisses: [
            { what: "none", pod: { securityContext: { sysctls: [] } } },
            ...[
                "kernel.shm_rmid_forced",
                "net.ipv4.ip_local_port_range",
                "net.ipv4.ip_local_reserved_ports",
                "net.ipv4.ip_unprivileged_port_start",
                "net.ipv4.ping_group_range",
                "net.ipv4.tcp_fin_timeout",
                "net.ipv4.tcp_keepalive_intvl",
                "net.ipv4.tcp_keepalive_probes",
                "net.ipv4.tcp_notsent_lowat",
                "net.ipv4.tcp_rmem",
                "net.ipv4.tcp_slow_start_after_idle",
                "net.ipv4.tcp_syncookies",
                "net.ipv4.tcp_wmem",
            ].map((name) => ({ what: name, pod: { securityContext: { sysctls: [{ name, value: "1" }] } } })),
        ],
    },
    {
        rule: "pss-selinux",
        fails: [
            {
                what: "a type without confinement",
                container: { securityContext: { seLinuxOptions: { type: "spc_t" } } },
                at: "securityContext.seLinuxOptions.type",
            },
            {
                what: "a user",
                pod: { securityContext: { seLinuxOptions: { user: "system_u" } } },
                at: "securityContext.seLinuxOptions.user",
            },
            {
                what: "a role",
                container: { securityContext: { seLinuxOptions: { role: "system_r" } } },
                at: "securityContext.seLinuxOptions.role",
            },
        ],
        passes: [
            { what: "a container type", container: { securityContext: { seLinuxOptions: { type: "container_t" } } } },
        ],
        nearMisses: [
            ...["", "container_init_t", "container_kvm_t", "container_engine_t"].map((type) => ({
                what: `type "${type}"`,
                container: { securityContext: { seLinuxOptions: { type } } },
            })),
            { what: "a level", pod: { securityContext: { seLinuxOptions: { level: "s0:c1,c2" } } } },
        ],
    },
    {
        rule: "pss-apparmor",
        fails: [
            {
                what: "unconfined",
                container: { securityContext: { appArmorProfile: { type: "Unconfined" } } },
                at: "securityContext.appArmorProfile.type",
            },
            {
                what: "the pod unconfined",
                pod: { securityContext: { appArmorProfile: { type: "Unconfined" } } },
                at: "securityContext.appArmorProfile.type",
            },
            {
                what: "unconfined by annotation",
                metadata: { annotations: { "container.apparmor.security.beta.kubernetes.io/app": "unconfined" } },
                at: 'metadata.annotations["container.apparmor.security.beta.kubernetes.io/app"]',
            },
            {
                what: "a profile that is none, by annotation",
                metadata: { annotations: { "container.apparmor.security.beta.kubernetes.io/app": "docker-default" } },
                at: 'metadata.annotations["container.apparmor.security.beta.kubernetes.io/app"]',
            },
        ],
        passes: [
            {
                what: "the runtime's",
                container: { securityContext: { appArmorProfile: { type: "RuntimeDefault" } } },
            },
        ],
        nearMisses: [
            {
                what: "one of the node's",
                pod: { securityContext: { appArmorProfile: { type: "Localhost", localhostProfile: "a" } } },
            },
            ...["", "runtime/default", "localhost/a"].map((profile) => ({
                what: `annotation "${profile}"`,
                metadata: { annotations: { "container.apparmor.security.beta.kubernetes.io/app": profile } },
            })),
        ],
    },
];
