import type { ApiClient } from "../support/api";
import type { KubernetesObject, PodSpec } from "../support/objects";
import { makeAccount } from "../support/controllers";
import { plainPod, WORKLOAD_ANNOTATION } from "../support/pods";
import type { LabelledPod } from "./matrix";
import type { Labels, NetworkPolicy, Pod } from "./policy";

/** What is on the server, as far as the network is concerned. */
export interface LiveNetwork {
    readonly policies: readonly NetworkPolicy[];
    readonly pods: readonly LivePod[];
}

/** A pod, and whose it is. */
export interface LivePod {
    /** `<namespace>/<name>` of its workload. */
    readonly workload: string;
    /** `<namespace>/Pod/<name>`. */
    readonly name: string;
    readonly pod: Pod;
}

/** Reads all policies, namespaces and pods. */
export async function readNetwork(api: ApiClient): Promise<LiveNetwork> {
    const [policies, namespaces, pods] = await Promise.all([
        api.list("networking.k8s.io/v1", "NetworkPolicy"),
        api.list("v1", "Namespace"),
        api.list("v1", "Pod"),
    ]);
    const labelsOf = new Map(namespaces.map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
    return {
        policies: policies as unknown as NetworkPolicy[],
        pods: pods.map((pod) => livePod(pod, labelsOf)),
    };
}

function livePod({ metadata, spec, status }: KubernetesObject, labelsOf: ReadonlyMap<string, Labels>): LivePod {
    const namespace = metadata.namespace ?? "";
    const { containers } = spec as PodSpec;
    const { podIPs = [] } = status as { podIPs?: { ip: string }[] };
    const ports = containers.flatMap(({ ports = [] }) => ports);
    return {
        workload: metadata.annotations?.[WORKLOAD_ANNOTATION] ?? `${namespace}/${metadata.name}`,
        name: `${namespace}/Pod/${metadata.name}`,
        pod: {
            kind: "pod",
            namespace,
            namespaceLabels: labelsOf.get(namespace) ?? {},
            labels: metadata.labels ?? {},
            addresses: podIPs.map(({ ip }) => ip),
            namedPorts: ports.flatMap(({ name, containerPort, protocol = "TCP" }) =>
                name === undefined ? [] : [{ name, port: containerPort, protocol }],
            ),
        },
    };
}

/** Makes pods that stand for those of Helm releases and of others, with their namespaces. */
export async function makeStandIns(api: ApiClient, pods: readonly LabelledPod[]): Promise<void> {
    const existing = new Set((await api.list("v1", "Namespace")).map(({ metadata }) => metadata.name));
    for (const { workload, labels } of pods) {
        const [namespace = "", name = ""] = workload.split("/");
        if (!existing.has(namespace)) {
            existing.add(namespace);
            await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
            await makeAccount(api, namespace, "default");
        }
        await api.create(plainPod({ namespace, name, labels }));
    }
}

/** Gives every pod addresses, which a node would do: a policy's address ranges might cover pods. */
export async function assignAddresses(api: ApiClient): Promise<void> {
    for (const [index, pod] of (await api.list("v1", "Pod")).entries()) {
        const podIPs = [{ ip: `10.244.1.${index + 1}` }, { ip: `fd00:10:244:1::${(index + 1).toString(16)}` }];
        await api.setStatus(pod, { podIP: podIPs[0]?.ip, podIPs });
    }
}
