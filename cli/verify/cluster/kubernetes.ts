import type * as client from "@kubernetes/client-node";
import type { KubeContext } from "../../doctor/kube-context";
import { PATIENCE } from "../net/dial";
import type { Cluster, Manifest, PodPhase, RunningPod } from "./cluster";
import { forward } from "./forward";

/** The cluster of a kube-context. */
export async function kubernetesCluster({ kubeConfig }: KubeContext): Promise<Cluster> {
    const k8s = await import("@kubernetes/client-node");
    const core = kubeConfig.makeApiClient(k8s.CoreV1Api);
    const apps = kubeConfig.makeApiClient(k8s.AppsV1Api);
    const objects = k8s.KubernetesObjectApi.makeApiClient(kubeConfig);
    const readPod = (namespace: string, name: string) => ask(core.readNamespacedPod({ namespace, name }));
    return {
        pods: async (namespace, labels) => {
            const labelSelector = Object.entries(labels)
                .map((label) => label.join("="))
                .join(",");
            const { items } = await ask(core.listNamespacedPod({ namespace, labelSelector }));
            return items.filter(({ metadata, status }) => isRunning(metadata, status)).map(runningPod);
        },
        serviceAddress: async (namespace, name) =>
            (await ask(core.readNamespacedService({ namespace, name }))).spec?.clusterIP ?? "",
        secret: async (namespace, name) => {
            const { data = {} } = await ask(core.readNamespacedSecret({ namespace, name }));
            const decode = (value: string): string => Buffer.from(value, "base64").toString();
            return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decode(value)]));
        },
        secretsOf: async (namespace, name) =>
            secretsIn((await ask(apps.readNamespacedDeployment({ namespace, name }))).spec?.template.spec),
        log: async ({ namespace, name }, since) => {
            const { spec } = await readPod(namespace, name);
            const logs = (spec?.containers ?? []).map(({ name: container }) =>
                ask(
                    core.readNamespacedPodLog({
                        namespace,
                        name,
                        container,
                        ...(since === undefined ? {} : { sinceSeconds: secondsSince(since) }),
                    }),
                ),
            );
            return (await Promise.all(logs)).join("\n");
        },
        forward: (pod, port) => forward(kubeConfig, pod, port),
        create: async (manifest) => {
            await ask(objects.create(asObject(manifest)));
        },
        remove: async (manifest) => {
            // Pods of ours have nothing to finish.
            const grace = manifest.kind === "Pod" ? 0 : undefined;
            try {
                await ask(objects.delete(asObject(manifest), undefined, undefined, grace));
            } catch (error) {
                if ((error as { code?: unknown }).code !== 404) {
                    throw error;
                }
            }
        },
        phase: async (namespace, name) => {
            const { status } = await readPod(namespace, name);
            return { phase: (status?.phase ?? "Unknown") as PodPhase, because: whyNot(status) };
        },
        address: async (namespace, name) => (await readPod(namespace, name)).status?.podIP,
    };
}

/** The API server's own words instead of a dump of the answer; the status code stays. */
async function ask<T>(question: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error("the API server does not answer")), PATIENCE);
    });
    try {
        return await Promise.race([question, late]);
    } catch (error) {
        const { code, body } = error as { code?: unknown; body?: unknown };
        throw typeof code === "number"
            ? Object.assign(new Error(`the API server: ${statusMessage(body)} (${code})`), { code })
            : error;
    } finally {
        clearTimeout(timer);
    }
}

function statusMessage(body: unknown): string {
    try {
        const status = (typeof body === "string" ? JSON.parse(body) : body) as { message?: unknown };
        return typeof status.message === "string" ? status.message : "refused";
    } catch {
        return "refused";
    }
}

function asObject(manifest: Manifest): client.KubernetesObject & { metadata: { name: string } } {
    return { ...manifest, metadata: { ...manifest.metadata } };
}

function isRunning(metadata: client.V1ObjectMeta | undefined, status: client.V1PodStatus | undefined): boolean {
    return status?.phase === "Running" && metadata?.deletionTimestamp === undefined;
}

function runningPod({ metadata, spec, status }: client.V1Pod): RunningPod {
    const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
    return {
        namespace: metadata?.namespace ?? "",
        name: metadata?.name ?? "",
        address: status?.podIP ?? "",
        ready: (status?.conditions ?? []).some(({ type, status: met }) => type === "Ready" && met === "True"),
        ports: Object.fromEntries(ports.map(({ name, containerPort }) => [name ?? "", containerPort])),
    };
}

function secretsIn(spec: client.V1PodSpec | undefined): string[] {
    const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
    const names = [
        ...(spec?.volumes ?? []).map(({ secret }) => secret?.secretName),
        ...containers.flatMap(({ envFrom }) => (envFrom ?? []).map(({ secretRef }) => secretRef?.name)),
        ...containers.flatMap(({ env }) => (env ?? []).map(({ valueFrom }) => valueFrom?.secretKeyRef?.name)),
    ];
    return [...new Set(names.filter((name) => name !== undefined))];
}

/** Why a pod does not run: what its containers wait for, or what the scheduler or the kubelet says. */
function whyNot(status: client.V1PodStatus | undefined): string {
    const waiting = (status?.containerStatuses ?? []).map(
        ({ state }) => state?.waiting?.message ?? state?.waiting?.reason,
    );
    const conditions = (status?.conditions ?? []).map(({ status: met, message }) =>
        met === "False" ? message : undefined,
    );
    return [...waiting, status?.message, ...conditions].find((text) => text !== undefined && text !== "") ?? "";
}

function secondsSince(moment: Date): number {
    return Math.max(1, Math.ceil((Date.now() - moment.getTime()) / 1000));
}
