import type { RuleCases } from "../case";
import { alone, clusterRole, grant, role } from "./objects";

const VERBS = "rules[0].verbs";
const GROUP = "admissionregistration.k8s.io";

export const rbacWebhooks: RuleCases = {
    rule: "rbac-webhooks",
    fails: [
        alone("to change them", clusterRole(grant(GROUP, "validatingwebhookconfigurations", "update")), VERBS),
        alone("to make them", clusterRole(grant(GROUP, "mutatingwebhookconfigurations", "create")), VERBS),
        alone("to patch them", clusterRole(grant(GROUP, "mutatingwebhookconfigurations", "patch")), VERBS),
        alone("to remove them", clusterRole(grant(GROUP, "validatingwebhookconfigurations", "delete")), VERBS),
        alone("to remove all", clusterRole(grant(GROUP, "validatingwebhookconfigurations", "deletecollection")), VERBS),
        alone(
            "one, which may be for everything",
            clusterRole(grant(GROUP, "mutatingwebhookconfigurations", "update", "a")),
            VERBS,
        ),
        alone("policies", clusterRole(grant(GROUP, "validatingadmissionpolicies", "update")), VERBS),
        alone("what a policy is for", clusterRole(grant(GROUP, "validatingadmissionpolicybindings", "delete")), VERBS),
        alone("policies that change objects", clusterRole(grant(GROUP, "mutatingadmissionpolicies", "create")), VERBS),
        alone("what those are for", clusterRole(grant(GROUP, "mutatingadmissionpolicybindings", "create")), VERBS),
        alone("every resource of the group", clusterRole(grant(GROUP, "*", "update")), VERBS),
        alone("every verb", clusterRole(grant(GROUP, "mutatingwebhookconfigurations", "*")), VERBS),
        alone("in a Role, where it has no effect yet", role(grant("*", "*", "update")), VERBS),
        alone(
            "one verb among those that read",
            clusterRole({ ...grant(GROUP, "mutatingwebhookconfigurations", "get"), verbs: ["get", "list", "patch"] }),
            VERBS,
        ),
    ],
    passes: [alone("to read them", clusterRole(grant(GROUP, "validatingwebhookconfigurations", "list")))],
    nearMisses: [
        alone(
            "what is called so elsewhere",
            clusterRole(grant("example.com", "mutatingwebhookconfigurations", "create")),
        ),
        alone("other objects", clusterRole(grant("apps", "deployments", "update"))),
    ],
};
