export const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Consecutive ports of one protocol, both ends included. */
export interface PortRange {
    readonly protocol: Protocol;
    readonly first: number;
    readonly last: number;
}

/** Any number of ranges; two that overlap mean the same as one that spans both. */
export type PortSet = readonly PortRange[];

export const NO_PORTS: PortSet = [];
export const ALL_PORTS: PortSet = PROTOCOLS.map((protocol) => ({ protocol, first: 1, last: 65535 }));

/** As a person writes it: `TCP 53, UDP 53`, `TCP 5432-5440`, `all`, and `-` for none. Equal sets have equal texts. */
export function formatPorts(ports: PortSet): string {
    const text = merged(ports)
        .map(({ protocol, first, last }) => `${protocol} ${first}${first === last ? "" : `-${last}`}`)
        .join(", ");
    const all = ALL_PORTS.map(({ protocol, first, last }) => `${protocol} ${first}-${last}`).join(", ");
    return text === all ? "all" : text || "-";
}

/**
 * The reverse of `formatPorts`.
 *
 * @throws Error for anything else
 */
export function parsePorts(text: string): PortSet {
    if (text === "-" || text === "all") {
        return text === "-" ? NO_PORTS : ALL_PORTS;
    }
    return text.split(",").map((part) => {
        const [, protocol, first, last] = /^\s*(TCP|UDP|SCTP) (\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
        if (protocol === undefined || first === undefined) {
            throw new Error(`"${part.trim()}" is no port: write TCP 443 or UDP 5000-5010`);
        }
        return { protocol: protocol as Protocol, first: Number(first), last: Number(last ?? first) };
    });
}

/** Sorted, and ranges that touch joined. */
function merged(ports: PortSet): PortRange[] {
    return PROTOCOLS.flatMap((protocol) => {
        const ranges = ports
            .filter((range) => range.protocol === protocol)
            .sort((left, right) => left.first - right.first);
        const result: PortRange[] = [];
        for (const range of ranges) {
            const before = result.at(-1);
            if (before !== undefined && range.first <= before.last + 1) {
                result[result.length - 1] = { ...before, last: Math.max(before.last, range.last) };
            } else {
                result.push(range);
            }
        }
        return result;
    });
}
