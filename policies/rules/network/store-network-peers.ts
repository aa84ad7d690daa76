import type { Field } from "../../../kubernetes/field";
import { cis, nsa, seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { engineOf, isStoreComponent, STORE_PORTS } from "../stores";
import { Range, readRange } from "./addresses";
import { numbersOf, type PolicyRule, rulesOf } from "./policy-rules";

/** Like a store: it gives all identities to whoever connects, and asks for no password. */
const KRATOS_ADMIN = 4434;
const GUARDED = [...STORE_PORTS, KRATOS_ADMIN];

/**
 * NetworkPolicies add up, so one that lets everybody in undoes a default deny. What a policy opens is told by its ports
 * and by the labels that it selects: which pods those are, and where they listen, is not seen from here.
 */
export const storeNetworkPeers: Rule = {
    id: "store-network-peers",
    title: "Stores are reached by named peers, not by the world or by all namespaces",
    description:
        "Whoever runs anything anywhere in the cluster could try passwords on the store, or use a hole in it. A NetworkPolicy without peers, or for the pods of all namespaces, permits that.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("KATO security guide", "Kubernetes Network Policies, Allow KATO to Databases"),
        seed("Kratos production setup", "Network Security: restrict database access to the Kratos container only"),
        cis("5.3.2", "Ensure that all Namespaces have Network Policies defined"),
        nsa("Network policies"),
    ],
    remediation:
        "Name the clients by namespace and pod, or by a private range no wider than a network of theirs; name the ports, so that a policy for something else does not open a store's.",
    kinds: ["NetworkPolicy.networking.k8s.io"],
    check: (object) =>
        rulesOf(object, "Ingress").flatMap((rule) =>
            judged(() => (opensStore(rule, object) ? openPeers(rule.peers) : undefined)),
        ),
};

/** Whether a rule lets its peers connect to a store. */
function opensStore({ ports }: PolicyRule, { props }: PolicyObject): boolean {
    const all = ports.items();
    const tcp = all.filter((port) => (port.at("protocol").value ?? "TCP") === "TCP");
    if (all.length > 0 && tcp.length === 0) {
        return false;
    }
    const labels = selected(props.at("spec", "podSelector"));
    if (tcp.some(namesStorePort) || labels.some(([key, text]) => isStore(key, text))) {
        return true;
    }
    // Many ports of pods that say that they are something else open no store.
    return !labels.some(([key]) => NAMES.includes(key)) && (all.length === 0 || tcp.some(spansStorePort));
}

/** Labels by which pods say what they are. */
const NAMES = ["app", "app.kubernetes.io/name", "app.kubernetes.io/component", "k8s-app", "name"];

/** Whether it is for one port, and that is a store's. */
function namesStorePort(port: Field): boolean {
    const numbers = numbersOf(port);
    return numbers === undefined
        ? // A name as `tcp-redis` is the pod's own, and says what listens.
          port
              .at("port")
              .text?.split("-")
              .some((word) => engineOf(word) !== undefined) === true
        : numbers[0] === numbers[1] && GUARDED.includes(numbers[0]);
}

/** Whether a store's is among its ports; without a number they are all. */
function spansStorePort(port: Field): boolean {
    const numbers = numbersOf(port);
    return numbers === undefined
        ? !port.at("port").isSet
        : GUARDED.some((guarded) => numbers[0] <= guarded && guarded <= numbers[1]);
}

function isStore(key: string, text: string): boolean {
    return engineOf(text) !== undefined || isStoreComponent(key, text);
}

/** The labels of which a pod must have one of these values. */
function selected(selector: Field): (readonly [key: string, value: string])[] {
    const choices = selector
        .at("matchExpressions")
        .items()
        .filter((expression) => expression.at("operator").value === "In")
        .flatMap((expression) => {
            const key = expression.at("key").text ?? "";
            return expression
                .at("values")
                .items()
                .map((value) => [key, value] as const);
        });
    return [...selector.at("matchLabels").entries(), ...choices].map(([key, { text = "" }]) => [key, text] as const);
}

function openPeers(peers: Field): Finding[] {
    const items = peers.items();
    const open = items.length === 0 ? [peers] : items.flatMap((peer) => openPart(peer) ?? []);
    return open.map((at) => ({
        at,
        ...(at === peers ? { found: "nobody, which lets everybody in" } : {}),
        expected: "the pods of one namespace, or a private address range of /16 (IPv6: /48) or smaller",
        write: "from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kato } }, podSelector: { matchLabels: { app: kato } } }]",
    }));
}

/** What makes a peer too many; `undefined` if nothing does. */
function openPart(peer: Field): Field | undefined {
    const [addresses, namespaces, pods] = ["ipBlock", "namespaceSelector", "podSelector"].map((key) => peer.at(key));
    if (addresses?.isSet === true) {
        const cidr = addresses.at("cidr");
        return isNarrow(readRange(cidr)) ? undefined : cidr;
    }
    if (namespaces?.isSet === true) {
        return isSpecific(namespaces) ? undefined : namespaces;
    }
    // Pods alone are those of the policy's own namespace.
    return pods?.isSet === true ? undefined : peer;
}

const PRIVATE = [
    new Range("10.0.0.0", 8),
    new Range("172.16.0.0", 12),
    new Range("192.168.0.0", 16),
    new Range("100.64.0.0", 10),
    new Range("fc00::", 7),
];

/** Whether it is some private network, not all of them. Every private range is at least as wide as what passes here. */
function isNarrow({ family, network, prefix }: Range): boolean {
    return prefix >= (family === "ipv4" ? 16 : 48) && PRIVATE.some((range) => range.contains(network));
}

/** Whether a selector asks for something that not every namespace has, or nearly every. */
function isSpecific(namespaceSelector: Field): boolean {
    return (
        namespaceSelector.at("matchLabels").entries().length > 0 ||
        namespaceSelector
            .at("matchExpressions")
            .items()
            .some((expression) => {
                const operator = expression.at("operator").value;
                // All have their name as a label.
                const isForAll = expression.at("key").value === "kubernetes.io/metadata.name";
                return operator === "In" || (operator === "Exists" && !isForAll);
            })
    );
}
