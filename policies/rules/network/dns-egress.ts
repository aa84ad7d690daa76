import type { Field } from "../../../kubernetes/field";
import { nsa } from "../references";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { Range, readRange } from "./addresses";
import { numbersOf, type PolicyRule, rulesOf } from "./policy-rules";

const DNS = 53;

/** Where resolvers of a cluster and of its cloud are: private, of carriers, link-local. */
const INSIDE = [
    new Range("10.0.0.0", 8),
    new Range("172.16.0.0", 12),
    new Range("192.168.0.0", 16),
    new Range("100.64.0.0", 10),
    new Range("169.254.0.0", 16),
    new Range("fc00::", 7),
    new Range("fe80::", 10),
];

export const dnsEgress: Rule = {
    id: "dns-egress",
    title: "Names are asked of the cluster's resolver, not of anybody",
    description:
        "Port 53 to anywhere is a way out for whatever a pod knows: an attacker's name server takes it as names to look up, or a server of any kind listens there. The cluster's resolver at least sees and logs the names.",
    level: "mandatory",
    severity: "high",
    references: [
        nsa("Network policies"),
        { title: "MITRE ATT&CK T1071.004: DNS", url: "https://attack.mitre.org/techniques/T1071/004/" },
    ],
    remediation: "Allow port 53 to the resolver's pods, or to its address.",
    kinds: ["NetworkPolicy.networking.k8s.io"],
    check: (object) =>
        rulesOf(object, "Egress").flatMap((rule) =>
            judged(() => (opensDns(rule) ? peersOf(rule).flatMap(judgePeer) : undefined)),
        ),
};

function opensDns({ ports }: PolicyRule): boolean {
    const all = ports.items();
    return (
        all.length === 0 ||
        all.some((port) => {
            const numbers = numbersOf(port);
            return numbers === undefined ? !port.at("port").isSet : numbers[0] <= DNS && DNS <= numbers[1];
        })
    );
}

/** The list itself if it is empty, which means everybody. */
function peersOf({ peers }: PolicyRule): Field[] {
    const items = peers.items();
    return items.length === 0 ? [peers] : items;
}

function judgePeer(peer: Field): Finding[] {
    const isList = Array.isArray(peer.value) || !peer.isSet;
    const block = isList ? undefined : peer.at("ipBlock");
    if (block?.isSet === true) {
        const at = block.at("cidr");
        const range = readRange(at);
        const isInside = INSIDE.some((inside) => inside.prefix <= range.prefix && inside.contains(range.network));
        return isInside ? [] : [finding(at)];
    }
    const isSelected = !isList && (peer.at("namespaceSelector").isSet || peer.at("podSelector").isSet);
    return isSelected ? [] : [{ ...finding(peer), found: "everybody" }];
}

function finding(at: Field): Finding {
    return {
        at,
        expected: "the cluster's resolver, or a private address, for port 53",
        write: "to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]",
    };
}
