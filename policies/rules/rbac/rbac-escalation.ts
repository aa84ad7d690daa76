import { cis, rbacPractice } from "../references";
import type { Rule } from "../../engine/rule";
import { type Grant, judgeGrants, ROLES } from "./grants";

const RBAC = "rbac.authorization.k8s.io";

export const rbacEscalation: Rule = {
    id: "rbac-escalation",
    title: "No role allows to escalate, bind or impersonate",
    description:
        "Whoever may escalate or bind can take any right there is, and whoever may impersonate can be anybody: each is as good as cluster-admin.",
    level: "mandatory",
    severity: "critical",
    references: [
        cis("5.1.8", "Limit use of the Bind, Impersonate and Escalate permissions in the Kubernetes cluster"),
        rbacPractice("Escalate verb, Bind verb, Impersonate verb"),
    ],
    remediation: "Remove the verb. Rights are given by whoever deploys, not by what runs.",
    kinds: ROLES,
    check: (role) =>
        judgeGrants(role, (grant) => {
            const at = grant.field.at("verbs");
            return escalates(grant) ? { at, expected: "other verbs", write: "verbs: [get, list, watch]" } : undefined;
        }),
};

function escalates(grant: Grant): boolean {
    const verbs = grant.field.at("verbs").items();
    // Kubernetes 1.35 has finer ones, such as `impersonate:user-info`.
    return verbs.some(({ text = "" }) => /^(escalate|bind|impersonate)\b/.test(text)) || allVerbsEscalate(grant);
}

/** Whether `*` stands for one of them too. */
function allVerbsEscalate(grant: Grant): boolean {
    const identities = ["users", "groups", "serviceaccounts"].some((kind) => grant.covers("", kind));
    const roles = ["roles", "clusterroles"].some((kind) => grant.covers(RBAC, kind));
    return grant.permits() && (identities || roles);
}
