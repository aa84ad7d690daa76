import { parseCidr, type Range, single } from "../../../kubernetes/cidr";

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
    return (
        outer !== undefined &&
        outer.version === inner?.version &&
        outer.first <= inner.first &&
        inner.last <= outer.last
    );
}

function readRange(range: string): Range | undefined {
    return parseCidr(range.includes("/") ? range : single(range));
}
