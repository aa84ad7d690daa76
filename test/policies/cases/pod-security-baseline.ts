import type { RuleCases } from "./case";

/** What “Baseline” allows and forbids: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
export const baselineCases: readonly RuleCases[] = [
    {
        rule: "pss-privileged",
        fails: [
            {
                what: "privileged",
                container: { securityContext: { privileged: true } },
                at: "securityContext.privileged",
            },
            {
                what: "not a boolean",
                container: { securityContext: { privileged: "true" } },
                at: "securityContext.privileged",
            },
        ],
        passes: [{ what: "said not to be", container: { securityContext: { privileged: false } } }],
        nearMisses: [
            { what: "not set", container: {} },
            { what: "null", container: { securityContext: { privileged: null } } },
        ],
    },
    {
        rule: "pss-host-namespaces",
        fails: [
            { what: "the node's network", pod: { hostNetwork: true }, at: "hostNetwork" },
            { what: "the node's processes", pod: { hostPID: true }, at: "hostPID" },
            { what: "the node's memory", pod: { hostIPC: true }, at: "hostIPC" },
        ],
        passes: [{ what: "none of them", pod: { hostNetwork: false, hostPID: false, hostIPC: false } }],
        nearMisses: [{ what: "processes shared inside the pod", pod: { shareProcessNamespace: true } }],
    },
    {
        rule: "pss-host-ports",
        fails: [
            {
                what: "a host port",
                container: { ports: [{ containerPort: 8080, hostPort: 8080 }] },
                at: "ports[0].hostPort",
            },
            {
                what: "a host port after another port",
                container: { ports: [{ containerPort: 8080 }, { containerPort: 53, hostPort: 53, protocol: "UDP" }] },
                at: "ports[1].hostPort",
            },
        ],
        passes: [{ what: "a container port", container: { ports: [{ containerPort: 8080 }] } }],
        nearMisses: [
            { what: "null", container: { ports: [{ containerPort: 8080, hostPort: null }] } },
            { what: "host port 0", container: { ports: [{ containerPort: 8080, hostPort: 0 }] } },
        ],
    },
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
    {
        rule: "pss-windows-host-process",
        fails: [
            {
                what: "the container is one",
                container: { securityContext: { windowsOptions: { hostProcess: true } } },
                at: "securityContext.windowsOptions.hostProcess",
            },
            {
                what: "the pod is one",
                pod: { securityContext: { windowsOptions: { hostProcess: true } } },
                at: "securityContext.windowsOptions.hostProcess",
            },
        ],
        passes: [
            { what: "said not to be", container: { securityContext: { windowsOptions: { hostProcess: false } } } },
        ],
        nearMisses: [
            {
                what: "other options",
                container: { securityContext: { windowsOptions: { runAsUserName: "ContainerUser" } } },
            },
        ],
    },
    {
        rule: "pss-probe-hosts",
        fails: [
            {
                what: "a probe of the metadata service",
                container: { livenessProbe: { httpGet: { host: "169.254.169.254", port: 80 } } },
                at: "livenessProbe.httpGet.host",
            },
            {
                what: "readiness by TCP",
                container: { readinessProbe: { tcpSocket: { host: "127.0.0.1", port: 80 } } },
                at: "readinessProbe.tcpSocket.host",
            },
            {
                what: "startup",
                container: { startupProbe: { httpGet: { host: "a.example", port: 80 } } },
                at: "startupProbe.httpGet.host",
            },
            {
                what: "after start",
                container: { lifecycle: { postStart: { httpGet: { host: "a.example", port: 80 } } } },
                at: "lifecycle.postStart.httpGet.host",
            },
            {
                what: "a name of the pod itself, which may be anybody's by then",
                container: { readinessProbe: { httpGet: { host: "localhost", port: 80 } } },
                at: "readinessProbe.httpGet.host",
            },
            {
                what: "before stop",
                container: { lifecycle: { preStop: { tcpSocket: { host: "a.example", port: 80 } } } },
                at: "lifecycle.preStop.tcpSocket.host",
            },
        ],
        passes: [
            { what: "the pod itself", container: { livenessProbe: { httpGet: { path: "/health", port: 8080 } } } },
        ],
        nearMisses: [
            {
                what: "a Host header",
                container: {
                    livenessProbe: {
                        httpGet: { port: 80, host: "", httpHeaders: [{ name: "Host", value: "a.example" }] },
                    },
                },
            },
            { what: "gRPC", container: { livenessProbe: { grpc: { port: 9000, service: "a.example" } } } },
        ],
    },
];
