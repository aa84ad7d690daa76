import assert from "node:assert/strict";
import { katoVariables, platformVariables } from "../../config/kato-variables";
import { stackSchema } from "../../config/schema";
import { allSettings } from "../../config/schema/walk";
import { formatPath } from "../../config/path";

describe("KATO's variables", () => {
    // Security guide: "API Authentication", "CORS Configuration", "Database Security", "Secrets Management".
    const guide = [
        "API_KEYS",
        "JWT_SECRET_KEY",
        "JWT_ALGORITHM",
        "JWT_EXPIRE_MINUTES",
        "CORS_ENABLED",
        "CORS_ORIGINS",
        "CORS_CREDENTIALS",
        "CORS_METHODS",
        "CORS_HEADERS",
        "MONGO_BASE_URL",
        "REDIS_URL",
        "QDRANT_HOST",
        "QDRANT_PORT",
        "QDRANT_API_KEY",
        "MONGO_USERNAME",
        "MONGO_PASSWORD",
        "REDIS_PASSWORD",
    ];

    it("are the security guide's, in its order", () => {
        assert.deepEqual(
            katoVariables.map(({ variable }) => variable),
            guide,
        );
    });

    it("name settings that exist", () => {
        const settings = new Set([...allSettings(stackSchema)].map(({ path }) => formatPath(path)));
        for (const { variable, keys } of katoVariables) {
            assert.ok(keys.length > 0, variable);
            for (const key of keys) assert.ok(settings.has(formatPath(key)), formatPath(key));
        }
    });

    it("and those of the platform's own are not for others to set", () => {
        assert.deepEqual(platformVariables, [
            ...guide,
            "KRATOS_PUBLIC_URL",
            "SSL_CERT_FILE",
            "REQUESTS_CA_BUNDLE",
            "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
            "RETENTION_DAYS",
        ]);
    });
});
