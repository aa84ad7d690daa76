import type { RuleCases } from "../case";
import { alone, clusterRole, grant, role } from "./objects";

const VERBS = "rules[0].verbs";

export const rbacWorkloads: RuleCases = {
    rule: "rbac-workloads",
    fails: [
        alone("to make pods", role(grant("", "pods", "create")), VERBS),
        ...["deployments", "statefulsets", "daemonsets", "replicasets"].map((kind) =>
            alone(`to make ${kind}`, clusterRole(grant("apps", kind, "create")), VERBS),
        ),
        ...["jobs", "cronjobs"].map((kind) => alone(`to make ${kind}`, role(grant("batch", kind, "create")), VERBS)),
        alone("to make replication controllers", role(grant("", "replicationcontrollers", "create")), VERBS),
        alone("to change what any of them runs", role(grant("apps", "deployments", "patch")), VERBS),
        alone("to change the image of any pod", role(grant("", "pods", "update")), VERBS),
        alone("to make volumes", clusterRole(grant("", "persistentvolumes", "create")), VERBS),
        alone("by every verb", role(grant("batch", "jobs", "*")), VERBS),
        alone("among all resources", role(grant("apps", "*", "create")), VERBS),
        alone("among all API groups", role(grant("*", "jobs", "create")), VERBS),
        alone("one verb among those that read", role({ ...grant("", "pods", "get"), verbs: ["get", "create"] }), VERBS),
        alone("a name, which does not bind what is made", role(grant("", "pods", "create", "a")), VERBS),
    ],
    passes: [alone("to read them", clusterRole(grant("", "pods", "list")))],
    nearMisses: [
        alone("to restart one by its name", role(grant("apps", "deployments", "patch", "kato"))),
        alone("to remove them", role(grant("", "pods", "delete"))),
        alone("to scale them", role(grant("apps", "deployments/scale", "update"))),
        alone("to say how they are", role(grant("", "pods/status", "patch"))),
        alone("what is called so elsewhere", role(grant("example.com", "jobs", "create"))),
        alone("claims, which get what a class gives them", role(grant("", "persistentvolumeclaims", "create"))),
        alone("to change volumes that are there", clusterRole(grant("", "persistentvolumes", "update"))),
        alone("other objects", role(grant("", "configmaps", "create"))),
    ],
};
