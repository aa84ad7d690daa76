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
 * The connection table: who may talk to whom. It is the only place where a connection is declared; what is not in it is
 * closed, in both directions.
 */
export class Connections {
    readonly #connections: Connection[] = [];

    /** @param dns what a workload that may reach anything may ask */
    constructor(private readonly dns: ClusterDns) {}

    /**
     * Permits connections from a peer to one or more endpoints. A workload that may reach anything may also ask DNS.
     *
     * @param policy name of the NetworkPolicy on the side of `from`. @default `<from>-to-<to>`, of the first endpoint
     */
    allow(from: Peer, to: Endpoint | readonly Endpoint[], policy?: string): void {
        const endpoints = Array.isArray(to) ? (to as readonly Endpoint[]) : [to as Endpoint];
        const name = policy ?? `${from.name}-to-${endpoints[0]?.workload.name ?? "nothing"}`;
        if (from.kind === "workload") {
            this.#allowDns(from, name);
        }
        for (const { workload, port, tls } of endpoints) {
            this.#connections.push({ from, to: workload, port, protocol: "TCP", ...(tls && { tls }), policy: name });
        }
    }

    all(): readonly Connection[] {
        return this.#connections;
    }

    /** The table for people and reports: each connection once, in the order of declaration, with TLS if all uses have it. */
    rows(): ConnectionRow[] {
        const rows = new Map<string, ConnectionRow>();
        for (const { from, to, port, protocol, tls } of this.#connections) {
            const row = { from: peerName(from), to: peerName(to), port, protocol };
            const key = Object.values(row).join(" ");
            const encrypted = tls && (rows.get(key) ?? { tls }).tls;
            rows.set(key, { ...row, ...(encrypted && { tls: encrypted }) });
        }
        return [...rows.values()];
    }

    #allowDns(from: Workload, policy: string): void {
        for (const to of dnsServers(this.dns)) {
            for (const port of this.dns.ports) {
                for (const protocol of ["UDP", "TCP"] as const) {
                    this.#connections.push({ from, to, port, protocol, policy });
                }
            }
        }
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
