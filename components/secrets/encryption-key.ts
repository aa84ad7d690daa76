import * as kms from "@pulumi/aws/kms";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { transformed, type Transform } from "../workload/component";
import { PART_OF } from "../workload/labels";
import { dataProtection } from "../workload/protection";

export interface EncryptionKeyArgs {
    /** What it encrypts, for the people who find it in the account, e.g. `the credentials`. */
    readonly encrypts: string;
    /** Name of its alias, without `alias/`. */
    readonly alias: string;
    readonly environment: string;
    readonly production: boolean;
}

/** A key of our own in AWS KMS, rotated yearly. Production refuses to delete it: what it encrypted could not be read again. */
export function encryptionKey(
    name: string,
    { encrypts, alias, environment, production }: EncryptionKeyArgs,
    transform: Transform<kms.KeyArgs> | undefined,
    opts: CustomResourceOptions,
): kms.Key {
    const key = new kms.Key(
        name,
        transformed<kms.KeyArgs>(
            {
                description: `Encrypts ${encrypts} of ${PART_OF} (${environment})`,
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                tags: awsTags(environment),
            },
            transform,
        ),
        { ...opts, ...dataProtection(production) },
    );
    new kms.Alias(name, { name: `alias/${alias}`, targetKeyId: key.keyId }, opts);
    return key;
}

/** Tags of everything that the platform makes in AWS. */
export function awsTags(environment: string): Record<string, string> {
    return { "part-of": PART_OF, environment };
}
