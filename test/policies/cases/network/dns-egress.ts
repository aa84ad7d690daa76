import type { RuleCases } from "../case";
import { alone, block, egress, networkPolicy, port } from "./objects";

const UDP = port(53, { protocol: "UDP" });
const RESOLVER = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
    podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};
const TO = "spec.egress[0].to";

export const dnsEgress: RuleCases = {
    rule: "dns-egress",
    fails: [
        alone("to anywhere", egress({ ports: [UDP] }), TO),
        alone("to anywhere over TCP", egress({ ports: [port(53)] }), TO),
        alone("to an empty list", egress({ to: [], ports: [UDP] }), TO),
        alone("to a peer that names nobody", egress({ to: [RESOLVER, {}], ports: [UDP] }), `${TO}[1]`),
        alone("to the world", egress({ to: [block("0.0.0.0/0")], ports: [UDP] }), `${TO}[0].ipBlock.cidr`),
        alone("to the world by IPv6", egress({ to: [block("::/0")], ports: [UDP] }), `${TO}[0].ipBlock.cidr`),
        alone(
            "to the world without private networks",
            egress({ to: [block("0.0.0.0/0", "10.0.0.0/8")], ports: [UDP] }),
            `${TO}[0].ipBlock.cidr`,
        ),
        alone("to a public resolver", egress({ to: [block("8.8.8.8/32")], ports: [UDP] }), `${TO}[0].ipBlock.cidr`),
        alone(
            "to more than a private network",
            egress({ to: [block("10.0.0.0/7")], ports: [UDP] }),
            `${TO}[0].ipBlock.cidr`,
        ),
        alone("in a range of ports", egress({ ports: [port(1, { endPort: 1024 })] }), TO),
        alone("among all ports of UDP", egress({ ports: [{ protocol: "UDP" }] }), TO),
        alone("among all ports", egress({ to: [block("0.0.0.0/0", "169.254.0.0/16")] }), `${TO}[0].ipBlock.cidr`),
        alone("a rule that allows all", networkPolicy({ podSelector: {}, egress: [{}] }), TO),
        alone("beside another port", egress({ ports: [port(443), UDP] }), TO),
    ],
    passes: [alone("to the resolver", egress({ to: [RESOLVER], ports: [UDP, port(53)] }))],
    nearMisses: [
        alone("to NodeLocal DNS", egress({ to: [block("169.254.20.10/32")], ports: [UDP] })),
        alone("to the resolver's Service", egress({ to: [block("172.20.0.10/32")], ports: [UDP] })),
        alone("to it by IPv6", egress({ to: [block("fd00:10:96::a/128")], ports: [UDP] })),
        alone("to resolvers in any namespace", egress({ to: [{ ...RESOLVER, namespaceSelector: {} }], ports: [UDP] })),
        alone("another port, to the world", egress({ to: [block("0.0.0.0/0")], ports: [port(443)] })),
        alone("a port by its name, which is a pod's", egress({ to: [RESOLVER], ports: [port("dns")] })),
        alone("a range beside it", egress({ to: [block("0.0.0.0/0")], ports: [port(54, { endPort: 1024 })] })),
        alone("who may ask", networkPolicy({ podSelector: {}, policyTypes: ["Ingress"], ingress: [{ ports: [UDP] }] })),
    ],
};
