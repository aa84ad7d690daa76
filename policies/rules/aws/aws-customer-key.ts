import type { Field } from "../../../kubernetes/field";
import { isNotKnownYet } from "../../../kubernetes/known";
import { aws, seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { isEbs, parameter } from "../data/storage-classes";
import { SECRET } from "./kinds";

export const awsCustomerKey: Rule = {
    id: "aws-customer-key",
    title: "AWS secrets and volumes are encrypted with a key of our own",
    description:
        "Everybody in the account who may read a secret may use the key that AWS manages for it. A key of our own has a policy that says who may decrypt, an audit trail of each use, and can be shut off.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "AWS Secrets Manager; checklist: Encryption at rest enabled"),
        aws(
            "Secrets Manager: Secret encryption and decryption",
            "secretsmanager/latest/userguide/security-encryption.html",
        ),
    ],
    remediation:
        "Give the secret, and a StorageClass of EBS volumes, `kmsKeyId` with the ARN of a customer-managed key.",
    kinds: [SECRET, "StorageClass.storage.k8s.io"],
    check(object) {
        if (object.type === SECRET) {
            const { props } = object;
            return [
                ...judged(() => judgeKey(props.at("kmsKeyId"))),
                ...props
                    .at("replicas")
                    .items()
                    .flatMap((replica) => judged(() => judgeKey(replica.at("kmsKeyId")))),
            ];
        }
        return judged(() => judgeStorageClass(object));
    },
};

/** Volumes that are not encrypted at all are storage-encryption's to say. */
function judgeStorageClass({ props, isPatch }: PolicyObject): Finding | undefined {
    const encrypted = parameter(props, "encrypted").value;
    return !isPatch && isEbs(props) && (encrypted === "true" || encrypted === true)
        ? judgeKey(parameter(props, "kmsKeyId"))
        : undefined;
}

function judgeKey(at: Field): Finding | undefined {
    // The ARN of a key that the same program makes is not known before: only that there is one.
    if (isNotKnownYet(at)) {
        return undefined;
    }
    const { value } = at;
    const own = typeof value === "string" && value.trim() !== "" && !/(?:^|:)alias\/aws\//.test(value);
    return own
        ? undefined
        : { at, expected: "a customer-managed key, not one that AWS manages", write: "kmsKeyId: key.arn" };
}
