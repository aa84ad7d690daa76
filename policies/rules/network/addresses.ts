import { BlockList, isIP } from "node:net";
import { type Field, MalformedValue } from "../../../kubernetes/field";

type Family = "ipv4" | "ipv6";

/** An address range of a NetworkPolicy. */
export class Range {
    readonly #addresses = new BlockList();

    constructor(
        /** Its first address, or any other. */
        readonly network: string,
        /** How many of the first bits all its addresses share. */
        readonly prefix: number,
    ) {
        this.#addresses.addSubnet(network, prefix, this.family);
    }

    get family(): Family {
        return familyOf(this.network);
    }

    contains(address: string): boolean {
        const family = familyOf(address);
        // A list of IPv6 addresses takes IPv4 ones for mapped ones.
        return family === this.family && this.#addresses.check(address, family);
    }
}

/** IPv4 addresses in IPv6 notation. */
const MAPPED = new Range("::ffff:0:0", 96);

/**
 * Reads a field such as `10.0.0.0/8`.
 *
 * @throws MalformedValue for what is no range, and for mapped addresses: the API server reads them as IPv4, and what
 * enforces the policy may not
 */
export function readRange(field: Field): Range {
    const [, network = "", prefix = ""] = /^([\da-f:.]+)\/(\d{1,3})$/i.exec(field.text ?? "") ?? [];
    const longest = { 0: -1, 4: 32, 6: 128 }[isIP(network)] ?? -1;
    if (Number(prefix) > longest || MAPPED.contains(network)) {
        throw new MalformedValue(`${field.path} is not an address range`);
    }
    return new Range(network, Number(prefix));
}

function familyOf(address: string): Family {
    return address.includes(":") ? "ipv6" : "ipv4";
}
