import type { Place } from "../places";
import { becomes, both, markedSecret, removed, rows } from "../row";

/** What generates secrets, and what keeps them in AWS. */
export const secretFields = [
    ...rows("random:index/randomPassword:RandomPassword", [
        ["length", "generated-secret-strength", both(removed, becomes(16))],
        ["length", "generated-secret-strength", becomes(31, 33), isCipher],
        ["keepers", "generation-age", removed, isCurrent],
        ["keepers.generatedOn", "generation-age", both(removed, becomes("2020-01-01", "someday")), isCurrent],
        ["+upper", "generated-secret-strength", becomes(false)],
    ]),
    ...rows("random:index/randomBytes:RandomBytes", [
        ["length", "generated-secret-strength", both(removed, becomes(8))],
    ]),
    ...rows("ConfigMap", [
        ["data.QDRANT_HOST", "secret-placement", markedSecret],
        ['data["kratos.yml"]', "secret-placement", markedSecret],
    ]),
    ...rows("Service", [["metadata.labels.app", "secret-placement", markedSecret]]),
];

export const awsFields = [
    ...rows("aws:kms/key:Key", [
        ["enableKeyRotation", "kms-key-rotation", both(removed, becomes(false))],
        ["description", "aws-description", both(removed, becomes("", "Managed by Pulumi"))],
        ["+bypassPolicyLockoutSafetyCheck", "aws-policy-lockout", becomes(true)],
        ["+isEnabled", "kms-key-rotation", becomes(false)],
        ["deletionWindowInDays", "aws-recovery-window", becomes(1)],
        [
            "+policy",
            "aws-public-policy",
            becomes('{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}'),
        ],
        ["tags.environment", "secret-placement", markedSecret],
    ]),
    ...rows("aws:secretsmanager/secret:Secret", [
        ["kmsKeyId", "aws-customer-key", both(removed, becomes("alias/aws/secretsmanager"))],
        ["description", "aws-description", both(removed, becomes(""))],
        ["recoveryWindowInDays", "aws-recovery-window", becomes(0, 6)],
        ["description", "secret-placement", markedSecret],
    ]),
    ...rows("aws:secretsmanager/secretPolicy:SecretPolicy", [
        ["blockPublicPolicy", "aws-public-policy", both(removed, becomes(false))],
        [
            "policy",
            "aws-public-policy",
            becomes(
                '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}',
                '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*"}]}',
            ),
        ],
    ]),
];

/** Kratos' cipher takes exactly 32 characters. */
function isCipher({ resource }: Place): boolean {
    return resource.name.includes("cipher");
}

/** The value of a generation; what never rotates has no age. */
function isCurrent({ resource }: Place): boolean {
    return /-g\d+$/.test(resource.name);
}
