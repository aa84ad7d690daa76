import { cis, rbacPractice } from "../references";
import type { Rule } from "../../engine/rule";
import { type Grant, judgeGrants, ROLES } from "./grants";

/** What makes pods of what one writes, and in which API group. */
const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
    "": ["pods", "replicationcontrollers"],
    apps: ["deployments", "statefulsets", "daemonsets", "replicasets"],
    batch: ["jobs", "cronjobs"],
};
/** A volume may be any folder of a node. */
const VOLUMES = ["persistentvolumes"];

export const rbacWorkloads: Rule = {
    id: "rbac-workloads",
    title: "No role makes pods, workloads or volumes",
    description:
        "Whoever may make a pod may mount every Secret of the namespace into it and run it as any account there, with all its rights; who may make a volume may have a folder of a node. To change what one of many workloads runs is the same.",
    level: "mandatory",
    severity: "high",
    references: [
        cis("5.1.4", "Minimize access to create pods"),
        cis("5.1.9", "Minimize access to create persistent volumes", "V1.10"),
        rbacPractice("Workload creation; Persistent volume creation"),
    ],
    remediation:
        "Let whoever deploys make them. Software that must change one workload gets `patch` for its name, or for its `scale` alone.",
    kinds: ROLES,
    check: (role) =>
        judgeGrants(role, (grant) => {
            const at = grant.field.at("verbs");
            return makes(grant)
                ? { at, expected: "only to read, or to change one by its name", write: "verbs: [get, list, watch]" }
                : undefined;
        }),
};

function makes(grant: Grant): boolean {
    const changes = grant.permits("create") || (grant.permits("update", "patch") && !grant.isNamed);
    const workloads = Object.entries(WORKLOADS).some(([group, kinds]) =>
        kinds.some((kind) => grant.covers(group, kind)),
    );
    const volumes = grant.permits("create") && VOLUMES.some((kind) => grant.covers("", kind));
    return (changes && workloads) || volumes;
}
