import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { egress, ingress } from "./evaluator";
import type { Labels, LabelSelector, Machine, NetworkPolicy, Pod } from "./policy";
import { selects } from "./policy";
import { formatPorts } from "./ports";

/**
 * Cases from the definition, quoted from the API reference ("Reference", NetworkPolicy v1) and the concept page ("Concept").
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
describe("the evaluator of NetworkPolicies", () => {
    const web = pod("shop", { app: "web" });
    const database = pod("shop", { app: "database" });
    const stranger = pod("other", { app: "web" });

    describe("isolation", () => {
        it("lets everything through where no policy selects the pod (Concept: 'By default, a pod is non-isolated')", () => {
            assert.equal(show(ingress([], web, database)), "all");
            assert.equal(show(egress([], web, database)), "all");
            const other = policy({ podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Ingress"] });
            assert.equal(show(ingress([other], web, database)), "all");
        });

        it("does not reach into other namespaces", () => {
            const elsewhere = policy({ podSelector: {}, policyTypes: ["Ingress"] }, "other");
            assert.equal(show(ingress([elsewhere], web, database)), "all");
            assert.equal(show(ingress([elsewhere], web, stranger)), "-");
        });

        it("selects every pod of the namespace with an empty podSelector", () => {
            const deny = policy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
            assert.equal(show(ingress([deny], stranger, web)), "-");
            assert.equal(show(egress([deny], database, stranger)), "-");
        });

        it("isolates each direction by itself", () => {
            const deny = policy({ podSelector: {}, policyTypes: ["Egress"] });
            assert.equal(show(ingress([deny], web, database)), "all");
            assert.equal(show(egress([deny], web, database)), "-");
        });

        it("does not govern machines", () => {
            const deny = policy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
            assert.equal(show(egress([deny], machine("10.0.0.1"), web)), "all");
            assert.equal(show(ingress([deny], web, machine("10.0.0.1"))), "all");
        });

        it("adds up what several policies permit (Concept: 'Network policies do not conflict; they are additive')", () => {
            const policies = [
                policy({ podSelector: {}, policyTypes: ["Ingress"] }),
                policy({ podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] }),
                policy({ podSelector: {}, ingress: [{ ports: [{ port: 443 }] }] }),
            ];
            assert.equal(show(ingress(policies, stranger, web)), "TCP 80, TCP 443");
        });
    });

    describe("policyTypes", () => {
        it("are Ingress alone when missing and there is no egress rule (Reference: 'default based on the existence of ingress or egress rules')", () => {
            const deny = policy({ podSelector: {} });
            assert.equal(show(ingress([deny], web, database)), "-");
            assert.equal(show(egress([deny], web, database)), "all");
        });

        it("are both when missing and there are egress rules", () => {
            const both = policy({ podSelector: {}, egress: [{ ports: [{ port: 53 }] }] });
            assert.equal(show(egress([both], web, database)), "TCP 53");
            assert.equal(show(ingress([both], web, database)), "-");
        });

        it("are just what they say when given: Egress without a rule denies it", () => {
            const out = policy({ podSelector: {}, policyTypes: ["Egress"], ingress: [{}] });
            assert.equal(show(egress([out], web, database)), "-");
            assert.equal(show(ingress([out], web, database)), "all");
        });
    });

    describe("peers", () => {
        const from = (...peers: object[]): NetworkPolicy[] => [policy({ podSelector: {}, ingress: [{ from: peers }] })];

        it("are everybody where from or to is missing or empty (Reference: 'matches all sources')", () => {
            for (const rule of [{}, { from: [] }]) {
                const open = [policy({ podSelector: {}, ingress: [rule] })];
                assert.equal(show(ingress(open, stranger, web)), "all");
                assert.equal(show(ingress(open, machine("1.2.3.4"), web)), "all");
            }
        });

        it("are nobody where there are no rules", () => {
            const closed = [policy({ podSelector: {}, policyTypes: ["Ingress"], ingress: [] })];
            assert.equal(show(ingress(closed, web, database)), "-");
        });

        it("with podSelector alone are pods of the policy's own namespace", () => {
            const policies = from({ podSelector: { matchLabels: { app: "web" } } });
            assert.equal(show(ingress(policies, web, database)), "all");
            assert.equal(show(ingress(policies, stranger, database)), "-");
            assert.equal(show(ingress(policies, database, web)), "-");
        });

        it("with namespaceSelector alone are all pods there", () => {
            const policies = from({ namespaceSelector: { matchLabels: { name: "other" } } });
            assert.equal(show(ingress(policies, stranger, web)), "all");
            assert.equal(show(ingress(policies, web, database)), "-");
        });

        it("with both in one entry must satisfy both", () => {
            const policies = from({
                namespaceSelector: { matchLabels: { name: "other" } },
                podSelector: { matchLabels: { app: "client" } },
            });
            assert.equal(show(ingress(policies, stranger, web)), "-");
            assert.equal(show(ingress(policies, pod("other", { app: "client" }), web)), "all");
            assert.equal(show(ingress(policies, pod("shop", { app: "client" }), web)), "-");
        });

        it("with both in two entries need to satisfy one (Concept: 'two elements in the from array')", () => {
            const policies = from(
                { namespaceSelector: { matchLabels: { name: "other" } } },
                { podSelector: { matchLabels: { app: "client" } } },
            );
            assert.equal(show(ingress(policies, stranger, web)), "all");
            assert.equal(show(ingress(policies, pod("shop", { app: "client" }), web)), "all");
        });

        it("with empty selectors are all pods, and no machine", () => {
            const everywhere = from({ namespaceSelector: {} });
            const here = from({ podSelector: {} });
            assert.equal(show(ingress(everywhere, stranger, web)), "all");
            assert.equal(show(ingress(here, stranger, web)), "-");
            assert.equal(show(ingress(here, database, web)), "all");
            assert.equal(show(ingress(everywhere, machine("10.0.0.1"), web)), "-");
        });

        it("with ipBlock are addresses in the range but not in its exceptions", () => {
            const policies = from({ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } });
            assert.equal(show(ingress(policies, machine("10.0.0.0"), web)), "all");
            assert.equal(show(ingress(policies, machine("10.255.255.255"), web)), "all");
            assert.equal(show(ingress(policies, machine("11.0.0.0"), web)), "-");
            assert.equal(show(ingress(policies, machine("10.1.255.255"), web)), "-");
            assert.equal(show(ingress(policies, machine("10.2.0.0"), web)), "all");
        });

        it("with ipBlock keep the two families apart", () => {
            const all4 = from({ ipBlock: { cidr: "0.0.0.0/0" } });
            const all6 = from({ ipBlock: { cidr: "::/0", except: ["fc00::/7"] } });
            assert.equal(show(ingress(all4, machine("2606::1"), web)), "-");
            assert.equal(show(ingress(all6, machine("2606::1"), web)), "all");
            assert.equal(show(ingress(all6, machine("fd00:ec2::254"), web)), "-");
            assert.equal(show(ingress(all6, machine("1.2.3.4"), web)), "-");
        });

        it("with ipBlock are pods, too, that have such an address: some networks treat them so", () => {
            const policies = from({ ipBlock: { cidr: "10.244.0.0/16" } });
            const inside: Pod = { ...stranger, addresses: ["10.244.1.7"] };
            assert.equal(show(ingress(policies, inside, web)), "all");
            assert.equal(show(ingress(policies, stranger, web)), "-");
        });

        it("in egress rules are the destination", () => {
            const policies = [
                policy({ podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [{ podSelector: {} }] }] }),
            ];
            assert.equal(show(egress(policies, web, database)), "all");
            assert.equal(show(egress(policies, web, stranger)), "-");
        });
    });

    describe("ports", () => {
        const on = (...ports: object[]): NetworkPolicy[] => [policy({ podSelector: {}, ingress: [{ ports }] })];
        const server: Pod = {
            ...web,
            namedPorts: [
                { name: "https", port: 8443, protocol: "TCP" },
                { name: "dns", port: 5353, protocol: "UDP" },
            ],
        };

        it("are all where ports is missing or empty (Reference: 'matches all ports')", () => {
            assert.equal(show(ingress(on(), stranger, web)), "all");
        });

        it("are TCP where no protocol is given", () => {
            assert.equal(show(ingress(on({ port: 80 }), stranger, web)), "TCP 80");
            assert.equal(show(ingress(on({ port: 53, protocol: "UDP" }), stranger, web)), "UDP 53");
        });

        it("are all of the protocol where no port is given", () => {
            assert.equal(show(ingress(on({ protocol: "UDP" }), stranger, web)), "UDP 1-65535");
        });

        it("are a range with endPort, both ends included", () => {
            assert.equal(show(ingress(on({ port: 32000, endPort: 32768 }), stranger, web)), "TCP 32000-32768");
        });

        it("with a name are the server's container port of that name and protocol", () => {
            assert.equal(show(ingress(on({ port: "https" }), stranger, server)), "TCP 8443");
            assert.equal(show(ingress(on({ port: "dns" }), stranger, server)), "-");
            assert.equal(show(ingress(on({ port: "dns", protocol: "UDP" }), stranger, server)), "UDP 5353");
            assert.equal(show(ingress(on({ port: "missing" }), stranger, server)), "-");
            const out = [policy({ podSelector: {}, egress: [{ ports: [{ port: "https" }] }] })];
            assert.equal(show(egress(out, database, server)), "TCP 8443");
            assert.equal(show(egress(out, database, machine("1.2.3.4"))), "-");
        });

        it("belong to their rule's peers alone", () => {
            const policies = [
                policy({
                    podSelector: {},
                    ingress: [
                        { from: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [{ port: 1 }] },
                        { from: [{ podSelector: { matchLabels: { app: "database" } } }], ports: [{ port: 2 }] },
                    ],
                }),
            ];
            assert.equal(show(ingress(policies, web, database)), "TCP 1");
        });
    });

    describe("label selectors", () => {
        const cases: readonly (readonly [LabelSelector, boolean])[] = [
            [{}, true],
            [{ matchLabels: { app: "web" } }, true],
            [{ matchLabels: { app: "web", tier: "front" } }, false],
            [{ matchExpressions: [{ key: "app", operator: "In", values: ["api", "web"] }] }, true],
            [{ matchExpressions: [{ key: "tier", operator: "In", values: ["front"] }] }, false],
            [{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }, false],
            [{ matchExpressions: [{ key: "tier", operator: "NotIn", values: ["front"] }] }, true],
            [{ matchExpressions: [{ key: "app", operator: "Exists" }] }, true],
            [{ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, false],
            [
                {
                    matchLabels: { app: "web" },
                    matchExpressions: [{ key: "tier", operator: "Exists" }],
                },
                false,
            ],
        ];
        for (const [selector, expected] of cases) {
            it(`${JSON.stringify(selector)} ${expected ? "selects" : "does not select"} app=web`, () => {
                assert.equal(selects(selector, { app: "web" }), expected);
            });
        }
    });
});

function pod(namespace: string, labels: Labels): Pod {
    return { kind: "pod", namespace, namespaceLabels: { name: namespace }, labels, addresses: [], namedPorts: [] };
}

function machine(address: string): Machine {
    return { kind: "machine", address };
}

function policy(spec: NetworkPolicy["spec"], namespace = "shop"): NetworkPolicy {
    return { metadata: { name: "policy", namespace }, spec };
}

const show = formatPorts;
