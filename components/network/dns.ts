import type { Peer } from "../workload/identity";

/** DNS answers over UDP, and over TCP when an answer is long. */
export const DNS_PORT = 53;

/**
 * Who answers DNS: the cluster's own servers and, where it runs, NodeLocal DNSCache, which listens on the node's network
 * under a link-local address and so cannot be selected by label.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
 */
export const DNS_SERVERS: readonly Peer[] = [
    { kind: "workload", namespace: "kube-system", name: "kube-dns", podLabels: { "k8s-app": "kube-dns" } },
    { kind: "addresses", name: "node-local-dns", cidrs: ["169.254.20.10/32"] },
];
