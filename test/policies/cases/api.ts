import type { PolicyResource } from "../../../kubernetes/resource";
import type { Case, RuleCases } from "./case";

type Props = Record<string, unknown>;

function object(kind: string, props: Props): PolicyResource {
    return { type: `kubernetes:${kind}`, name: "hook", props: { metadata: { name: "hook" }, ...props } };
}

function alone(what: string, resource: PolicyResource, at?: string): Case {
    return { what, resources: [resource], at };
}

const VALIDATING = "admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration";
const MUTATING = "admissionregistration.k8s.io/v1:MutatingWebhookConfiguration";
const service = { namespace: "kato", name: "hook", path: "/validate" };
const GOOD = { name: "a.example.com", clientConfig: { service, caBundle: "LS0tLS1C" } };

function hooks(...webhooks: readonly Props[]): PolicyResource {
    return object(VALIDATING, { webhooks });
}

function annotated(annotation: string): PolicyResource {
    const metadata = { name: "hook", annotations: { [annotation]: "kato/hook" } };
    return object(MUTATING, { metadata, webhooks: [{ name: "a.example.com", clientConfig: { service } }] });
}

function definition(clientConfig: Props): PolicyResource {
    return object("apiextensions.k8s.io/v1:CustomResourceDefinition", {
        spec: { conversion: { strategy: "Webhook", webhook: { clientConfig } } },
    });
}

function apiService(spec: Props): PolicyResource {
    return object("apiregistration.k8s.io/v1:APIService", { spec });
}

const CONFIG = "webhooks[0].clientConfig";
const CONVERSION = "spec.conversion.webhook.clientConfig";

/** Rules about what the API server asks and passes on to. */
export const apiCases: readonly RuleCases[] = [
    {
        rule: "api-service-tls",
        fails: [
            alone("not verified", apiService({ service, insecureSkipTLSVerify: true }), "spec.insecureSkipTLSVerify"),
        ],
        passes: [alone("verified", apiService({ service, caBundle: "LS0tLS1C" }))],
        nearMisses: [
            alone("said to be verified", apiService({ service, insecureSkipTLSVerify: false })),
            alone("of the API server itself", apiService({ group: "apps", version: "v1" })),
        ],
    },
    {
        rule: "webhook-target",
        fails: [
            alone("an address", hooks({ ...GOOD, clientConfig: { url: "https://hook.example/" } }), `${CONFIG}.url`),
            alone(
                "an address with an authority",
                hooks({ ...GOOD, clientConfig: { url: "https://10.0.0.7/", caBundle: "LS0tLS1C" } }),
                `${CONFIG}.url`,
            ),
            alone(
                "the second of two",
                hooks(GOOD, { ...GOOD, clientConfig: { url: "https://hook.example/" } }),
                "webhooks[1].clientConfig.url",
            ),
            alone("a conversion by an address", definition({ url: "https://hook.example/" }), `${CONVERSION}.url`),
        ],
        passes: [alone("a Service", hooks(GOOD))],
        nearMisses: [
            alone("a Service for conversions", definition({ service })),
            alone("a configuration without webhooks", hooks()),
            alone(
                "a definition without a conversion",
                object("apiextensions.k8s.io/v1:CustomResourceDefinition", { spec: {} }),
            ),
        ],
    },
    {
        rule: "webhook-authority",
        fails: [
            alone("none", hooks({ ...GOOD, clientConfig: { service } }), `${CONFIG}.caBundle`),
            alone("an empty one", hooks({ ...GOOD, clientConfig: { service, caBundle: "" } }), `${CONFIG}.caBundle`),
            alone("a conversion without", definition({ service }), `${CONVERSION}.caBundle`),
            alone("another annotation", annotated("cert-manager.io/allow-direct-injection"), `${CONFIG}.caBundle`),
        ],
        passes: [alone("one that is given", hooks(GOOD))],
        nearMisses: [
            ...["inject-ca-from", "inject-ca-from-secret", "inject-apiserver-ca"].map((name) =>
                alone(`one that cert-manager writes, ${name}`, annotated(`cert-manager.io/${name}`)),
            ),
            alone("one that OpenShift writes", annotated("service.beta.openshift.io/inject-cabundle")),
            alone("a configuration without webhooks", hooks()),
        ],
    },
    {
        rule: "webhook-failure",
        fails: [
            alone("ignored", hooks({ ...GOOD, failurePolicy: "Ignore" }), "webhooks[0].failurePolicy"),
            alone(
                "ignored where objects are changed",
                object(MUTATING, { webhooks: [GOOD, { ...GOOD, failurePolicy: "Ignore" }] }),
                "webhooks[1].failurePolicy",
            ),
        ],
        passes: [alone("refused", hooks({ ...GOOD, failurePolicy: "Fail" }))],
        nearMisses: [alone("the default", hooks(GOOD))],
    },
];
