import type { RuleCases } from "./case";
import { kernelCases } from "./pod-security-kernel";

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
    ...kernelCases,
];
