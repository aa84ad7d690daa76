import type { Duplex } from "node:stream";

/** A running pod as far as the checks go. */
export interface RunningPod {
    readonly namespace: string;
    readonly name: string;
    readonly address: string;
    readonly ready: boolean;
    /** Container ports by name. */
    readonly ports: Readonly<Record<string, number>>;
}

export type PodPhase = "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";

/** An object to be made. */
export interface Manifest {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels: Record<string, string> };
    readonly spec?: unknown;
}

/** What the checks ask of a cluster. Every question may throw an error that says what is wrong. */
export interface Cluster {
    /** Pods that run, ready or not. */
    pods(namespace: string, labels: Readonly<Record<string, string>>): Promise<readonly RunningPod[]>;
    /** Address of a Service. */
    serviceAddress(namespace: string, name: string): Promise<string>;
    /** The decoded content of a Secret. */
    secret(namespace: string, name: string): Promise<Readonly<Record<string, string>>>;
    /** Names of the Secrets that the pods of a Deployment read, as variables or as files. */
    secretsOf(namespace: string, deployment: string): Promise<readonly string[]>;
    /** What a pod's containers have written since a moment. */
    log(pod: Pick<RunningPod, "namespace" | "name">, since?: Date): Promise<string>;
    /**
     * Opens a connection inside a pod, to one of its ports: through the API server and the kubelet, past every
     * NetworkPolicy, and as a client on the pod's loopback.
     */
    forward(pod: Pick<RunningPod, "namespace" | "name">, port: number): Promise<Duplex>;
    create(manifest: Manifest): Promise<void>;
    /** Removes an object at once; one that is not there is gone already. */
    remove(manifest: Manifest): Promise<void>;
    phase(namespace: string, pod: string): Promise<{ readonly phase: PodPhase; readonly because: string }>;
    /** The address of a pod, once it has one. */
    address(namespace: string, pod: string): Promise<string | undefined>;
}

/** One pod of a workload, a ready one if there is any. */
export async function onePod(
    cluster: Pick<Cluster, "pods">,
    namespace: string,
    labels: Readonly<Record<string, string>>,
): Promise<RunningPod> {
    const pods = await cluster.pods(namespace, labels);
    const pod = pods.find(({ ready }) => ready) ?? pods[0];
    if (pod === undefined) {
        const selector = Object.entries(labels).map((label) => label.join("="));
        throw new Error(`no pod of namespace ${namespace} with ${selector.join(",")} is running`);
    }
    return pod;
}
