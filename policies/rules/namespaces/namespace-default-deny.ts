import { cis, nsa, seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { judged, type Rule } from "../../engine/rule";
import { inNamespace } from "./in-namespace";

const DIRECTIONS = ["Ingress", "Egress"] as const;

export const namespaceDefaultDeny: Rule = {
    id: "namespace-default-deny",
    title: "Namespaces deny all traffic by default, in both directions",
    description:
        "Without a policy that selects all pods, a pod that no other policy mentions may talk to everything, and everything to it.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Kubernetes Network Policies, Deny All Traffic by Default"),
        cis("5.3.2", "Ensure that all Namespaces have Network Policies defined"),
        nsa("Network policies"),
    ],
    remediation:
        "Add a NetworkPolicy `default-deny-all` with `podSelector: {}`, `policyTypes: [Ingress, Egress]` and no rules.",
    scope: "stack",
    kinds: ["Namespace"],
    check(object, context) {
        if (object.isPatch) {
            return [];
        }
        return judged(() => {
            const at = object.props.at("metadata", "name");
            const denied = inNamespace(at, "NetworkPolicy.networking.k8s.io", context).flatMap(deniedDirections);
            const open = DIRECTIONS.filter((direction) => !denied.includes(direction));
            if (open.length === 0) {
                return undefined;
            }
            return {
                at,
                found: `no policy that denies ${open.join(" and ").toLowerCase()} for all pods of ${String(at.value)}`,
                expected: "a NetworkPolicy that selects all pods, for both directions, without rules",
                write: "spec: { podSelector: {}, policyTypes: [Ingress, Egress] }",
            };
        });
    },
};

/**
 * The directions that a NetworkPolicy closes for every pod of its namespace. Whether another one opens them again for all
 * is for the rules about what NetworkPolicies allow.
 */
function deniedDirections({ props }: PolicyObject): string[] {
    const spec = props.at("spec");
    const selector = spec.at("podSelector");
    const all = selector.at("matchLabels").entries().length + selector.at("matchExpressions").items().length === 0;
    if (!all) {
        return [];
    }
    const given = spec
        .at("policyTypes")
        .items()
        .map(({ value }) => value);
    // Without types it is for ingress, and for egress only where it has rules for it.
    const types = given.length === 0 ? ["Ingress"] : given;
    return DIRECTIONS.filter((direction) => types.includes(direction)).filter(
        (direction) => spec.at(direction.toLowerCase()).items().length === 0,
    );
}
