import type { AddressRange } from "../workload/identity";

/** Whoever connects from outside: as a source, any address, since load balancers and nodes have private ones. */
export const CLIENTS: AddressRange = { kind: "addresses", name: "clients", cidrs: ["0.0.0.0/0", "::/0"] };

/**
 * The public internet: every address but those that lead back inside. Private space, link-local addresses (the cloud's
 * metadata service is one) and special ranges are never meant by "internet"; an endpoint there is declared by itself.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
 */
export const INTERNET: AddressRange = {
    kind: "addresses",
    name: "internet",
    cidrs: ["0.0.0.0/0", "::/0"],
    except: [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        // Azure's host, which answers for the node's metadata at a public address.
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::1/128",
        // Addresses that carry an IPv4 address inside, private ones too: NAT64, Teredo, 6to4. Not the mapped ones: they are
        // never on the wire, and the API server refuses ::ffff:0:0/96 because it reads it as an IPv4 range.
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    ],
};
