import { resolveTool } from "../../../tools/build";
import { API_PORT, LINK, path, POD_RANGE, SERVICE_RANGE } from "./layout";
import { startInNode } from "./node";

/** etcd, the API server and the two controllers. */
export function startControlPlane(): void {
    start("etcd", etcdFlags());
    start("kube-apiserver", apiServerFlags());
    start("kube-controller-manager", controllerManagerFlags());
    start("kube-scheduler", [`--kubeconfig=${path("scheduler.kubeconfig")}`, "--leader-elect=false"]);
}

/** Starts a tool in the node. */
export function start(name: string, flags: readonly string[]): void {
    startInNode(name, resolveTool(name), flags);
}

/** Listens on sockets in the cluster's folder. */
function etcdFlags(): string[] {
    return [
        `--data-dir=${path("etcd")}`,
        `--listen-client-urls=unix://${path("etcd.sock")}`,
        // The only member has nobody to tell its addresses; etcd wants some all the same.
        "--listen-peer-urls=unix://peer:0",
        "--advertise-client-urls=http://127.0.0.1:1",
        "--initial-advertise-peer-urls=http://127.0.0.1:1",
        "--initial-cluster=default=http://127.0.0.1:1",
        "--unsafe-no-fsync",
        "--log-level=warn",
    ];
}

export function apiServerFlags(): string[] {
    return [
        `--etcd-servers=unix://${path("etcd.sock")}`,
        `--advertise-address=${LINK.inside.address}`,
        `--bind-address=0.0.0.0`,
        `--secure-port=${API_PORT}`,
        `--tls-cert-file=${path("apiserver.crt")}`,
        `--tls-private-key-file=${path("apiserver.key")}`,
        `--client-ca-file=${path("ca.crt")}`,
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--allow-privileged=true",
        `--service-cluster-ip-range=${SERVICE_RANGE}`,
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        `--service-account-signing-key-file=${path("service-accounts.key")}`,
        `--service-account-key-file=${path("service-accounts.key")}`,
        // To logs and `exec` of pods.
        `--kubelet-client-certificate=${path("apiserver-kubelet-client.crt")}`,
        `--kubelet-client-key=${path("apiserver-kubelet-client.key")}`,
        `--kubelet-certificate-authority=${path("ca.crt")}`,
        "--kubelet-preferred-address-types=InternalIP",
        // To API servers behind this one, as cert-manager's webhook can be.
        `--requestheader-client-ca-file=${path("front-proxy-ca.crt")}`,
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-username-headers=X-Remote-User",
        `--proxy-client-cert-file=${path("front-proxy-client.crt")}`,
        `--proxy-client-key-file=${path("front-proxy-client.key")}`,
        "--profiling=false",
    ];
}

function controllerManagerFlags(): string[] {
    return [
        `--kubeconfig=${path("controller-manager.kubeconfig")}`,
        "--leader-elect=false",
        "--use-service-account-credentials=true",
        `--service-account-private-key-file=${path("service-accounts.key")}`,
        `--root-ca-file=${path("ca.crt")}`,
        "--allocate-node-cidrs=true",
        `--cluster-cidr=${POD_RANGE}`,
        // One node gets all of it.
        `--node-cidr-mask-size=${POD_RANGE.split("/")[1] ?? ""}`,
    ];
}
