import type { RuleCases } from "../case";
import { alone, clusterRole, grant, role } from "./objects";

const RBAC = "rbac.authorization.k8s.io";
const VERBS = "rules[0].verbs";

export const rbacEscalation: RuleCases = {
    rule: "rbac-escalation",
    fails: [
        alone("escalate", clusterRole(grant(RBAC, "clusterroles", "escalate")), VERBS),
        alone("bind", clusterRole(grant(RBAC, "clusterroles", "bind")), VERBS),
        alone("bind, in one namespace", role(grant(RBAC, "roles", "bind")), VERBS),
        alone("bind one role", role(grant(RBAC, "roles", "bind", "view")), VERBS),
        alone("impersonate users", clusterRole(grant("", "users", "impersonate")), VERBS),
        alone("impersonate an account", role(grant("", "serviceaccounts", "impersonate")), VERBS),
        alone(
            "impersonate, as of Kubernetes 1.35",
            clusterRole(grant("authentication.k8s.io", "users", "impersonate:user-info")),
            VERBS,
        ),
        alone("one among others", role({ ...grant(RBAC, "roles", "get"), verbs: ["get", "bind"] }), VERBS),
        alone("every verb on users", clusterRole(grant("", "users", "*")), VERBS),
        alone("every verb on groups", clusterRole(grant("", "groups", "*")), VERBS),
        alone("every verb on ClusterRoles", clusterRole(grant(RBAC, "clusterroles", "*")), VERBS),
        alone("every verb on roles", role(grant(RBAC, "roles", "*")), VERBS),
        alone("every verb on accounts", role(grant("", "serviceaccounts", "*")), VERBS),
        alone("every verb on everything", clusterRole(grant("*", "*", "*")), VERBS),
    ],
    passes: [alone("to read roles", clusterRole(grant(RBAC, "clusterroles", "list")))],
    nearMisses: [
        alone("to make bindings of what one has", role(grant(RBAC, "rolebindings", "create"))),
        alone("every verb on something else", role(grant("apps", "deployments", "*"))),
        alone("a verb that begins alike", role(grant("example.com", "ports", "binding"))),
        alone("a resource of that name", role(grant("example.com", "bind", "get"))),
    ],
};
