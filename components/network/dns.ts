import type { Peer } from "../workload/identity";

/** How the cluster's DNS is reached. */
export interface ClusterDns {
    /** Namespace of its pods. */
    readonly namespace: string;
    /** Labels of its pods. */
    readonly labels: Readonly<Record<string, string>>;
    /**
     * Where it answers on the node's own network, which no label selects: NodeLocal DNSCache, EKS Auto Mode.
     *
     * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
     */
    readonly cidrs: readonly string[];
    /** Where it listens, over UDP, and over TCP when an answer is long. */
    readonly ports: readonly number[];
}

/** Who answers DNS. */
export function dnsServers({ namespace, labels, cidrs }: ClusterDns): Peer[] {
    const pods: Peer = { kind: "workload", namespace, name: labels["k8s-app"] ?? "dns", podLabels: labels };
    return cidrs.length === 0 ? [pods] : [pods, { kind: "addresses", name: "node-local-dns", cidrs }];
}
