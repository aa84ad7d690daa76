import type { RuleCases } from "../case";
import { alone, bound, boundEverywhere } from "./objects";

const NAME = "subjects[0].name";

function group(name: string): Record<string, unknown> {
    return { kind: "Group", apiGroup: "rbac.authorization.k8s.io", name };
}

export const rbacSubjects: RuleCases = {
    rule: "rbac-subjects",
    fails: [
        alone("all accounts", boundEverywhere("ClusterRole/view", group("system:authenticated")), NAME),
        alone("everybody", boundEverywhere("ClusterRole/view", group("system:unauthenticated")), NAME),
        alone("whoever does not say who they are", bound("Role/a", { kind: "User", name: "system:anonymous" }), NAME),
        alone("all accounts of a provider", bound("Role/a", group("system:authenticated:oauth")), NAME),
        alone("all pods", boundEverywhere("ClusterRole/view", group("system:serviceaccounts")), NAME),
        alone("all pods of a namespace", bound("Role/a", group("system:serviceaccounts:kato")), NAME),
        alone(
            "pods that name no account",
            bound("Role/a", { kind: "ServiceAccount", name: "default", namespace: "kato" }),
            NAME,
        ),
        alone(
            "the same as a user",
            bound("Role/a", { kind: "User", name: "system:serviceaccount:kato:default" }),
            NAME,
        ),
        alone(
            "a patch that adds all accounts",
            boundEverywhere("ClusterRole/view", group("system:authenticated"), "Patch"),
            NAME,
        ),
    ],
    passes: [alone("one account", bound("Role/kato"))],
    nearMisses: [
        alone("a group of an identity provider", boundEverywhere("ClusterRole/view", group("platform-team"))),
        alone("a user", bound("Role/a", { kind: "User", name: "jane@example.com" })),
        alone("a user who is called like a group", bound("Role/a", { kind: "User", name: "system:authenticated" })),
        alone("one account as a user", bound("Role/a", { kind: "User", name: "system:serviceaccount:kato:kato" })),
        alone("a group called default", bound("Role/a", group("default"))),
        alone("nobody yet", {
            ...bound("Role/a"),
            props: { metadata: { name: "app", namespace: "kato" }, roleRef: { kind: "Role", name: "a" } },
        }),
    ],
};
