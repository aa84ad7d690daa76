import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case, Change, RuleCases } from "../case";
import { alone, block, egress, KATO, networkPolicy, port } from "./objects";

const HTTPS = [port(443)];
const DNS = [port(53, { protocol: "UDP" }), port(53)];
const TO = "spec.egress[0].to";

function range(what: string, cidr: string, ...except: readonly string[]): Case {
    return alone(what, egress({ to: [block(cidr, ...except)], ports: HTTPS }), `${TO}[0].ipBlock.cidr`);
}

function allowed(what: string, cidr: string, ...except: readonly string[]): Case {
    return alone(what, egress({ to: [block(cidr, ...except)], ports: HTTPS }));
}

function service(externalName: string): PolicyResource {
    const props = { metadata: { name: "a", namespace: "kato" }, spec: { type: "ExternalName", externalName } };
    return { type: "kubernetes:core/v1:Service", name: "a", props };
}

function alias(ip: string): Change {
    return { hostAliases: [{ ip, hostnames: ["api.example.com"] }] };
}

/** Those of the networks that reach it by IPv4. */
const LINK_LOCAL = ["169.254.0.0/16", "168.63.129.16/32", "100.64.0.0/10"];

export const metadataService: RuleCases = {
    rule: "metadata-service",
    fails: [
        range("everywhere", "0.0.0.0/0"),
        range("everywhere by IPv6", "::/0"),
        alone("no peers, which is everything", egress({ ports: HTTPS }), TO),
        alone("an empty list of them", egress({ to: [], ports: HTTPS }), TO),
        alone("a peer that names nothing", egress({ to: [KATO, {}], ports: HTTPS }), `${TO}[1]`),
        alone("a rule that allows all", networkPolicy({ podSelector: {}, egress: [{}] }), TO),
        alone(
            "a rule beside one for ingress",
            networkPolicy({ podSelector: {}, policyTypes: ["Ingress", "Egress"], egress: [{}] }),
            TO,
        ),
        alone("a patch that does", networkPolicy({ egress: [{}] }, "Patch"), TO),
        range("the address itself", "169.254.169.254/32"),
        range("all link-local addresses", "169.254.0.0/16"),
        range("that of tasks of Amazon ECS", "169.254.170.2/32"),
        range("Amazon’s by IPv6", "fd00:ec2::254/128"),
        range("Amazon’s by IPv6, written in full", "fd00:0ec2:0:0:0:0:0:0254/128"),
        range("Google’s by IPv6", "fd20:ce::254/128"),
        range("Azure’s", "168.63.128.0/17"),
        range("Alibaba’s", "100.100.100.200/32"),
        range("carriers’ private addresses, Alibaba’s among them", "100.64.0.0/10"),
        range("half of all addresses", "128.0.0.0/1"),
        range("everywhere but private networks", "0.0.0.0/0", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
        range("everywhere, Azure’s forgotten", "0.0.0.0/0", "169.254.0.0/16", "100.64.0.0/10"),
        range("everywhere, the exception next to it", "0.0.0.0/0", ...LINK_LOCAL.slice(1), "169.254.169.253/32"),
        range("an exception that is not smaller, and so refused", "169.254.169.254/32", "169.254.0.0/16"),
        range("an exception of the same size", "169.254.169.254/32", "169.254.169.254/32"),
        alone("all ports", egress({ to: [block("0.0.0.0/0")] }), `${TO}[0].ipBlock.cidr`),
        alone(
            "ports beside DNS",
            egress({ to: [block("0.0.0.0/0")], ports: [...DNS, port(80)] }),
            `${TO}[0].ipBlock.cidr`,
        ),
        alone(
            "a range that begins with DNS",
            egress({ to: [block("0.0.0.0/0")], ports: [port(53, { endPort: 80 })] }),
            `${TO}[0].ipBlock.cidr`,
        ),
        alone("a Service of that name", service("metadata.google.internal"), "spec.externalName"),
        alone("another of Google’s names", service("Metadata.goog."), "spec.externalName"),
        alone("Amazon’s name", service("instance-data.ec2.internal"), "spec.externalName"),
        alone("Amazon’s name without its domain", service("instance-data"), "spec.externalName"),
        alone("a Service of a name with the address", service("169-254-169-254.dns.example"), "spec.externalName"),
        alone("a Service of the address", service("169.254.169.254"), "spec.externalName"),
        { what: "another name for it in a pod", pod: alias("169.254.169.254"), at: "hostAliases[0].ip" },
        { what: "one by IPv6", pod: alias("fd00:ec2:0::254"), at: "hostAliases[0].ip" },
        { what: "one in another notation", pod: alias("::ffff:a9fe:a9fe"), at: "hostAliases[0].ip" },
    ],
    passes: [allowed("everywhere but there", "0.0.0.0/0", ...LINK_LOCAL)],
    nearMisses: [
        allowed("everywhere but there by IPv6", "::/0", "fc00::/7"),
        allowed("the exact addresses left out", "169.254.0.0/16", "169.254.169.254/32", "169.254.170.2/32"),
        allowed("the agent of EKS Pod Identity", "169.254.170.23/32"),
        allowed("NodeLocal DNSCache", "169.254.20.10/32"),
        allowed("a private network", "10.0.0.0/8"),
        allowed("private addresses by IPv6 that have no such service", "fd00:20::/64"),
        alone("DNS wherever it is", egress({ ports: DNS })),
        alone("DNS by UDP alone", egress({ ports: DNS.slice(0, 1) })),
        alone("DNS, where the same address answers it", egress({ to: [block("169.254.169.254/32")], ports: DNS })),
        alone("pods of any namespace", egress({ to: [{ namespaceSelector: {} }], ports: HTTPS })),
        alone("pods of its own namespace", egress({ to: [{ podSelector: KATO.podSelector }], ports: HTTPS })),
        alone("pods without ports", egress({ to: [KATO] })),
        alone("nothing", networkPolicy({ podSelector: {}, policyTypes: ["Egress"] })),
        alone(
            "rules that have no effect",
            networkPolicy({ podSelector: {}, policyTypes: ["Ingress"], egress: [{}], ingress: [] }),
        ),
        alone("who may connect", networkPolicy({ podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] })),
        alone("a Service of another name", service("metadata.example.com")),
        { what: "another name for something else", pod: alias("10.1.2.3") },
        { what: "a name for this pod", pod: alias("127.0.0.1") },
    ],
};
