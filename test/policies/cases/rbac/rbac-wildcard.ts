import type { RuleCases } from "../case";
import { alone, clusterRole, grant, role } from "./objects";

const URLS = { nonResourceURLs: ["/metrics"], verbs: ["get"] };

export const rbacWildcard: RuleCases = {
    rule: "rbac-wildcard",
    fails: [
        alone("every verb", role(grant("apps", "deployments", "*")), "rules[0].verbs"),
        alone("every resource", clusterRole(grant("apps", "*", "get")), "rules[0].resources"),
        alone("every API group", clusterRole(grant("*", "widgets", "get")), "rules[0].apiGroups"),
        alone("every path", clusterRole({ ...URLS, nonResourceURLs: ["*"] }), "rules[0].nonResourceURLs"),
        alone("every path but the root", clusterRole({ ...URLS, nonResourceURLs: ["/*"] }), "rules[0].nonResourceURLs"),
        alone("a part of every resource", clusterRole(grant("apps", "*/scale", "update")), "rules[0].resources"),
        alone("every part of a resource", role(grant("", "pods/*", "get")), "rules[0].resources"),
        alone(
            "one among names",
            role({ apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "*"] }),
            "rules[0].verbs",
        ),
        alone("of some names", role(grant("apps", "deployments", "*", "kato")), "rules[0].verbs"),
        alone("a patch that adds one", clusterRole(grant("", "pods", "*"), "Patch"), "rules[0].verbs"),
    ],
    passes: [alone("names", role({ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }))],
    nearMisses: [
        alone("what is below a path", clusterRole({ ...URLS, nonResourceURLs: ["/healthz/*"] })),
        alone("no rules, filled by aggregation", {
            ...clusterRole({}),
            props: { metadata: { name: "app" }, aggregationRule: {}, rules: [] },
        }),
        alone("an object of a name", role(grant("", "configmaps", "get", "*"))),
        alone("a role of something else", {
            ...role(grant("*", "*", "*")),
            type: "kubernetes:iam.example.com/v1:Role",
        }),
    ],
};
