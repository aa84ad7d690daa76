import { mkdirSync, writeFileSync } from "node:fs";
import { start } from "./control-plane";
import { CONTAINERD, DNS_ADDRESS, LINK, NODE_NAME, path, POD_RANGE, SERVICE_RANGE } from "./layout";
import { startInNode } from "./node";

/** The image of each pod's first container; ours, see tools/pause. */
export const PAUSE_IMAGE = "registry.k8s.io/pause:3.10";

/** What runs pods: the container runtime, the kubelet, the proxy of Services, and what enforces NetworkPolicies. */
export function startContainerRuntime(): void {
    writeFileSync(path("containerd.toml"), containerdSettings());
    mkdirSync(path("cni"), { recursive: true });
    writeFileSync(path("cni", "10-bridge.conflist"), JSON.stringify(podNetwork()));
    startInNode("containerd", "containerd", ["--config", path("containerd.toml")]);
}

export function startKubelet(): void {
    writeFileSync(path("kubelet.json"), JSON.stringify(kubeletSettings()));
    start("kubelet", [
        `--config=${path("kubelet.json")}`,
        `--kubeconfig=${path("node.kubeconfig")}`,
        `--root-dir=${path("kubelet")}`,
        `--cert-dir=${path("kubelet-certificates")}`,
        `--hostname-override=${NODE_NAME}`,
        `--node-ip=${LINK.inside.address}`,
    ]);
}

export function startServiceProxy(): void {
    writeFileSync(path("kube-proxy.json"), JSON.stringify(proxySettings()));
    start("kube-proxy", [`--config=${path("kube-proxy.json")}`]);
}

/** What enforces NetworkPolicies. It ends at once where the node is not registered yet. */
export function startFirewall(): void {
    start("kube-router", [
        `--kubeconfig=${path("network.kubeconfig")}`,
        `--hostname-override=${NODE_NAME}`,
        "--run-router=false",
        "--run-firewall=true",
        "--run-service-proxy=false",
        `--service-cluster-ip-range=${SERVICE_RANGE}`,
    ]);
}

function containerdSettings(): string {
    const cri = 'plugins."io.containerd.grpc.v1.cri"';
    return `
version = 2
root = "${path("containerd")}"
state = "${path("containerd-state")}"
oom_score = 0
[grpc]
address = "${CONTAINERD}"
[plugins."io.containerd.internal.v1.opt"]
path = "${path("containerd-opt")}"
[${cri}]
sandbox_image = "${PAUSE_IMAGE}"
# A machine may not be allowed to make processes less likely to be killed than others.
restrict_oom_score_adj = true
# As containerd 2 does by itself: the edge listens on 80 and 443 and is not root.
enable_unprivileged_ports = true
[${cri}.cni]
bin_dir = "/usr/lib/cni"
conf_dir = "${path("cni")}"
[${cri}.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[${cri}.containerd.runtimes.runc.options]
SystemdCgroup = false
`;
}

function podNetwork(): object {
    const bridge = {
        type: "bridge",
        bridge: "pods",
        isGateway: true,
        ipMasq: true,
        hairpinMode: true,
        ipam: {
            type: "host-local",
            dataDir: path("addresses"),
            ranges: [[{ subnet: POD_RANGE }]],
            routes: [{ dst: "0.0.0.0/0" }],
        },
    };
    return {
        cniVersion: "1.0.0",
        name: "pods",
        plugins: [bridge, { type: "portmap", capabilities: { portMappings: true } }],
    };
}

function kubeletSettings(): object {
    return {
        apiVersion: "kubelet.config.k8s.io/v1beta1",
        kind: "KubeletConfiguration",
        failCgroupV1: false,
        cgroupDriver: "cgroupfs",
        oomScoreAdj: 0,
        enforceNodeAllocatable: ["pods"],
        failSwapOn: false,
        containerRuntimeEndpoint: `unix://${CONTAINERD}`,
        podLogsDir: path("pod-logs"),
        volumePluginDir: path("volume-plugins"),
        tlsCertFile: path("kubelet.crt"),
        tlsPrivateKeyFile: path("kubelet.key"),
        authentication: { anonymous: { enabled: false }, x509: { clientCAFile: path("ca.crt") } },
        authorization: { mode: "Webhook" },
        clusterDNS: [DNS_ADDRESS],
        clusterDomain: "cluster.local",
        // What is free on the machine is no concern of this node's.
        evictionHard: {
            "memory.available": "1%",
            "nodefs.available": "1%",
            "imagefs.available": "1%",
            "nodefs.inodesFree": "1%",
        },
        imageGCHighThresholdPercent: 100,
        imageGCLowThresholdPercent: 99,
        // How soon a pod sees a changed Secret.
        syncFrequency: "10s",
        resolvConf: path("resolv.conf"),
        maxPods: 200,
    };
}

function proxySettings(): object {
    return {
        apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
        kind: "KubeProxyConfiguration",
        mode: "nftables",
        clientConnection: { kubeconfig: path("network.kubeconfig") },
        hostnameOverride: NODE_NAME,
        clusterCIDR: POD_RANGE,
        oomScoreAdj: 0,
        healthzBindAddress: "127.0.0.1:10256",
        metricsBindAddress: "127.0.0.1:10249",
        // The machine's own limits stay as they are.
        conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    };
}
