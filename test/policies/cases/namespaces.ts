import type { PolicyResource } from "../../../policies/resource";
import type { RuleCases } from "./case";

const ENFORCE = "pod-security.kubernetes.io/enforce";

function namespace(labels: Record<string, string>, type = "Namespace"): PolicyResource {
    return { type: `kubernetes:core/v1:${type}`, name: "kato", props: { metadata: { name: "kato", labels } } };
}

const NAMESPACE = namespace({ [ENFORCE]: "restricted" });

function networkPolicy(spec: Record<string, unknown>, of = "kato"): PolicyResource {
    const metadata = { name: "default-deny-all", namespace: of };
    return {
        type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        name: "default-deny-all",
        props: { metadata, spec },
    };
}

const BOTH = ["Ingress", "Egress"];

export const namespaceCases: readonly RuleCases[] = [
    {
        rule: "namespace-restricted-label",
        fails: [
            {
                what: "no label",
                resources: [namespace({})],
                at: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
            },
            {
                what: "a weaker profile",
                resources: [namespace({ [ENFORCE]: "baseline" })],
                at: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
            },
            {
                what: "only a warning",
                resources: [namespace({ "pod-security.kubernetes.io/warn": "restricted" })],
                at: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
            },
            {
                what: "an old version of the profile",
                resources: [namespace({ [ENFORCE]: "restricted", [`${ENFORCE}-version`]: "v1.18" })],
                at: 'metadata.labels["pod-security.kubernetes.io/enforce-version"]',
            },
            {
                what: "a patch that weakens it",
                resources: [namespace({ [ENFORCE]: "privileged" }, "NamespacePatch")],
                at: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
            },
        ],
        passes: [{ what: "enforced", resources: [NAMESPACE] }],
        nearMisses: [
            {
                what: "the latest version",
                resources: [namespace({ [ENFORCE]: "restricted", [`${ENFORCE}-version`]: "latest" })],
            },
            {
                what: "a current version",
                resources: [namespace({ [ENFORCE]: "restricted", [`${ENFORCE}-version`]: "v1.29" })],
            },
            { what: "a patch of something else", resources: [namespace({ team: "a" }, "NamespacePatch")] },
            {
                what: "a custom resource of that name",
                resources: [{ type: "kubernetes:example.com/v1:Namespace", name: "a", props: {} }],
            },
        ],
    },
    {
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
                resources: [
                    NAMESPACE,
                    networkPolicy({ podSelector: { matchLabels: { app: "a" } }, policyTypes: BOTH }),
                ],
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
                what: "no types, which is ingress alone",
                resources: [NAMESPACE, networkPolicy({ podSelector: {} })],
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
                what: "no namespace of its own",
                resources: [networkPolicy({ podSelector: {}, policyTypes: ["Ingress"] })],
            },
        ],
    },
];
