import type { Field } from "../../../kubernetes/field";
import { cis, nsa, rbacPractice } from "../references";
import type { Finding, Rule } from "../../engine/rule";
import { judgeGrants, ROLES } from "./grants";

export const rbacWildcard: Rule = {
    id: "rbac-wildcard",
    title: "Roles name what they allow",
    description:
        "A `*` also stands for what is there by tomorrow: every kind, every part of one such as a shell in a pod, and every verb that a later version knows.",
    level: "mandatory",
    severity: "high",
    references: [
        cis("5.1.3", "Minimize wildcard use in Roles and ClusterRoles"),
        rbacPractice("Least privilege"),
        nsa("Authentication and authorization: role-based access control"),
    ],
    remediation: "Write the API groups, resources and verbs that the software needs, one by one.",
    kinds: ROLES,
    check: (role) =>
        judgeGrants(role, ({ field }) => [
            ...wildcards(field.at("apiGroups"), (text) => text === "*", 'apiGroups: [""]'),
            ...wildcards(field.at("resources"), (text) => text.includes("*"), "resources: [configmaps]"),
            ...wildcards(field.at("verbs"), (text) => text === "*", "verbs: [get, list, watch]"),
            // A path may end with one, as `/healthz/*`.
            ...wildcards(field.at("nonResourceURLs"), (text) => /^\/?\*$/.test(text), "nonResourceURLs: [/metrics]"),
        ]),
};

function wildcards(list: Field, isWildcard: (text: string) => boolean, write: string): Finding[] {
    const found = list.items().some(({ text }) => text !== undefined && isWildcard(text));
    return found ? [{ at: list, expected: "names instead of *", write }] : [];
}
