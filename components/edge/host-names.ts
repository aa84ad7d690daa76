import { createHash } from "node:crypto";

/**
 * Longest name of a host's objects. A file name has 255 bytes at most, and the controller's is the longest that is made of
 * one: `vs_<namespace>_<name>.conf`, with up to 63 for the namespace.
 */
const LONGEST = 180;

/**
 * Names for the objects of hosts, no two alike: the prefix and the host with dashes for its dots. Where that is too long, or
 * a host before has it (`a-b.com` and `a.b.com`), it ends in a hash of the host instead. So a host that is added last
 * renames nothing that exists.
 *
 * @param hosts no host twice
 */
export function namesOfHosts(prefix: string, hosts: readonly string[]): Map<string, string> {
    const names = new Map<string, string>();
    const taken = new Set<string>();
    for (const host of hosts) {
        const plain = prefix + host.replaceAll(".", "-");
        let name = plain;
        for (let of = host; name.length > LONGEST || taken.has(name); of = name) name = withHash(plain, of);
        taken.add(name);
        names.set(host, name);
    }
    return names;
}

function withHash(plain: string, of: string): string {
    const hash = createHash("sha256").update(of).digest("hex").slice(0, 10);
    return `${plain.slice(0, LONGEST - hash.length - 1)}-${hash}`;
}
