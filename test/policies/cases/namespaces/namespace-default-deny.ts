import type { PolicyResource } from "../../../../kubernetes/resource";
import type { RuleCases } from "../case";
import { NAMESPACE } from "./objects";

function networkPolicy(spec: Record<string, unknown>, of = "kato", patch = ""): PolicyResource {
    return {
        type: `kubernetes:networking.k8s.io/v1:NetworkPolicy${patch}`,
        name: "default-deny-all",
        props: { metadata: { name: "default-deny-all", ...(of === "" ? {} : { namespace: of }) }, spec },
    };
}

const BOTH = ["Ingress", "Egress"];

export const namespaceDefaultDeny: RuleCases = {
    rule: "namespace-default-deny",
    fails: [
        { what: "no policy", resources: [NAMESPACE], at: "metadata.name" },
        {
            what: "only ingress",
            resources: [NAMESPACE, networkPolicy({ podSelector: {}, policyTypes: ["Ingress"] })],
            at: "metadata.name",
        },
        {
            what: "only egress",
            resources: [NAMESPACE, networkPolicy({ podSelector: {}, policyTypes: ["Egress"] })],
            at: "metadata.name",
        },
        {
            what: "only some pods",
            resources: [NAMESPACE, networkPolicy({ podSelector: { matchLabels: { app: "a" } }, policyTypes: BOTH })],
            at: "metadata.name",
        },
        {
            what: "only pods of an expression",
            resources: [
                NAMESPACE,
                networkPolicy({
                    podSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] },
                    policyTypes: BOTH,
                }),
            ],
            at: "metadata.name",
        },
        {
            what: "another namespace's",
            resources: [NAMESPACE, networkPolicy({ podSelector: {}, policyTypes: BOTH }, "kratos")],
            at: "metadata.name",
        },
        {
            what: "a rule that lets all out",
            resources: [NAMESPACE, networkPolicy({ podSelector: {}, policyTypes: BOTH, egress: [{}] })],
            at: "metadata.name",
        },
        {
            what: "a rule that lets all in",
            resources: [NAMESPACE, networkPolicy({ podSelector: {}, policyTypes: BOTH, ingress: [{}] })],
            at: "metadata.name",
        },
        {
            what: "no types, which is ingress alone",
            resources: [NAMESPACE, networkPolicy({ podSelector: {} })],
            at: "metadata.name",
        },
        {
            what: "a patch of a policy, which may select others",
            resources: [NAMESPACE, networkPolicy({ policyTypes: BOTH }, "kato", "Patch")],
            at: "metadata.name",
        },
        {
            what: "a namespace to be named, and a policy in none",
            resources: [
                { ...NAMESPACE, props: { metadata: { generateName: "kato-" } } },
                networkPolicy({ podSelector: {}, policyTypes: BOTH }, ""),
            ],
            at: "metadata.name",
        },
        {
            what: "another kind of policy",
            resources: [
                NAMESPACE,
                {
                    ...networkPolicy({ podSelector: {}, policyTypes: BOTH }),
                    type: "kubernetes:crd.projectcalico.org/v1:NetworkPolicy",
                },
            ],
            at: "metadata.name",
        },
    ],
    passes: [
        {
            what: "one policy for both",
            resources: [NAMESPACE, networkPolicy({ podSelector: {}, policyTypes: BOTH })],
        },
    ],
    nearMisses: [
        {
            what: "one policy for each",
            resources: [
                NAMESPACE,
                networkPolicy({ podSelector: {}, policyTypes: ["Ingress"], ingress: [] }),
                networkPolicy({ podSelector: { matchLabels: {} }, policyTypes: ["Egress"] }),
            ],
        },
        {
            what: "ingress for want of types",
            resources: [
                NAMESPACE,
                networkPolicy({ podSelector: {} }),
                networkPolicy({ podSelector: {}, policyTypes: ["Egress"] }),
            ],
        },
        {
            what: "no namespace of its own",
            resources: [networkPolicy({ podSelector: {}, policyTypes: ["Ingress"] })],
        },
        {
            what: "a patch of a namespace that something else makes",
            resources: [{ ...NAMESPACE, type: "kubernetes:core/v1:NamespacePatch" }],
        },
    ],
};
