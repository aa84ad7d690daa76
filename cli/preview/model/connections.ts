/** A row of the connection table. */
export interface ConnectionRow {
    readonly from: string;
    readonly to: string;
    readonly port: number;
    readonly protocol: string;
    /** Whether what is sent is encrypted by TLS. @default it is not, or the platform cannot know */
    readonly tls?: true;
}

/** How a connection is written. */
export function connectionText({ from, to, port, protocol }: ConnectionRow): string {
    return `${from} → ${to} ${port}/${protocol}`;
}

/** Where servers listen for DNS: on the standard port, or on the one that OpenShift's pods have. */
const PORTS = [53, 5353];

/** Who answers DNS, which every workload may ask: by UDP on such a port, and nothing but what is asked by UDP too. */
export function dnsServers(connections: readonly ConnectionRow[]): string[] {
    const byUdp = connections.filter(({ protocol }) => protocol === "UDP");
    const asked = byUdp.filter(({ port }) => PORTS.includes(port)).map(({ to }) => to);
    const alsoByUdp = new Set(byUdp.map(({ to, port }) => `${to} ${port}`));
    const others = new Set([
        ...connections.map(({ from }) => from),
        ...connections.filter(({ to, port }) => !alsoByUdp.has(`${to} ${port}`)).map(({ to }) => to),
    ]);
    return [...new Set(asked)].filter((name) => !others.has(name));
}

/** All other connections: every workload has the same few to DNS servers. */
export function withoutDns(connections: readonly ConnectionRow[]): ConnectionRow[] {
    const servers = new Set(dnsServers(connections));
    return connections.filter(({ to }) => !servers.has(to));
}
