import { BlockList, isIP } from "node:net";

/** Addresses as a NetworkPolicy names them: a range, and the parts of it that it leaves out. */
export interface AddressBlock {
    readonly cidr: string;
    readonly except: readonly string[];
}

/** Whether a block has all addresses of another. What cannot be read covers nothing. */
export function coversAddresses(block: AddressBlock, other: AddressBlock): boolean {
    // What the block leaves out, the other must leave out as well, unless it does not reach there at all.
    return (
        contains(block.cidr, other.cidr) &&
        block.except.every(
            (gap) =>
                other.except.some((wider) => contains(wider, gap)) ||
                !(contains(gap, other.cidr) || contains(other.cidr, gap)),
        )
    );
}

/** Whether a range, such as `10.0.0.0/8`, has all addresses of another. */
export function contains(range: string, other: string): boolean {
    const [outer, inner] = [readRange(range), readRange(other)];
    if (outer === undefined || inner === undefined || outer.family !== inner.family || outer.bits > inner.bits) {
        return false;
    }
    const list = new BlockList();
    list.addSubnet(outer.address, outer.bits, outer.family);
    return list.check(inner.address, inner.family);
}

function readRange(range: string): { address: string; bits: number; family: "ipv4" | "ipv6" } | undefined {
    const [address = "", prefix] = range.split("/");
    const version = isIP(address);
    const longest = version === 4 ? 32 : 128;
    const bits = prefix === undefined ? longest : Number(prefix);
    const readable = version !== 0 && Number.isInteger(bits) && bits >= 0 && bits <= longest;
    return readable ? { address, bits, family: version === 4 ? "ipv4" : "ipv6" } : undefined;
}
