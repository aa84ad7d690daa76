import { cis, rbacPractice } from "../references";
import type { Rule } from "../../engine/rule";
import { judgeGrants, ROLES } from "./grants";

const GROUP = "admissionregistration.k8s.io";
const ADMISSION = [
    "mutatingwebhookconfigurations",
    "validatingwebhookconfigurations",
    "mutatingadmissionpolicies",
    "mutatingadmissionpolicybindings",
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
];

/** Names do not help: one configuration can be for all objects. */
export const rbacWebhooks: Rule = {
    id: "rbac-webhooks",
    title: "No role changes what is admitted to the cluster",
    description:
        "A webhook sees every object that is made, Secrets too, and can change it on the way; without the ones that are there, nothing holds an insecure pod back.",
    level: "mandatory",
    severity: "critical",
    references: [
        rbacPractice("Control admission webhooks"),
        cis("5.1.12", "Minimize access to webhook configuration objects", "V1.10"),
    ],
    remediation: "Let whoever deploys make the configuration, with its certificate; leave `get`, `list` and `watch`.",
    kinds: ROLES,
    check: (role) =>
        judgeGrants(role, (grant) => {
            const writes = grant.permits("create", "update", "patch", "delete", "deletecollection");
            return writes && ADMISSION.some((resource) => grant.covers(GROUP, resource))
                ? { at: grant.field.at("verbs"), expected: "only to read", write: "verbs: [get, list, watch]" }
                : undefined;
        }),
};
