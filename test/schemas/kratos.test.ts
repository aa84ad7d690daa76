import assert from "node:assert/strict";
import { parse } from "yaml";
import { kratosConfig, type KratosSettings } from "../../components/identity/kratos-config";
import { SETTINGS, WITHOUT_MAIL } from "../components/identity/settings";
import { recordedPlatform } from "../support/platform";
import type { Recording } from "../support/record";
import { kratosSchema } from "./published";
import { validator } from "./validate";

type Document = Record<string, unknown>;

/** As Kratos merges its configuration files. */
function merged(first: unknown, ...others: unknown[]): Document {
    return others.reduce<Document>((into, from) => {
        const result = { ...into };
        for (const [key, value] of Object.entries(from as Document)) {
            const mergeable = typeof value === "object" && value !== null && !Array.isArray(value) && key in result;
            result[key] = mergeable ? merged(result[key], value) : value;
        }
        return result;
    }, first as Document);
}

/** What the pods read: the ConfigMap's kratos.yml and the secret files. */
function delivered(recording: Recording, ...secrets: string[]): Document {
    const { data } = recording.one("kubernetes:core/v1:ConfigMap::kratos-config").inputs as {
        data: Record<string, string>;
    };
    const files = secrets.map((name) => {
        const { data } = recording.one(`kubernetes:core/v1:Secret::${name}`).inputs as {
            data: { "a secret": Record<string, string> };
        };
        return Object.values(data["a secret"]).map(
            (text) => JSON.parse(Buffer.from(text, "base64").toString("utf8")) as unknown,
        );
    });
    return merged(parse(String(data["kratos.yml"])), ...files.flat());
}

const SECRET_FILES = {
    dsn: "postgres://user:password@host:5432/kratos?sslmode=verify-full",
    secrets: { cookie: ["c".repeat(43), "d".repeat(43)], cipher: ["e".repeat(32)], pagination: ["f".repeat(43)] },
};

describe("Kratos' configuration against the schema of v26.2.0", () => {
    let violations: (document: unknown) => string[];
    before(async () => {
        violations = validator(await kratosSchema());
    });

    it("is valid as the server of either stack reads it", async () => {
        for (const stack of ["dev", "prod"] as const) {
            const config = delivered(await recordedPlatform(stack), "kratos-database", "kratos-secrets");
            assert.deepEqual(violations(config), [], stack);
        }
    });

    it("is valid as the courier reads it", async () => {
        const config = delivered(await recordedPlatform("prod"), "kratos-courier-database", "kratos-mail");
        assert.match(JSON.stringify(config["courier"]), /smtps:/);
        assert.deepEqual(violations(config), []);
    });

    it("is valid for every choice that a stack has", () => {
        const variants: KratosSettings[] = [
            WITHOUT_MAIL,
            { ...SETTINGS, sender: { address: "no-reply@karima.com" } },
            ...["trace", "debug", "info", "warning", "error", "fatal", "panic"].map((level) => ({
                ...SETTINGS,
                log: { ...SETTINGS.log, level },
            })),
            { ...SETTINGS, log: { level: "debug", format: "text", leakSensitiveValues: true } },
            { ...SETTINGS, cookies: { sameSite: "Lax", domain: "localhost" } },
            { ...SETTINGS, cookies: { sameSite: "None", domain: "localhost" } },
            { ...SETTINGS, publicBaseUrl: "http://localhost:4433/", uiUrl: "http://localhost:4455" },
            { ...SETTINGS, sessionLifespan: "1h30m", passwordMinLength: 8 },
            { ...SETTINGS, allowedOrigins: ["https://*.example.com"] },
        ];
        for (const settings of variants) {
            const config = merged(kratosConfig(settings, "v26.2.0"), SECRET_FILES);
            assert.deepEqual(violations(config), [], JSON.stringify(settings));
        }
    });

    it("would not be valid with a setting that Kratos does not know, a short cipher secret or another algorithm", () => {
        const config = merged(kratosConfig(SETTINGS, "v26.2.0"), SECRET_FILES);
        assert.match(violations({ ...config, sellfservice: {} }).join("\n"), /sellfservice/);
        assert.match(
            violations(merged(config, { serve: { public: { cors: { origins: [] } } } })).join("\n"),
            /origins/,
        );
        assert.match(violations(merged(config, { secrets: { cipher: ["short"] } })).join("\n"), /secrets\/cipher/);
        assert.match(violations(merged(config, { ciphers: { algorithm: "rot13" } })).join("\n"), /ciphers\/algorithm/);
    });
});
