import assert from "node:assert/strict";
import { recordedPlatform } from "../support/platform";
import type { Recording } from "../support/record";

describe("Platform's secrets outside the cluster", () => {
    let prod: Recording;
    before(async () => {
        prod = await recordedPlatform("prod");
    });

    it("keeps the seed's path and variables (setup guide, “Required Variables”; security guide, “AWS Secrets Manager”)", () => {
        const store = prod.one("aws:secretsmanager/secret:Secret::credentials-kratos");
        assert.equal(store.inputs["name"], "kratos/production/credentials");
        const { secretString } = prod.one("aws:secretsmanager/secretVersion:SecretVersion::credentials-kratos")
            .inputs as { secretString: { "a secret": string } };
        const values = JSON.parse(secretString["a secret"]) as Record<string, string>;
        assert.deepEqual(Object.keys(values).sort(), [
            "KRATOS_COURIER_DSN",
            "KRATOS_DB_PASSWORD",
            "KRATOS_DSN",
            "KRATOS_MIGRATION_DSN",
            "KRATOS_SECRET_CIPHER",
            "KRATOS_SECRET_COOKIE",
            "KRATOS_SECRET_DEFAULT",
            "KRATOS_SECRET_PAGINATION",
            "KRATOS_SMTP_CONNECTION_URI",
        ]);
        assert.equal(values["KRATOS_SECRET_COOKIE"]?.length, 43, "32 random bytes");
        assert.equal(values["KRATOS_SECRET_CIPHER"]?.length, 32, "exactly 32 characters");
        assert.match(
            String(values["KRATOS_DSN"]),
            /^postgres:.*@kratos-postgres\.kratos\.svc:5432\/.*sslmode=verify-full/,
        );
        assert.match(
            String(values["KRATOS_SMTP_CONNECTION_URI"]),
            /^smtps:.*@email-smtp\.us-east-1\.amazonaws\.com:465\/\?skip_ssl_verify=false$/,
        );
    });

    it("says on everything in the account that takes tags whose it is", () => {
        const untagged = /^aws:(kms\/alias|secretsmanager\/secret(Policy|Version)):/;
        const tagged = prod.resources.filter(({ type }) => type.startsWith("aws:") && !untagged.test(type));
        assert.deepEqual(tagged.map(({ name }) => name).sort(), [
            "credentials",
            "credentials-kato",
            "credentials-kratos",
            "encrypted-volumes",
        ]);
        for (const { name, inputs } of tagged) {
            const owner = { "part-of": "kato-platform", stack: "prod", environment: "production" };
            assert.deepEqual(inputs["tags"], owner, name);
        }
    });

    it("keeps KATO's credentials where the seed's Python looks for them (security guide, “AWS Secrets Manager”)", () => {
        const store = prod.one("aws:secretsmanager/secret:Secret::credentials-kato");
        assert.equal(store.inputs["name"], "kato/production/credentials");
        const { secretString } = prod.one("aws:secretsmanager/secretVersion:SecretVersion::credentials-kato")
            .inputs as { secretString: { "a secret": string } };
        const values = JSON.parse(secretString["a secret"]) as Record<string, string>;
        assert.deepEqual(Object.keys(values).sort(), [
            "api_keys",
            "jwt_secret_key",
            "mongo_admin_password",
            "mongo_base_url",
            "mongo_encryption_key",
            "mongo_password",
            "mongo_username",
            "qdrant_api_key",
            "qdrant_read_only_api_key",
            "redis_password",
            "redis_url",
            "redis_username",
        ]);
        const keys = String(values["api_keys"]).split(",");
        assert.deepEqual([keys.length, new Set(keys.map(({ length }) => length))], [5, new Set([43])]);
        assert.equal(values["jwt_secret_key"]?.length, 86, "64 random bytes");
        assert.equal(Buffer.from(String(values["mongo_encryption_key"]), "base64").length, 32);
        assert.match(
            String(values["mongo_base_url"]),
            /^mongodb:\/\/kato_user:.*@mongo-kb\.kato\.svc:27017\/kato\?authSource=kato&/,
        );
        assert.match(String(values["redis_url"]), /^rediss:\/\/kato_user:.*@redis-kb\.kato\.svc:6379\/0\?/);
    });
});
