import type { RuleCases } from "../case";
import { alone, bound, boundEverywhere, clusterRole, grant, KATO, role } from "./objects";

const RESOURCES = "rules[0].resources";
const CONTROLLER = { kind: "ServiceAccount", name: "nginx-ingress-controller", namespace: "nginx-ingress" };

export const rbacSecrets: RuleCases = {
    rule: "rbac-secrets",
    fails: [
        alone("of the cluster", clusterRole(grant("", "secrets", "list")), RESOURCES),
        alone("of a namespace", role(grant("", "secrets", "list")), RESOURCES),
        alone("each by its name, which is guessed", role(grant("", "secrets", "get")), RESOURCES),
        alone("as they change", clusterRole(grant("", "secrets", "watch")), RESOURCES),
        alone("in the answer to a patch", role(grant("", "secrets", "patch")), RESOURCES),
        alone("by every verb", role(grant("", "secrets", "*")), RESOURCES),
        alone("among all resources", clusterRole(grant("", "*", "list")), RESOURCES),
        alone("among all API groups", clusterRole(grant("*", "secrets", "list")), RESOURCES),
        alone(
            "among others",
            role({ apiGroups: ["apps", ""], resources: ["deployments", "secrets"], verbs: ["create", "get"] }),
            RESOURCES,
        ),
        alone("an empty list of names", role({ ...grant("", "secrets", "get"), resourceNames: [] }), RESOURCES),
        alone(
            "what is added to view",
            {
                ...clusterRole({}),
                props: {
                    metadata: { name: "app", labels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" } },
                    rules: [grant("", "secrets", "list")],
                },
            },
            RESOURCES,
        ),
        alone(
            "by the name of the edge’s role, elsewhere",
            role(grant("", "secrets", "list"), "kato", "nginx-ingress-controller"),
            RESOURCES,
        ),
        alone(
            "in the edge’s namespace, by another role",
            role(grant("", "secrets", "list"), "nginx-ingress", "debug"),
            RESOURCES,
        ),
        alone(
            "more than to read, by the edge’s role",
            role(grant("", "secrets", "*"), "nginx-ingress", "nginx-ingress-controller"),
            RESOURCES,
        ),
        alone(
            "to read and patch, by the edge’s role",
            role(
                { ...grant("", "secrets", "get"), verbs: ["get", "patch"] },
                "nginx-ingress",
                "nginx-ingress-controller",
            ),
            RESOURCES,
        ),
        alone(
            "the edge’s role for somebody else",
            bound("Role/nginx-ingress-controller", KATO, "nginx-ingress"),
            "subjects[0]",
        ),
        alone(
            "the edge’s role for an account of its name in another namespace",
            bound("Role/nginx-ingress-controller", { ...CONTROLLER, namespace: "kato" }, "nginx-ingress"),
            "subjects[0]",
        ),
        alone(
            "the edge’s role for a group",
            bound(
                "Role/nginx-ingress-controller",
                { kind: "Group", name: "nginx-ingress-controller" },
                "nginx-ingress",
            ),
            "subjects[0]",
        ),
    ],
    passes: [alone("one of them", role(grant("", "secrets", "get", "mongodb-secret")))],
    nearMisses: [
        alone("to make them", clusterRole(grant("", "secrets", "create"))),
        alone("what is called so elsewhere", clusterRole(grant("example.com", "secrets", "list"))),
        alone("other objects", clusterRole(grant("", "configmaps", "list"))),
        alone(
            "the edge’s certificates, for the edge",
            role(
                { ...grant("", "secrets", "get"), verbs: ["get", "list", "watch"] },
                "nginx-ingress",
                "nginx-ingress-controller",
            ),
        ),
        alone("the edge’s role for the edge", bound("Role/nginx-ingress-controller", CONTROLLER, "nginx-ingress")),
        alone("another role there", bound("Role/nginx-ingress-watch", KATO, "nginx-ingress")),
        alone("a role of the edge’s name elsewhere", bound("Role/nginx-ingress-controller", KATO, "kato")),
        alone("a ClusterRole of its name", boundEverywhere("ClusterRole/nginx-ingress")),
    ],
};
