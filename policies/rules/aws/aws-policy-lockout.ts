import { aws } from "../references";
import { judged, type Rule, unlessOneOf } from "../../engine/rule";
import { KEY_POLICY, KEYS } from "./kinds";

const FIELD = "bypassPolicyLockoutSafetyCheck";

export const awsPolicyLockout: Rule = {
    id: "aws-policy-lockout",
    title: "Key policies keep AWS' check against locking everybody out",
    description:
        "With the check bypassed, AWS accepts a policy that nobody may change any more. Neither the account's root nor AWS itself can undo that, and what the key encrypted stays encrypted.",
    level: "mandatory",
    severity: "high",
    references: [aws("PutKeyPolicy", "kms/latest/APIReference/API_PutKeyPolicy.html")],
    remediation: `Leave \`${FIELD}\` out, and keep yourself in the policy.`,
    kinds: [KEY_POLICY, ...KEYS],
    check: ({ props }) => judged(() => unlessOneOf(props.at(FIELD), [undefined, false], `${FIELD}: false`)),
};
