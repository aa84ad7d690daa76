/**
 * Who may open a connection to whom, computed from NetworkPolicies as Kubernetes defines them. It knows nothing of this
 * project: it is the second opinion on what our own code generates.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
import { BlockList, isIPv6 } from "node:net";
import type { NetworkPolicy, Party, Pod, PolicyPeer, PolicyPort } from "./policy";
import { selects } from "./policy";
import { ALL_PORTS, NO_PORTS, type PortRange, type PortSet, type Protocol, PROTOCOLS } from "./ports";

type Direction = "Ingress" | "Egress";

/** The ports of `to` that the policies which select `from` let it out to. Whether `to` takes them is another question. */
export function egress(policies: readonly NetworkPolicy[], from: Party, to: Party): PortSet {
    return permitted(policies, "Egress", from, to, to);
}

/** The ports of `to` that the policies which select it open to `from`. */
export function ingress(policies: readonly NetworkPolicy[], from: Party, to: Party): PortSet {
    return permitted(policies, "Ingress", to, from, to);
}

/**
 * @param governed whose policies decide
 * @param server whose ports are asked for; a named port is one of its own
 */
function permitted(
    policies: readonly NetworkPolicy[],
    direction: Direction,
    governed: Party,
    other: Party,
    server: Party,
): PortSet {
    if (governed.kind === "machine") {
        return ALL_PORTS;
    }
    const isolating = policies.filter(
        (policy) =>
            policy.metadata.namespace === governed.namespace &&
            selects(policy.spec.podSelector, governed.labels) &&
            directions(policy).includes(direction),
    );
    // A pod that no policy of that direction selects is not isolated.
    return isolating.length === 0
        ? ALL_PORTS
        : isolating.flatMap((policy) => permittedBy(policy, direction, other, server));
}

/** Without `policyTypes`, a policy is one for ingress, and one for egress only if it has egress rules. */
function directions({ spec }: NetworkPolicy): readonly Direction[] {
    if (spec.policyTypes !== undefined && spec.policyTypes.length > 0) {
        return spec.policyTypes;
    }
    return spec.egress === undefined || spec.egress.length === 0 ? ["Ingress"] : ["Ingress", "Egress"];
}

function permittedBy({ metadata, spec }: NetworkPolicy, direction: Direction, other: Party, server: Party): PortSet {
    const rules =
        direction === "Ingress"
            ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
            : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
    return rules
        .filter(({ peers }) => isAmong(peers, metadata.namespace, other))
        .flatMap(({ ports }) => portsOf(ports, server));
}

/** A rule that lists no peers means all of them. */
function isAmong(peers: readonly PolicyPeer[] | undefined, namespace: string, other: Party): boolean {
    return peers === undefined || peers.length === 0 || peers.some((peer) => matches(peer, namespace, other));
}

function matches({ podSelector, namespaceSelector, ipBlock }: PolicyPeer, namespace: string, other: Party): boolean {
    if (ipBlock !== undefined) {
        // Networks differ in whether a block matches pods, too. What might be open counts as open.
        const addresses = other.kind === "pod" ? other.addresses : [other.address];
        return addresses.some(
            (address) =>
                isInside(ipBlock.cidr, address) && !(ipBlock.except ?? []).some((range) => isInside(range, address)),
        );
    }
    if (other.kind === "machine") {
        return false;
    }
    // Without a namespace selector, the policy's own namespace is meant; with it alone, all pods there.
    const inNamespace =
        namespaceSelector === undefined
            ? other.namespace === namespace
            : selects(namespaceSelector, other.namespaceLabels);
    return inNamespace && selects(podSelector ?? {}, other.labels);
}

/** A rule that lists no ports means all of them. */
function portsOf(ports: readonly PolicyPort[] | undefined, server: Party): PortSet {
    return ports === undefined || ports.length === 0 ? ALL_PORTS : ports.flatMap((port) => rangesOf(port, server));
}

function rangesOf({ protocol = "TCP", port, endPort }: PolicyPort, server: Party): PortRange[] {
    const known = asProtocol(protocol);
    if (port === undefined) {
        return ALL_PORTS.filter((range) => range.protocol === known);
    }
    if (typeof port === "number") {
        return [{ protocol: known, first: port, last: endPort ?? port }];
    }
    return server.kind === "pod" ? namedPorts(server, port, known) : [...NO_PORTS];
}

function namedPorts({ namedPorts }: Pod, name: string, protocol: Protocol): PortRange[] {
    return namedPorts
        .filter((port) => port.name === name && port.protocol === protocol)
        .map(({ port }) => ({ protocol, first: port, last: port }));
}

function asProtocol(text: string): Protocol {
    const found = PROTOCOLS.find((protocol) => protocol === text);
    if (found === undefined) {
        throw new Error(`"${text}" is no protocol of a NetworkPolicy`);
    }
    return found;
}

function isInside(cidr: string, address: string): boolean {
    const [network = "", prefix] = cidr.split("/");
    const family = isIPv6(network) ? "ipv6" : "ipv4";
    // BlockList takes ::ffff:1.2.3.4 for 1.2.3.4; a range of one family is never about the other here.
    if (isIPv6(address) !== isIPv6(network)) {
        return false;
    }
    const list = new BlockList();
    list.addSubnet(network, Number(prefix), family);
    return list.check(address, family);
}
