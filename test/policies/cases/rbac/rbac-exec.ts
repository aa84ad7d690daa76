import type { RuleCases } from "../case";
import { alone, clusterRole, grant, role } from "./objects";

const RESOURCES = "rules[0].resources";

export const rbacExec: RuleCases = {
    rule: "rbac-exec",
    fails: [
        alone("a shell", role(grant("", "pods/exec", "create")), RESOURCES),
        alone("a shell, by the other way to ask for one", role(grant("", "pods/exec", "get")), RESOURCES),
        alone("a shell in one pod", role(grant("", "pods/exec", "create", "mongo-kb-0")), RESOURCES),
        alone("what its process reads and writes", role(grant("", "pods/attach", "create")), RESOURCES),
        alone("its ports", role(grant("", "pods/portforward", "create")), RESOURCES),
        alone("a container in it", clusterRole(grant("", "pods/ephemeralcontainers", "patch")), RESOURCES),
        alone("the kubelet", clusterRole(grant("", "nodes/proxy", "get")), RESOURCES),
        alone("pods past NetworkPolicies", role(grant("", "pods/proxy", "get")), RESOURCES),
        alone("Services past NetworkPolicies", role(grant("", "services/proxy", "get")), RESOURCES),
        alone("a shell in whatever has one", clusterRole(grant("", "*/exec", "create")), RESOURCES),
        alone("among all resources", clusterRole(grant("", "*", "get")), RESOURCES),
        alone("among all API groups", clusterRole(grant("*", "pods/exec", "create")), RESOURCES),
        alone("among others", role({ ...grant("", "pods", "get"), resources: ["pods", "pods/exec"] }), RESOURCES),
    ],
    passes: [alone("what it logs", role({ ...grant("", "pods", "get"), resources: ["pods", "pods/log"] }))],
    nearMisses: [
        alone("a node’s metrics", clusterRole(grant("", "nodes/metrics", "get"))),
        alone("one Service, as the dashboard asks its metrics", role(grant("", "services/proxy", "get", "metrics"))),
        alone("what is called so elsewhere", role(grant("example.com", "pods/exec", "create"))),
        alone("to stop pods", role(grant("", "pods/eviction", "create"))),
    ],
};
