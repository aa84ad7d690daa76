import type { Field } from "../../../kubernetes/field";
import { aws, seed } from "../references";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { KEYS, SECRET } from "./kinds";

/** The least that AWS accepts but for 0, which deletes at once. */
const SHORTEST_IN_DAYS = 7;
/** What AWS takes when nothing is said. */
const DEFAULT_IN_DAYS = 30;

export const awsRecoveryWindow: Rule = {
    id: "aws-recovery-window",
    title: "Deleted secrets and keys of production can be restored for at least seven days",
    description:
        "What a key encrypted is lost with it, and a secret that is deleted at once takes the only copy of its values along.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "AWS Secrets Manager"),
        aws("Delete an AWS Secrets Manager secret", "secretsmanager/latest/userguide/manage_delete-secret.html"),
        aws("Delete an AWS KMS key", "kms/latest/developerguide/deleting-keys.html"),
    ],
    remediation: "Leave the window out, which is 30 days, or set 7 to 30. Outside production it may be 0.",
    kinds: [SECRET, ...KEYS],
    check({ type, props }, { live }) {
        if (!live) {
            return [];
        }
        if (type !== SECRET) {
            return judged(() => judgeWindow(props.at("deletionWindowInDays"), "deletionWindowInDays"));
        }
        return [
            ...judged(() => judgeWindow(props.at("recoveryWindowInDays"), "recoveryWindowInDays")),
            ...judged(() => judgeOverwriting(props.at("forceOverwriteReplicaSecret"))),
        ];
    },
};

function judgeWindow(at: Field, name: string): Finding | undefined {
    const days = at.value ?? DEFAULT_IN_DAYS;
    return typeof days === "number" && days >= SHORTEST_IN_DAYS
        ? undefined
        : { at, expected: `${SHORTEST_IN_DAYS} or more`, write: `${name}: ${DEFAULT_IN_DAYS}` };
}

/** A secret of that name in the other region is gone, without any window. */
function judgeOverwriting(at: Field): Finding | undefined {
    return (at.value ?? false) === false
        ? undefined
        : { at, expected: "false or nothing", write: "forceOverwriteReplicaSecret: false" };
}
