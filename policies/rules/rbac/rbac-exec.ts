import { cis, rbacPractice } from "../references";
import type { Rule } from "../../engine/rule";
import { type Grant, judgeGrants, ROLES } from "./grants";

/** A shell, a stream or a container in a pod, and the kubelet, which gives all of them. */
const INSIDE = ["pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers", "nodes/proxy"];
/** A way in by the API server, where NetworkPolicies do not apply. */
const PROXIES = ["pods/proxy", "services/proxy"];

/** Whatever the verbs are: a connection may begin with a `get` as well as with a `create`. */
export const rbacExec: Rule = {
    id: "rbac-exec",
    title: "No role allows to enter pods",
    description:
        "Inside a pod are its files, its environment and its connections: whoever enters one has its passwords and talks to its stores, past logins, NetworkPolicies and logs.",
    level: "mandatory",
    severity: "critical",
    references: [
        rbacPractice("Access to proxy subresource of Nodes"),
        cis("5.1.10", "Minimize access to the proxy sub-resource of nodes", "V1.10"),
    ],
    remediation:
        "Remove the resource. Who has to look inside gets the right for that hour, and not by a role that stays.",
    kinds: ROLES,
    check: (role) =>
        judgeGrants(role, (grant) => {
            const at = grant.field.at("resources");
            return enters(grant)
                ? { at, expected: "other resources", write: "resources: [pods, pods/log]" }
                : undefined;
        }),
};

function enters(grant: Grant): boolean {
    return [...INSIDE, ...(grant.isNamed ? [] : PROXIES)].some((resource) => grant.covers("", resource));
}
