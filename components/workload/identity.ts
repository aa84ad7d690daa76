/**
 * Who a workload is: the name its pods are selected by, and the namespace they run in. Everything that points at
 * pods (Services, NetworkPolicies, PodDisruptionBudgets, spread) goes through `selector`.
 */
export interface Workload {
    readonly kind: "workload";
    readonly namespace: string;
    /** Value of the `app` label, the one the seeds select by (security guide, "Kubernetes Network Policies"). */
    readonly name: string;
    /** Labels that select the pods of software that is not ours and is labelled otherwise. @default `app: <name>` */
    readonly podLabels?: Readonly<Record<string, string>>;
}

/** Addresses outside the cluster's own workloads, as exact ranges. */
export interface AddressRange {
    readonly kind: "addresses";
    /** What stands at these addresses; shown in reports and used in policy names. */
    readonly name: string;
    readonly cidrs: readonly string[];
    /** Ranges inside `cidrs` that are left out. @default none */
    readonly except?: readonly string[];
}

/** Either end of a connection. */
export type Peer = Workload | AddressRange;

/** Where a server is reached: callers cannot tell whether it runs in this cluster or elsewhere. */
export interface Endpoint {
    /** Who serves it; the connection table needs no more than this and the port. */
    readonly workload: Peer;
    /** DNS name or address that clients use. */
    readonly host: string;
    readonly port: number;
    /** Whether clients talk TLS to it. @default they do not, or the platform cannot know */
    readonly tls?: true;
}

/** Names a workload. */
export function workload(namespace: string, name: string): Workload {
    return { kind: "workload", namespace, name };
}

/** The labels that select a workload's pods, and nothing else. Selectors are immutable, so this is one label for good. */
export function selector(of: Workload): Record<string, string> {
    return { ...(of.podLabels ?? { app: of.name }) };
}

/** DNS name of a Service in the cluster; without the cluster domain, which differs between clusters. */
export function serviceHost(of: Workload, service: string = of.name): string {
    return `${service}.${of.namespace}.svc`;
}
