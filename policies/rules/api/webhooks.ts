import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Reference } from "../../engine/rule";

const DEFINITION = "CustomResourceDefinition.apiextensions.k8s.io";

/** Kinds that name webhooks which admit objects. */
export const ADMISSION: readonly string[] = [
    "MutatingWebhookConfiguration.admissionregistration.k8s.io",
    "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
];
/** Kinds that name a webhook of any kind. */
export const CALLERS: readonly string[] = [...ADMISSION, DEFINITION];

/** The items of a configuration for admission. */
export function webhooksOf({ props }: PolicyObject): Field[] {
    return props.at("webhooks").items();
}

/** Whom the API server asks, and by which authority it knows them. */
export function clientConfigsOf(object: PolicyObject): Field[] {
    return object.qualifiedKind === DEFINITION
        ? [object.props.at("spec", "conversion", "webhook", "clientConfig")].filter(({ isGiven }) => isGiven)
        : webhooksOf(object).map((webhook) => webhook.at("clientConfig"));
}

export const CONTACT: Reference = {
    title: "Kubernetes documentation, Dynamic Admission Control: Contacting the webhook",
    url: "https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#contacting-the-webhook",
};
