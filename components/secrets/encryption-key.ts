import * as kms from "@pulumi/aws/kms";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { transformed, type Transform } from "../workload/component";
import { PART_OF } from "../workload/labels";
import { dataProtection } from "../workload/protection";
import { type AwsOwner, awsTags } from "./aws-names";

export interface EncryptionKeyArgs {
    /** What it encrypts, for the people who find it in the account, e.g. `the credentials`. */
    readonly encrypts: string;
    /** Its name for people, which begins with `alias/`. */
    readonly alias: string;
    readonly owner: AwsOwner;
    readonly production: boolean;
}

/** A key of our own in AWS KMS, rotated yearly. Production refuses to delete it: what it encrypted could not be read again. */
export function encryptionKey(
    name: string,
    { encrypts, alias, owner, production }: EncryptionKeyArgs,
    transform: Transform<kms.KeyArgs> | undefined,
    opts: CustomResourceOptions,
): kms.Key {
    const key = new kms.Key(
        name,
        transformed<kms.KeyArgs>(
            {
                description: `Encrypts ${encrypts} of ${PART_OF} (${owner.environment})`,
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                tags: awsTags(owner),
            },
            transform,
        ),
        { ...opts, ...dataProtection(production) },
    );
    new kms.Alias(name, { name: alias, targetKeyId: key.keyId }, opts);
    return key;
}
