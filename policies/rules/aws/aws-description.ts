import { aws } from "../references";
import { judged, type Rule } from "../../engine/rule";
import { KEYS, SECRET } from "./kinds";

export const awsDescription: Rule = {
    id: "aws-description",
    title: "KMS keys and AWS secrets say what they are for",
    description:
        "Whoever meets a key in the account must know what is lost with it before disabling it. The provider's own “Managed by …” says nothing.",
    level: "mandatory",
    severity: "low",
    references: [
        aws("Edit the description of a KMS key", "kms/latest/developerguide/editing-keys.html"),
        aws("Create a secret", "secretsmanager/latest/userguide/create_secret.html"),
    ],
    remediation: "Set `description` to what it encrypts or holds, and for which environment.",
    kinds: [SECRET, ...KEYS],
    check: ({ props }) =>
        judged(() => {
            const at = props.at("description");
            const text = at.text?.trim() ?? "";
            return text === "" || /^managed by (?:pulumi|terraform)\b/i.test(text)
                ? { at, expected: "what it is for", write: 'description: "Encrypts the credentials of … (production)"' }
                : undefined;
        }),
};
