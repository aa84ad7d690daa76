import type { AddressRange, Endpoint, Peer, Workload } from "../workload/identity";
import { type ClusterDns, dnsServers } from "./dns";

export type Protocol = "TCP" | "UDP";

/** One permitted connection: `from` may open it, `to` accepts it. */
export interface Connection {
    readonly from: Peer;
    readonly to: Peer;
    readonly port: number;
    readonly protocol: Protocol;
    /** Whether what is sent is encrypted by TLS. @default it is not, or the platform cannot know */
    readonly tls?: true;
    /** Name of the NetworkPolicy that lets `from` out. */
    readonly policy: string;
}

/** A connection as reports show it. */
export interface ConnectionRow {
    readonly from: string;
    readonly to: string;
    readonly port: number;
    readonly protocol: Protocol;
    /** Whether what is sent is encrypted by TLS. @default it is not, or the platform cannot know */
    readonly tls?: true;
}

/**
 * Who may talk to whom: the only place where a connection is declared. What is not in it is closed, in both directions.
 */
export type ConnectionTable = readonly Connection[];

/**
 * The connections from a peer to one or more endpoints. A workload that may reach anything may also ask DNS.
 *
 * @param dns what a workload may ask
 * @param policy name of the NetworkPolicy on the side of `from`. @default `<from>-to-<to>`, of the first endpoint
 */
export function allowed(
    dns: ClusterDns,
    from: Peer,
    to: readonly [Endpoint, ...Endpoint[]],
    policy = `${from.name}-to-${to[0].workload.name}`,
): Connection[] {
    const endpoints = to.map(({ workload, port, tls }): Connection => ({
        from,
        to: workload,
        port,
        protocol: "TCP",
        ...(tls && { tls }),
        policy,
    }));
    return from.kind === "workload" ? [...allowedDns(dns, from, policy), ...endpoints] : endpoints;
}

function allowedDns(dns: ClusterDns, from: Workload, policy: string): Connection[] {
    const protocols = ["UDP", "TCP"] as const;
    return dnsServers(dns).flatMap((to) =>
        dns.ports.flatMap((port) => protocols.map((protocol) => ({ from, to, port, protocol, policy }))),
    );
}

/** The table for people and reports: each connection once, in the order of declaration, with TLS if all uses have it. */
export function tableRows(table: ConnectionTable): ConnectionRow[] {
    const rows = new Map<string, ConnectionRow>();
    for (const { from, to, port, protocol, tls } of table) {
        const row = { from: peerName(from), to: peerName(to), port, protocol };
        const key = Object.values(row).join(" ");
        const encrypted = tls && (rows.get(key) ?? { tls }).tls;
        rows.set(key, { ...row, ...(encrypted && { tls: encrypted }) });
    }
    return [...rows.values()];
}

/**
 * A connection that one of its workloads is not let through for is a promise that the cluster does not keep.
 *
 * @param governed namespaces whose policies are made from the table
 * @param foreign namespaces that somebody else's policies govern
 * @throws Error naming each connection of a workload in neither
 */
export function assertGoverned(table: ConnectionTable, governed: readonly string[], foreign: readonly string[]): void {
    const known = new Set([...governed, ...foreign]);
    const lost = table.filter(({ from, to }) =>
        [from, to].some((peer) => peer.kind === "workload" && !known.has(peer.namespace)),
    );
    if (lost.length > 0) {
        const names = tableRows(lost).map(({ from, to, port, protocol }) => `${from} to ${to} on ${port}/${protocol}`);
        throw new Error(
            `No NetworkPolicy is made for ${names.join(", ")}: policies are made in ${governed.join(", ")}. ` +
                "Give the workload's namespace its NetworkPolicies, or take the connection out of the table.",
        );
    }
}

/** A server at known addresses that is not one of our workloads: a managed database, a relay, the API server. */
export function addresses(name: string, cidrs: readonly string[], port: number): Endpoint {
    const range: AddressRange = { kind: "addresses", name, cidrs };
    return { workload: range, host: name, port };
}

/** The same endpoint, known to be reached by TLS. */
export function overTls(endpoint: Endpoint): Endpoint {
    return { ...endpoint, tls: true };
}

/** `namespace/name` of a workload, the name of an address range. */
export function peerName(peer: Peer): string {
    return peer.kind === "workload" ? `${peer.namespace}/${peer.name}` : peer.name;
}
