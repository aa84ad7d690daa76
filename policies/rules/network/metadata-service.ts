import { BlockList, isIP } from "node:net";
import type { Field } from "../../../kubernetes/field";
import { POD_KINDS } from "../../../kubernetes/kinds";
import { nsa } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { readRange } from "./addresses";
import { numbersOf, type PolicyRule, rulesOf } from "./policy-rules";

/**
 * Who answers for a node's identity. The agent of EKS Pod Identity (169.254.170.23, fd00:ec2::23), which gives a pod its
 * own, and NodeLocal DNSCache (169.254.20.10) are none of them.
 */
const ADDRESSES = [
    // AWS, Azure, Google, OpenStack, Oracle and others.
    "169.254.169.254",
    "fd00:ec2::254",
    "fd20:ce::254",
    // Tasks of Amazon ECS.
    "169.254.170.2",
    // Azure's host, at a public address.
    "168.63.129.16",
    // Alibaba Cloud, in the range of carriers' private addresses.
    "100.100.100.200",
];
const METADATA = new BlockList();
ADDRESSES.forEach((address) => METADATA.addAddress(address, isIP(address) === 4 ? "ipv4" : "ipv6"));
/** What they are called where the cloud's DNS knows them. */
const NAMES = ["metadata.google.internal", "metadata.goog", "instance-data.ec2.internal", "instance-data"];

const DNS = 53;

/**
 * Whatever the port is, except for DNS: Azure answers at more than 80, Google at 443 too. Ranges are judged alone; what a
 * selected pod does on its node's network is for other rules.
 */
export const metadataService: Rule = {
    id: "metadata-service",
    title: "Pods do not reach the cloud’s metadata service",
    description:
        "It gives whoever asks the credentials of the node, and with them often the cluster and the account: a request that an attacker can make a pod send is enough.",
    level: "mandatory",
    severity: "critical",
    references: [
        nsa("Network policies"),
        {
            title: "Kubernetes documentation, Securing a Cluster: Restricting cloud metadata API access",
            url: "https://kubernetes.io/docs/tasks/administer-cluster/securing-a-cluster/#restricting-cloud-metadata-api-access",
        },
    ],
    remediation:
        "Name whom the pods connect to; leave the metadata service's addresses out of ranges that hold them. A pod gets an identity of its own by its ServiceAccount.",
    kinds: ["NetworkPolicy.networking.k8s.io", "Service", ...POD_KINDS],
    check(object) {
        switch (object.kind) {
            case "NetworkPolicy":
                return rulesOf(object, "Egress").flatMap((rule) => judged(() => judgeRule(rule)));
            case "Service":
                return judged(() => judgeName(object));
            default:
                return (object.pod?.spec.at("hostAliases").items() ?? []).flatMap((alias) =>
                    judged(() => judgeAlias(alias.at("ip"))),
                );
        }
    },
};

function judgeRule({ peers, ports }: PolicyRule): Finding[] {
    if (isForDns(ports)) {
        return [];
    }
    const items = peers.items();
    if (items.length === 0) {
        return [finding(peers, "everything", "to: [{ podSelector: { matchLabels: { app: kratos } } }]")];
    }
    return items.flatMap((peer) => judgePeer(peer) ?? []);
}

function isForDns(ports: Field): boolean {
    const all = ports.items().map(numbersOf);
    return all.length > 0 && all.every((numbers) => numbers?.[0] === DNS && numbers[1] === DNS);
}

function judgePeer(peer: Field): Finding | undefined {
    const block = peer.at("ipBlock");
    if (block.isSet) {
        return judgeBlock(block);
    }
    const isSelected = peer.at("namespaceSelector").isSet || peer.at("podSelector").isSet;
    return isSelected ? undefined : finding(peer, "everything", "podSelector: { matchLabels: { app: kratos } }");
}

function judgeBlock(block: Field): Finding | undefined {
    const at = block.at("cidr");
    const cidr = readRange(at);
    const inside = ADDRESSES.filter((address) => cidr.contains(address));
    if (inside.length === 0) {
        return undefined;
    }
    const given = block.at("except").items();
    // One that is not smaller excepts nothing: the API server refuses it.
    const except = given.map(readRange).filter(({ prefix }) => prefix > cidr.prefix);
    const reached = inside.filter((address) => !except.some((left) => left.contains(address)));
    if (reached.length === 0) {
        return undefined;
    }
    const ranges = [...given.map(({ text }) => text), ...reached.map(range)];
    const isOne = range(cidr.network) === at.text;
    const write = isOne ? "no such peer" : `except: [${ranges.join(", ")}]`;
    return finding(at, `${at.text} with ${reached.join(", ")}`, write);
}

function range(address: string): string {
    return `${address}/${isIP(address) === 4 ? 32 : 128}`;
}

/** A Service that is another name for the metadata service, to which a route may then lead. */
function judgeName({ props }: PolicyObject): Finding | undefined {
    const at = props.at("spec", "externalName");
    const name = (at.text ?? "").toLowerCase().replace(/\.$/, "");
    // Some public zones answer for any address that a name contains, with dots or dashes.
    const meant =
        ADDRESSES.find((address) => name.replaceAll("-", ".").includes(address)) ?? NAMES.find((n) => n === name);
    return meant === undefined ? undefined : finding(at, meant, "externalName: the name of the service itself");
}

function judgeAlias(at: Field): Finding | undefined {
    const address = at.text ?? "";
    const isMeant = isIP(address) !== 0 && METADATA.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
    return isMeant ? finding(at, address, "ip: the address of the service itself") : undefined;
}

function finding(at: Field, reached: string, write: string): Finding {
    return { at, found: reached, expected: "no address of a metadata service", write };
}
