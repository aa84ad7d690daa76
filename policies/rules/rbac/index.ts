import type { Rule } from "../../engine/rule";
import { rbacClusterAdmin } from "./rbac-cluster-admin";
import { rbacEscalation } from "./rbac-escalation";
import { rbacExec } from "./rbac-exec";
import { rbacSecrets } from "./rbac-secrets";
import { rbacSubjects } from "./rbac-subjects";
import { rbacTokens } from "./rbac-tokens";
import { rbacWebhooks } from "./rbac-webhooks";
import { rbacWorkloads } from "./rbac-workloads";
import { rbacWildcard } from "./rbac-wildcard";

export const rbacRules: readonly Rule[] = [
    rbacClusterAdmin,
    rbacSubjects,
    rbacWildcard,
    rbacEscalation,
    rbacSecrets,
    rbacExec,
    rbacTokens,
    rbacWebhooks,
    rbacWorkloads,
];
