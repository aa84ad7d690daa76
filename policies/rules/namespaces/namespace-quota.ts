import { nsa } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { judged, type Rule } from "../../engine/rule";
import { inNamespace } from "./in-namespace";

const BOUNDED = ["cpu", "memory"] as const;

export const namespaceQuota: Rule = {
    id: "namespace-quota",
    title: "Namespaces bound what their pods may use together",
    description:
        "Limits bound each pod, not how many there are: without a quota a loop, or an intruder, takes the nodes from everybody else.",
    level: "advisory",
    severity: "medium",
    references: [
        nsa("Resource policies"),
        {
            title: "Kubernetes documentation, Resource Quotas",
            url: "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
        },
    ],
    remediation: "Add a ResourceQuota with `spec.hard` for `requests.cpu` and `requests.memory`.",
    scope: "stack",
    kinds: ["Namespace"],
    check(object, context) {
        if (object.isPatch) {
            return [];
        }
        return judged(() => {
            const at = object.props.at("metadata", "name");
            const bounds = inNamespace(at, "ResourceQuota", context).flatMap(boundsOf);
            const open = BOUNDED.filter((resource) => !bounds.includes(resource));
            if (open.length === 0) {
                return undefined;
            }
            return {
                at,
                found: `no ResourceQuota that bounds ${open.join(" and ")} for all pods of ${String(at.value)}`,
                expected: "a ResourceQuota for cpu and memory",
                write: 'spec: { hard: { requests.cpu: "4", requests.memory: 8Gi } }',
            };
        });
    },
};

/** What a quota bounds for every pod of its namespace: one with scopes counts only some. */
function boundsOf({ props }: PolicyObject): string[] {
    const spec = props.at("spec");
    const isForAll = spec.at("scopes").items().length === 0 && !spec.at("scopeSelector").isSet;
    return isForAll
        ? spec
              .at("hard")
              .entries()
              .map(([name]) => name.replace(/^(requests|limits)\./, ""))
        : [];
}
