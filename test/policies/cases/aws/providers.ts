import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case, RuleCases } from "../case";

function provider(
    of: "aws" | "kubernetes",
    props: Record<string, unknown>,
    secretPaths: string[] = [],
): PolicyResource[] {
    return [{ type: `pulumi:providers:${of}`, name: of, props, secretPaths }];
}

const aws = (props: Record<string, unknown>): PolicyResource[] => provider("aws", { region: "eu-central-1", ...props });
const kubernetes = (props: Record<string, unknown>): PolicyResource[] =>
    provider("kubernetes", { context: "kato-production", ...props });

/** What a person would have written. */
const WRITTEN = ["not", "a", "real", "value"].join("-");
const KUBECONFIG = `users: [{ name: a, user: { token: ${WRITTEN} } }]`;

export const providerCases: readonly RuleCases[] = [
    {
        rule: "provider-settings",
        fails: [
            { what: "any certificate", resources: aws({ insecure: "true" }), at: "insecure" },
            {
                what: "credentials that nobody checks",
                resources: aws({ skipCredentialsValidation: true }),
                at: "skipCredentialsValidation",
            },
            ...["accessKey", "secretKey", "token"].map((name): Case => ({
                what: `a written ${name}`,
                resources: aws({ [name]: WRITTEN }),
                at: name,
            })),
            {
                what: "an endpoint without TLS",
                resources: aws({ endpoints: JSON.stringify([{ kms: "http://kms.example" }]) }),
                at: "endpoints",
            },
            {
                what: "the same as a list",
                resources: aws({ endpoints: [{ kms: "http://kms.example" }] }),
                at: "endpoints",
            },
            {
                what: "whatever context is current",
                resources: provider("kubernetes", { enableSecretMutable: "true" }),
                at: "context",
            },
            {
                what: "objects forgotten where the cluster does not answer",
                resources: kubernetes({ deleteUnreachable: "true" }),
                at: "deleteUnreachable",
            },
            {
                what: "Secrets in a folder",
                resources: kubernetes({ renderYamlToDirectory: "out" }),
                at: "renderYamlToDirectory",
            },
            {
                what: "any API server",
                resources: kubernetes({ kubeconfig: "clusters: [{ cluster: { insecure-skip-tls-verify: true } }]" }),
                at: "kubeconfig",
            },
            { what: "a written kubeconfig", resources: kubernetes({ kubeconfig: KUBECONFIG }), at: "kubeconfig" },
        ],
        passes: [{ what: "a named context", resources: kubernetes({}) }],
        nearMisses: [
            { what: "checks that are said to be on", resources: aws({ skipCredentialsValidation: "false" }) },
            { what: "a check of the region's name", resources: aws({ skipRegionValidation: "true" }) },
            { what: "a marked key", resources: provider("aws", { secretKey: WRITTEN }, ["secretKey"]) },
            { what: "an endpoint with TLS", resources: aws({ endpoints: '[{"kms":"https://kms.example"}]' }) },
            { what: "the current context of a laptop", resources: provider("kubernetes", {}), development: true },
            {
                what: "a marked kubeconfig",
                resources: provider("kubernetes", { kubeconfig: KUBECONFIG }, ["kubeconfig"]),
            },
            { what: "a kubeconfig's path", resources: kubernetes({ kubeconfig: "~/.kube/config" }) },
            {
                what: "the source cannot tell what is marked",
                resources: [{ type: "pulumi:providers:aws", name: "aws", props: { secretKey: WRITTEN } }],
            },
        ],
    },
];
