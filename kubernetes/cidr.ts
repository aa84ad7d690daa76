import { isIPv4, isIPv6 } from "node:net";

/** An address range as numbers, so that ranges can be compared. */
export interface Range {
    readonly version: 4 | 6;
    /** First address. */
    readonly first: bigint;
    /** Last address. */
    readonly last: bigint;
    readonly prefix: number;
    /** Whether the address before the slash is the range's first one. */
    readonly aligned: boolean;
}

/** Reads `10.0.0.0/8` or `fd00::/8`; `undefined` if it is neither. */
export function parseCidr(text: string): Range | undefined {
    const [address = "", prefixText = "", ...rest] = text.split("/");
    if (rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefixText)) return undefined;
    const version = isIPv4(address) ? 4 : isIPv6(address) && !address.includes("%") ? 6 : undefined;
    if (version === undefined) return undefined;
    const width = version === 4 ? 32 : 128;
    const prefix = Number(prefixText);
    if (prefix > width) return undefined;
    const value = version === 4 ? number4(address) : number6(address);
    const size = 1n << BigInt(width - prefix);
    const first = value - (value % size);
    return { version, first, last: first + size - 1n, prefix, aligned: first === value };
}

/** Whether the address (`169.254.169.254`, `fd00:ec2::254`) lies in the range. */
export function contains(range: Range, address: string): boolean {
    const one = parseCidr(single(address));
    return one?.version === range.version && range.first <= one.first && one.first <= range.last;
}

/** The range of an address alone. */
export function single(address: string): string {
    return `${address}/${address.includes(":") ? 128 : 32}`;
}

/** The range in canonical spelling: first address, lower case, zeros compressed as in RFC 5952. */
export function formatCidr(range: Range): string {
    const { version, first, prefix } = range;
    if (version === 4) {
        return `${[24n, 16n, 8n, 0n].map((shift) => (first >> shift) & 255n).join(".")}/${prefix}`;
    }
    const groups = Array.from({ length: 8 }, (_, i) => ((first >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
    return `${new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1)}/${prefix}`;
}

function number4(address: string): bigint {
    return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function number6(address: string): bigint {
    // The URL parser turns every spelling (upper case, embedded IPv4) into one with at most one "::".
    const [left = "", right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
    const head = left === "" ? [] : left.split(":");
    const tail = right === undefined || right === "" ? [] : right.split(":");
    const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
    return [...head, ...zeros, ...tail].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}
