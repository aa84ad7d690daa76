import assert from "node:assert/strict";
import { AwsSecretsManager, type AwsSecretsManagerArgs } from "../../../components/secrets/aws-secrets-manager";
import { noStore } from "../../../components/secrets/store";
import { record, type Recording, secret } from "../../support/record";

const owner = (environment: string) => ({ stack: "prod-eu", environment });

const TAGS = { "part-of": "kato-platform", stack: "prod-eu", environment: "production" };

function stored(args: Partial<AwsSecretsManagerArgs> = {}): Promise<Recording> {
    return record(() => {
        const given = {
            owner: owner("production"),
            name: "production",
            production: true,
            recoveryWindowDays: 30,
            ...args,
        };
        const store = new AwsSecretsManager("store", given);
        store.put({ service: "kratos", values: { KRATOS_DB_PASSWORD: "p", KRATOS_SECRET_COOKIE: "c" } });
    });
}

describe("AwsSecretsManager", () => {
    let recording: Recording;
    before(async () => {
        recording = await stored();
    });
    const inputs = (type: string, name: string) => recording.one(`aws:${type}::${name}`).inputs;

    it("makes a key, its alias and, per service, a secret with its policy and version", () => {
        assert.deepEqual(recording.names(), [
            "aws:kms/alias:Alias::store",
            "aws:kms/key:Key::store",
            "aws:secretsmanager/secret:Secret::store-kratos",
            "aws:secretsmanager/secretPolicy:SecretPolicy::store-kratos",
            "aws:secretsmanager/secretVersion:SecretVersion::store-kratos",
            "kato:secrets:AwsSecretsManager::store",
        ]);
        const children = recording.resources.filter(({ type }) => type.startsWith("aws:"));
        assert.deepEqual([...new Set(children.map(({ parent }) => parent))], ["kato:secrets:AwsSecretsManager::store"]);
        assert.deepEqual(recording.one("kato:secrets:AwsSecretsManager::store").outputs, { keyArn: "arn-of-store" });
    });

    it("encrypts with a key of our own that is rotated", () => {
        assert.deepEqual(inputs("kms/key:Key", "store"), {
            description: "Encrypts the credentials of kato-platform (production)",
            enableKeyRotation: true,
            deletionWindowInDays: 30,
            tags: TAGS,
        });
        assert.deepEqual(inputs("kms/alias:Alias", "store"), {
            name: "alias/kato-platform-production",
            targetKeyId: "key-id-of-store",
        });
    });

    it("keeps them under the path of the seed's pattern (security guide, “AWS Secrets Manager”)", () => {
        assert.deepEqual(inputs("secretsmanager/secret:Secret", "store-kratos"), {
            name: "kratos/production/credentials",
            description: "Credentials of kratos (production), generated and kept up to date by kato-platform",
            kmsKeyId: "arn-of-store",
            recoveryWindowInDays: 30,
            tags: TAGS,
        });
    });

    it("refuses insecure transport and public access", () => {
        const policy = inputs("secretsmanager/secretPolicy:SecretPolicy", "store-kratos");
        assert.equal(policy["blockPublicPolicy"], true);
        assert.equal(policy["secretArn"], "arn-of-store-kratos");
        assert.deepEqual(JSON.parse(String(policy["policy"])), {
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
        });
    });

    it("writes the values as one JSON document that stays secret", () => {
        assert.deepEqual(inputs("secretsmanager/secretVersion:SecretVersion", "store-kratos"), {
            secretId: "id-of-store-kratos",
            secretString: secret('{"KRATOS_DB_PASSWORD":"p","KRATOS_SECRET_COOKIE":"c"}'),
        });
    });

    it("protects the key and the secret in production, and nothing elsewhere", async () => {
        const kept = ({ resources }: Recording) =>
            resources.filter(({ protect, retainOnDelete }) => protect && retainOnDelete).map(({ type }) => type);
        assert.deepEqual(kept(recording), ["aws:kms/key:Key", "aws:secretsmanager/secret:Secret"]);
        const elsewhere = await stored({
            owner: owner("staging"),
            name: "staging-eu",
            production: false,
            recoveryWindowDays: 7,
        });
        assert.deepEqual(
            elsewhere.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete),
            [],
        );
        const { name, recoveryWindowInDays } = elsewhere.one("aws:secretsmanager/secret:Secret::store-kratos").inputs;
        assert.deepEqual([name, recoveryWindowInDays], ["kratos/staging-eu/credentials", 7]);
    });

    it("lets a transform change the key and the secret", async () => {
        const changed = await stored({
            transform: {
                key: (args) => {
                    args.multiRegion = true;
                },
                secret: (args) => {
                    args.description = "ours";
                },
            },
        });
        assert.equal(changed.one("aws:kms/key:Key::store").inputs["multiRegion"], true);
        assert.equal(changed.one("aws:secretsmanager/secret:Secret::store-kratos").inputs["description"], "ours");
    });
});

describe("noStore", () => {
    it("makes nothing", async () => {
        const recording = await record(() => {
            noStore.put({ service: "kratos", values: { KRATOS_DB_PASSWORD: "p" } });
        });
        assert.deepEqual(recording.names(), []);
    });
});
