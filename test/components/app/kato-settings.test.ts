import assert from "node:assert/strict";
import { katoConfig, type KatoSettings } from "../../../components/app/kato-settings";
import { platformVariables } from "../../../config/kato-variables";
import { templateOf } from "../../support/pods";
import { DEPLOYMENT, GUIDE, type Made, made, QDRANT, RETENTION, valuesOf } from "./made";

const SETTINGS: KatoSettings = { ...GUIDE, qdrant: QDRANT, kratosUrl: "https://kratos.kratos.svc:4433/", extraEnv: {} };

describe("KATO's configuration", () => {
    let kato: Made;
    before(async () => {
        kato = await made({ extraEnv: { LOG_LEVEL: "info" } });
    });

    it("is the guide's variables in a ConfigMap that is auto-named and immutable", () => {
        const { metadata, ...rest } = kato.recording.one("kubernetes:core/v1:ConfigMap::kato-config").inputs;
        assert.equal((metadata as { name?: string }).name, undefined);
        assert.deepEqual(rest, {
            apiVersion: "v1",
            kind: "ConfigMap",
            immutable: true,
            data: {
                // "Qdrant Security"
                QDRANT_HOST: "qdrant-kb.kato.svc",
                QDRANT_PORT: "6333",
                // "JWT Authentication"
                JWT_ALGORITHM: "HS256",
                JWT_EXPIRE_MINUTES: "30",
                // "Production CORS Settings"
                CORS_ENABLED: "true",
                CORS_ORIGINS: "https://app.yourdomain.com,https://admin.yourdomain.com",
                CORS_CREDENTIALS: "true",
                CORS_METHODS: "GET,POST,PUT,DELETE",
                CORS_HEADERS: "Content-Type,Authorization,X-API-Key",
                // Where sessions are checked, and what servers' certificates are verified with.
                KRATOS_PUBLIC_URL: "https://kratos.kratos.svc:4433/",
                SSL_CERT_FILE: "/etc/kato/ca/bundle.pem",
                REQUESTS_CA_BUNDLE: "/etc/kato/ca/bundle.pem",
                GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: "/etc/kato/ca/bundle.pem",
                // The stack's own.
                LOG_LEVEL: "info",
            },
        });
    });

    it("names no origin where there is none: the guide's code takes an absent variable for any origin", () => {
        const config = katoConfig({ ...SETTINGS, cors: { ...SETTINGS.cors, enabled: false, origins: [] } });
        assert.deepEqual([config["CORS_ENABLED"], config["CORS_ORIGINS"]], ["false", ""]);
    });

    it("lets no further variable take the place of the platform's own", () => {
        assert.equal(katoConfig({ ...SETTINGS, extraEnv: { CORS_ORIGINS: "*" } })["CORS_ORIGINS"], "https://app.yourdomain.com,https://admin.yourdomain.com"); // prettier-ignore
    });

    it("sets, with the secrets, exactly the variables that the stack file may not set by itself", async () => {
        const plain = await made();
        const { data } = plain.recording.one("kubernetes:core/v1:ConfigMap::kato-config").inputs;
        const own = [DEPLOYMENT, RETENTION].flatMap((name) => {
            const env = templateOf(plain.recording.one(name))?.spec.containers[0]?.["env"] ?? [];
            return (env as { name: string }[]).map(({ name }) => name);
        });
        const set = [...Object.keys(data as object), ...Object.keys(valuesOf(plain, "kato-secrets")), ...own];
        assert.deepEqual(set.sort(), [...platformVariables].sort());
    });

    it("has no password, key or login", () => {
        const text = JSON.stringify(kato.recording.ofType("kubernetes:core/v1:ConfigMap").map(({ inputs }) => inputs));
        assert.doesNotMatch(text, /PASSWORD|API_KEY|SECRET|USERNAME|of\/|kato_user|a secret/);
    });
});
