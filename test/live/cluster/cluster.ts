import { CoreV1Api, KubeConfig, KubernetesObjectApi, PatchStrategy } from "@kubernetes/client-node";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { type Image, writeArchive } from "../images/archive";
import { images, pauseImage, DNS_IMAGE } from "../images/recipes";
import { addOns } from "./add-ons";
import { writeCertificates } from "./certificates";
import { startControlPlane } from "./control-plane";
import { CONTAINERD, FOLDER, KUBECONFIG, NODE_NAME, path } from "./layout";
import { createNode, inNode, removeNode } from "./node";
import { startContainerRuntime, startFirewall, startKubelet, startServiceProxy } from "./node-agents";
import { requireSystem } from "./parts";

/**
 * Starts a Kubernetes of one node on this machine, from its parts, with real pods.
 *
 * @param names The images that pods will ask for.
 * @param report Where progress goes.
 */
export async function startCluster(names: readonly string[], report: (line: string) => void): Promise<void> {
    requireSystem();
    await removeNode();
    mkdirSync(FOLDER, { recursive: true, mode: 0o711 });
    writeFileSync(path("resolv.conf"), "");
    writeCertificates();
    await createNode();
    startControlPlane();
    startContainerRuntime();
    await eventually("the API server is ready", "kube-apiserver", apiServerIsReady);
    report("control plane ready");
    startKubelet();
    startServiceProxy();
    await loadImages([pauseImage(path("images")), ...images([DNS_IMAGE, ...names], path("images"))]);
    report("images loaded");
    await apply();
    await eventually("the node is ready", "kubelet", nodeIsReady);
    startFirewall();
    await eventually("NetworkPolicies are enforced", "kube-router", hasFirewall);
    await eventually("DNS is ready", "kubelet", dnsIsReady);
    report("node and DNS ready");
}

/** Ends the cluster, or what is left of one, and everything it made. */
export const stopCluster = removeNode;

/** Brings images into the container runtime. */
export async function loadImages(made: readonly Image[]): Promise<void> {
    const folder = path("archive");
    await writeArchive(made, folder);
    await eventually("the container runtime answers", "containerd", () => Promise.resolve(existsSync(CONTAINERD)));
    inNode(
        "sh",
        "-c",
        `tar --create --dereference --directory '${folder}' . | ctr --address '${CONTAINERD}' --namespace k8s.io images import -`,
    );
    rmSync(folder, { recursive: true });
}

function connection(): KubeConfig {
    const config = new KubeConfig();
    config.loadFromFile(KUBECONFIG);
    return config;
}

async function apiServerIsReady(): Promise<boolean> {
    await connection().makeApiClient(CoreV1Api).readNamespace({ name: "kube-system" });
    return true;
}

async function nodeIsReady(): Promise<boolean> {
    const { status } = await connection().makeApiClient(CoreV1Api).readNode({ name: NODE_NAME });
    return status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

/** Throws until the chain is there by which every packet to and from a pod goes. */
function hasFirewall(): Promise<boolean> {
    return Promise.resolve(inNode("iptables", "--list-rules", "KUBE-ROUTER-FORWARD") !== "");
}

async function dnsIsReady(): Promise<boolean> {
    const pods = connection().makeApiClient(CoreV1Api);
    const { items } = await pods.listNamespacedPod({ namespace: "kube-system", labelSelector: "k8s-app=kube-dns" });
    return items.some(({ status }) =>
        status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True"),
    );
}

async function apply(): Promise<void> {
    const api = KubernetesObjectApi.makeApiClient(connection());
    for (const object of addOns()) {
        await api.patch(object, undefined, undefined, "kato-live", true, PatchStrategy.ServerSideApply);
    }
}

/** Waits for a part of the cluster. @throws Error with the end of its log when it takes too long */
async function eventually(what: string, part: string, holds: () => Promise<boolean>): Promise<void> {
    let last: unknown;
    const end = Date.now() + 180_000;
    while (Date.now() < end) {
        try {
            if (await holds()) {
                return;
            }
        } catch (error) {
            last = error;
        }
        await delay(500);
    }
    const log = readFileSync(path("log", `${part}.log`), "utf8")
        .split("\n")
        .slice(-20)
        .join("\n");
    throw new Error(`Not within 3 minutes: ${what} (${String(last)}). The end of ${part}'s log:\n${log}`);
}
