import type { Field } from "../../../kubernetes/field";
import { HELM_RELEASE } from "../../../kubernetes/kinds";
import { cis, nsa } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { judged, type Rule } from "../../engine/rule";

/** Those that every cluster comes with. */
const RESERVED = ["default", "kube-system", "kube-public", "kube-node-lease"];
/** What stands for the objects of a chart, which are not seen before deployment. */
const CHARTS = [HELM_RELEASE, "kubernetes:helm.sh/v4:Chart"];

/**
 * Who names no namespace gets the caller's default, which is `default` unless a kubeconfig or a provider says otherwise;
 * under the engine the provider has written it into the object by then. Of a custom kind that is not known here, nobody
 * can tell whether it belongs to one.
 */
export const reservedNamespaces: Rule = {
    id: "reserved-namespaces",
    title: "Everything is in a namespace of its own, not in `default` or one of Kubernetes’ own",
    description:
        "Those namespaces have no quota, no default deny and no enforced standard, `default` takes whatever forgot to say where it belongs, and `kube-system` has accounts that may do anything.",
    level: "mandatory",
    severity: "high",
    references: [
        cis("5.7.4", "The default namespace should not be used"),
        cis("5.7.1", "Create administrative boundaries between resources using namespaces"),
        nsa("Namespaces"),
    ],
    remediation:
        "Name a namespace that the stack makes. What a cluster wants in `kube-system`, such as an extension API server's RoleBinding, needs an exception.",
    kinds: "any",
    check: (object) =>
        judged(() => {
            const at = placeOf(object);
            const isOutside = typeof at?.value === "string" && at.value !== "" && !RESERVED.includes(at.value);
            if (at === undefined || isOutside) {
                return undefined;
            }
            return { at, expected: "a namespace of its own", write: "namespace: the name of one that the stack makes" };
        }),
};

/** The field that says which namespace an object goes to, or is; `undefined` if there is none to judge. */
function placeOf(object: PolicyObject): Field | undefined {
    const { props, isPatch, scope, type, isKubernetes } = object;
    if (CHARTS.includes(type)) {
        return props.at("namespace");
    }
    if (object.is("", "Namespace")) {
        const at = props.at("metadata", "name");
        // A patch makes nothing, and a name that the API server will choose is none of these.
        return isPatch || !at.isSet ? undefined : at;
    }
    if (!isKubernetes || scope === "cluster") {
        return undefined;
    }
    const at = props.at("metadata", "namespace");
    return scope === "namespace" || at.isSet ? at : undefined;
}
