import type { Rule } from "../../engine/rule";
import { awsCustomerKey } from "./aws-customer-key";
import { awsDescription } from "./aws-description";
import { awsPolicyLockout } from "./aws-policy-lockout";
import { awsPublicPolicy } from "./aws-public-policy";
import { awsRecoveryWindow } from "./aws-recovery-window";
import { kmsKeyRotation } from "./kms-key-rotation";
import { providerSettings } from "./provider-settings";

export const awsRules: readonly Rule[] = [
    awsCustomerKey,
    kmsKeyRotation,
    awsRecoveryWindow,
    awsDescription,
    awsPublicPolicy,
    awsPolicyLockout,
    providerSettings,
];
