import type { PolicyResource } from "../../../../kubernetes/resource";

/** The label that makes the API server refuse pods. */
export const ENFORCE = "pod-security.kubernetes.io/enforce";

export function namespace(labels: Record<string, string>, type = "Namespace"): PolicyResource {
    return { type: `kubernetes:core/v1:${type}`, name: "kato", props: { metadata: { name: "kato", labels } } };
}

export const NAMESPACE = namespace({ [ENFORCE]: "restricted" });
