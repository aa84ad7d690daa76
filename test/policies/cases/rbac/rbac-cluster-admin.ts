import type { RuleCases } from "../case";
import { aggregated, alone, bound, boundEverywhere, clusterRole, grant, KATO } from "./objects";

const NAME = "roleRef.name";
const SELECTOR = "aggregationRule.clusterRoleSelectors[0]";

function aggregate(to: string): Record<string, unknown> {
    return { matchLabels: { [`rbac.authorization.k8s.io/aggregate-to-${to}`]: "true" } };
}

export const rbacClusterAdmin: RuleCases = {
    rule: "rbac-cluster-admin",
    fails: [
        alone("cluster-admin", boundEverywhere("ClusterRole/cluster-admin"), NAME),
        alone("cluster-admin, in one namespace", bound("ClusterRole/cluster-admin"), NAME),
        alone("a patch that binds it", boundEverywhere("ClusterRole/cluster-admin", KATO, "Patch"), NAME),
        alone("admin of all namespaces", boundEverywhere("ClusterRole/admin"), NAME),
        alone("edit in all namespaces", boundEverywhere("ClusterRole/edit"), NAME),
        alone("edit, with the Secrets of one namespace", bound("ClusterRole/edit"), NAME),
        alone(
            "what a controller of Kubernetes has",
            boundEverywhere("ClusterRole/system:controller:job-controller"),
            NAME,
        ),
        alone("what edit is made of", boundEverywhere("ClusterRole/system:aggregate-to-edit"), NAME),
        alone(
            "the group that no role limits",
            boundEverywhere("ClusterRole/view", { kind: "Group", name: "system:masters" }),
            "subjects[0].name",
        ),
        alone("a role made of all others", aggregated({}), SELECTOR),
        alone(
            "a role made of those of Kubernetes",
            aggregated({ matchLabels: { "kubernetes.io/bootstrapping": "rbac-defaults" } }),
            SELECTOR,
        ),
        alone("a role made like admin", aggregated(aggregate("admin")), SELECTOR),
        alone("a role made like edit", aggregated(aggregate("edit")), SELECTOR),
        alone(
            "a role made of nearly all others",
            aggregated({ matchExpressions: [{ key: "team", operator: "DoesNotExist" }] }),
            SELECTOR,
        ),
    ],
    passes: [alone("a role of one's own", bound("Role/kato"))],
    nearMisses: [
        alone("view", boundEverywhere("ClusterRole/view")),
        alone("a Role of one's own that is called like it", bound("Role/admin")),
        alone("a ClusterRole that begins like it", boundEverywhere("ClusterRole/admin-panel")),
        alone("what an extension API server asks", boundEverywhere("ClusterRole/system:auth-delegator")),
        alone("a user of that name", boundEverywhere("ClusterRole/view", { kind: "User", name: "system:masters" })),
        alone(
            "a role made of one's own",
            aggregated({ matchLabels: { "example.com/aggregate-to-monitoring": "true" } }),
        ),
        alone("what is added to edit", {
            ...clusterRole(grant("cert-manager.io", "certificates", "create")),
            props: {
                metadata: { name: "app", labels: { "rbac.authorization.k8s.io/aggregate-to-edit": "true" } },
                rules: [grant("cert-manager.io", "certificates", "create")],
            },
        }),
    ],
};
