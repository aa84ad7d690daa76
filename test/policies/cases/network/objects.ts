import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case } from "../case";

type Spec = Record<string, unknown>;

export function networkPolicy(spec: Spec, patch = ""): PolicyResource {
    return {
        type: `kubernetes:networking.k8s.io/v1:NetworkPolicy${patch}`,
        name: "policy",
        props: { metadata: { name: "policy", namespace: "kato" }, spec },
    };
}

export const MONGO = { matchLabels: { app: "mongo-kb" } };
export const KATO = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kato" } },
    podSelector: { matchLabels: { app: "kato" } },
};

/** A policy with one rule that lets something in to MongoDB, or to other pods. */
export function ingress(rule: Spec, podSelector: unknown = MONGO): PolicyResource {
    return networkPolicy({ podSelector, policyTypes: ["Ingress"], ingress: [rule] });
}

/** A policy with one rule that lets KATO out. */
export function egress(rule: Spec): PolicyResource {
    return networkPolicy({ podSelector: { matchLabels: { app: "kato" } }, policyTypes: ["Egress"], egress: [rule] });
}

export function block(cidr: string, ...except: readonly string[]): Spec {
    return { ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } };
}

export function port(number: number | string, more: Spec = {}): Spec {
    return { protocol: "TCP", port: number, ...more };
}

export function alone(what: string, resource: PolicyResource, at?: string): Case {
    return { what, resources: [resource], at };
}
