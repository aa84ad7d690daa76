import type * as kms from "@pulumi/aws/kms";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { Component, transformed, type Transform } from "../workload/component";
import { PART_OF } from "../workload/labels";
import { dataProtection } from "../workload/protection";
import { type AwsOwner, awsTags, credentialsAlias, credentialsPath } from "./aws-names";
import { encryptionKey } from "./encryption-key";
import type { SecretStore, StoredCredentials } from "./store";

export interface AwsSecretsManagerArgs {
    readonly owner: AwsOwner;
    /** What tells its names from another stack's: `<service>/<name>/credentials`, and the key's alias. */
    readonly name: string;
    readonly production: boolean;
    /** Days in which a deleted secret can be restored, 7 to 30; its name stays taken for as long. */
    readonly recoveryWindowDays: number;
    readonly transform?: {
        readonly key?: Transform<kms.KeyArgs>;
        readonly secret?: Transform<secretsmanager.SecretArgs>;
    };
}

/**
 * AWS Secrets Manager as the store: one JSON document per service, under a key of our own that is rotated yearly, with a
 * policy that refuses unencrypted transport and public access.
 *
 * @see setup guide, "Secrets Management"; security guide, "AWS Secrets Manager"
 */
export class AwsSecretsManager extends Component implements SecretStore {
    readonly #name: string;
    readonly #args: AwsSecretsManagerArgs;
    readonly #key: kms.Key;

    constructor(name: string, args: AwsSecretsManagerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kato:secrets:AwsSecretsManager", name, opts);
        this.#name = name;
        this.#args = args;
        const { owner, production, transform } = args;
        const key = { encrypts: "the credentials", alias: credentialsAlias(args.name), owner, production };
        this.#key = encryptionKey(name, key, transform?.key, this.child());
        this.registerOutputs({ keyArn: this.#key.arn });
    }

    put(credentials: StoredCredentials): void {
        const { service } = credentials;
        const { owner } = this.#args;
        const name = `${this.#name}-${service}`;
        const secret = new secretsmanager.Secret(
            name,
            transformed<secretsmanager.SecretArgs>(
                {
                    name: credentialsPath(service, this.#args.name),
                    description: `Credentials of ${service} (${owner.environment}), generated and kept up to date by ${PART_OF}`,
                    kmsKeyId: this.#key.arn,
                    recoveryWindowInDays: this.#args.recoveryWindowDays,
                    tags: awsTags(owner),
                },
                this.#args.transform?.secret,
            ),
            this.child(dataProtection(this.#args.production)),
        );
        new secretsmanager.SecretPolicy(
            name,
            { secretArn: secret.arn, policy: JSON.stringify(refuseInsecureTransport()), blockPublicPolicy: true },
            this.child(),
        );
        new secretsmanager.SecretVersion(
            name,
            { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify(credentials.values)) },
            // Another value is another version; AWS keeps the one before for a while, and so do we.
            this.child({ retainOnDelete: this.#args.production }),
        );
    }
}

/** Who may read is IAM's to say; this only takes away. */
function refuseInsecureTransport(): object {
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "RefuseInsecureTransport",
                Effect: "Deny",
                Principal: "*",
                Action: "secretsmanager:*",
                Resource: "*",
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ],
    };
}
