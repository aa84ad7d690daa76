import type { AddressRange } from "../workload/identity";

/** Where the addresses of a network load balancer lie: in its own network, which is private. */
const PRIVATE_NETWORKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/** The addresses of a network load balancer. */
export function loadBalancer(subnets: readonly string[] = PRIVATE_NETWORKS): AddressRange {
    return { kind: "addresses", name: "load-balancer", cidrs: subnets };
}
