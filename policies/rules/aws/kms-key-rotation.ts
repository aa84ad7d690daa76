import { aws, seed } from "../references";
import { type Finding, judged, type Rule } from "../../engine/rule";
import type { Field } from "../../../kubernetes/field";
import { KEY } from "./kinds";

/** What AWS takes when nothing is said, and what a rotation may not be slower than. */
const YEAR_IN_DAYS = 365;

export const kmsKeyRotation: Rule = {
    id: "kms-key-rotation",
    title: "KMS keys are enabled and rotated every year",
    description:
        "Rotation bounds how much one key's material has encrypted. AWS keeps the old material, so nothing has to be encrypted anew. A key that is switched off decrypts nothing.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "AWS Secrets Manager; checklist: Encryption at rest enabled"),
        aws("Rotate AWS KMS keys", "kms/latest/developerguide/rotate-keys.html"),
    ],
    remediation: "Set `enableKeyRotation: true`, and leave `rotationPeriodInDays` and `isEnabled` out.",
    // A replica is rotated with its primary; imported material cannot be.
    kinds: [KEY],
    check: ({ props }) => [
        ...judged(() => judgeRotation(props)),
        ...judged(() => judgePeriod(props.at("rotationPeriodInDays"))),
        ...judged(() => judgeEnabled(props.at("isEnabled"))),
    ],
};

function judgeRotation(props: Field): Finding | undefined {
    const at = props.at("enableKeyRotation");
    return at.value === true || !canRotate(props)
        ? undefined
        : { at, expected: "true", write: "enableKeyRotation: true" };
}

/** Only symmetric encryption keys whose material KMS itself holds are rotated: neither key pairs nor HMAC nor custom stores. */
function canRotate(props: Field): boolean {
    const spec = props.at("customerMasterKeySpec").value ?? "SYMMETRIC_DEFAULT";
    return spec === "SYMMETRIC_DEFAULT" && !props.at("customKeyStoreId").isGiven;
}

function judgePeriod(at: Field): Finding | undefined {
    const period = at.value ?? YEAR_IN_DAYS;
    return typeof period === "number" && period <= YEAR_IN_DAYS
        ? undefined
        : { at, expected: `${YEAR_IN_DAYS} or less`, write: `rotationPeriodInDays: ${YEAR_IN_DAYS}` };
}

function judgeEnabled(at: Field): Finding | undefined {
    return (at.value ?? true) === true ? undefined : { at, expected: "true or nothing", write: "isEnabled: true" };
}
