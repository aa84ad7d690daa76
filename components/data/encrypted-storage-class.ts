import type * as kms from "@pulumi/aws/kms";
import * as storage from "@pulumi/kubernetes/storage/v1";
import type * as pulumi from "@pulumi/pulumi";
import { type AwsOwner, volumesAlias } from "../secrets/aws-names";
import { encryptionKey } from "../secrets/encryption-key";
import { Component, transformed, type Transform } from "../workload/component";
import { platformLabels } from "../workload/labels";

export interface EncryptedStorageClassArgs {
    readonly owner: AwsOwner;
    /** What tells the key's alias from another stack's: `alias/kato-platform-<name>-volumes`. */
    readonly aliasName: string;
    /** Production refuses to delete the key. */
    readonly production: boolean;
    /** ARN of a key that exists, in the cluster's region. @default a key of our own is made */
    readonly kmsKeyArn?: string;
    readonly transform?: {
        readonly key?: Transform<kms.KeyArgs>;
        readonly storageClass?: Transform<storage.StorageClassArgs>;
    };
}

/**
 * Volumes of AWS that are encrypted with a customer-managed key, made by the EBS CSI driver. The driver's role needs the key:
 * see docs/storage.md.
 *
 * A StorageClass cannot change: another key makes another class of the same name. Volumes that exist keep their key.
 *
 * @see security guide, "Data Protection" (encryption at rest enabled)
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
 */
export class EncryptedStorageClass extends Component {
    /** What a claim calls it by. */
    readonly name = "kato-encrypted";

    constructor(name: string, args: EncryptedStorageClassArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kato:data:EncryptedStorageClass", name, opts);
        new storage.StorageClass(
            name,
            transformed<storage.StorageClassArgs>(
                {
                    metadata: { name: this.name, labels: platformLabels() },
                    provisioner: "ebs.csi.aws.com",
                    parameters: { type: "gp3", encrypted: "true", kmsKeyId: this.#key(name, args) },
                    // A volume lies in one zone: the pod's.
                    volumeBindingMode: "WaitForFirstConsumer",
                    allowVolumeExpansion: true,
                    // The disk outlives its claim; only people delete data.
                    reclaimPolicy: "Retain",
                },
                args.transform?.storageClass,
            ),
            this.child({ deleteBeforeReplace: true }),
        );
        this.registerOutputs({ name: this.name });
    }

    #key(
        name: string,
        { owner, aliasName, production, kmsKeyArn, transform }: EncryptedStorageClassArgs,
    ): pulumi.Input<string> {
        if (kmsKeyArn !== undefined) {
            return kmsKeyArn;
        }
        const key = { encrypts: "the volumes", alias: volumesAlias(aliasName), owner, production };
        return encryptionKey(name, key, transform?.key, this.child()).arn;
    }
}
