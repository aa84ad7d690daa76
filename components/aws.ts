import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { Config } from "../config";
import { EncryptedStorageClass } from "./data/encrypted-storage-class";
import { isLive } from "./from-config";
import type { PlatformTransform } from "./platform-args";
import { AwsSecretsManager } from "./secrets/aws-secrets-manager";
import { noStore, type SecretStore } from "./secrets/store";

/** What a stack keeps in AWS. */

/** A StorageClass of our own, where the stack asks for one. */
export function encryptedVolumes(
    config: Config,
    { encryptedVolumes: transform }: PlatformTransform,
    opts: ComponentResourceOptions,
): EncryptedStorageClass[] {
    const { storage, secrets, environment } = config;
    if (storage.mode !== "aws-ebs") {
        return [];
    }
    // Without AWS, the loader asks for a key.
    const aliasName = secrets.store === "none" ? environment : secrets.aws.name;
    const key = storage.kmsKeyArn === undefined ? {} : { kmsKeyArn: storage.kmsKeyArn };
    const production = isLive(config);
    return [
        new EncryptedStorageClass(
            "encrypted-volumes",
            { owner: { stack: config.stack, environment }, aliasName, production, transform, ...key },
            opts,
        ),
    ];
}

export function secretStore(
    config: Config,
    { awsSecretsManager: transform }: PlatformTransform,
    opts: ComponentResourceOptions,
): SecretStore {
    const { secrets, stack, environment } = config;
    if (secrets.store === "none") {
        return noStore;
    }
    const { recoveryWindowDays, name } = secrets.aws;
    const production = isLive(config);
    return new AwsSecretsManager(
        "credentials",
        { owner: { stack, environment }, name, production, recoveryWindowDays, transform },
        opts,
    );
}
