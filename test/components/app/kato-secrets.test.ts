import assert from "node:assert/strict";
import { onDay } from "../../support/clock";
import { generated } from "../../support/record";
import { type Made, made, MONGODB, QDRANT, valuesOf } from "./made";

const keys = (generation: number, ...numbers: number[]) =>
    numbers.map((number) => generated(`kato-api-key-${number}-g${generation}`, 43));

describe("KATO's secrets", () => {
    let kato: Made;
    before(async () => {
        kato = await made();
    });

    it("are the guide's variables, in a Secret that is auto-named and immutable (security guide, “Kubernetes Secrets”)", () => {
        const { metadata, immutable, type } = kato.recording.one("kubernetes:core/v1:Secret::kato-secrets").inputs;
        assert.equal((metadata as { name?: string }).name, undefined);
        assert.deepEqual([immutable, type], [true, "Opaque"]);
        assert.deepEqual(valuesOf(kato, "kato-secrets"), {
            // "MongoDB Authentication"
            MONGO_BASE_URL:
                "mongodb://kato_user:of%2Fmongo@mongo-kb.kato.svc:27017/kato?authSource=kato" +
                "&authMechanism=SCRAM-SHA-256&tls=true&tlsCAFile=/etc/kato/ca/bundle.pem",
            MONGO_USERNAME: "kato_user",
            MONGO_PASSWORD: "of/mongo",
            // "Redis Security"
            REDIS_URL:
                "rediss://kato_user:of%2Fredis@redis-kb.kato.svc:6379/0" +
                "?ssl_cert_reqs=required&ssl_check_hostname=true&ssl_ca_certs=/etc/kato/ca/bundle.pem",
            REDIS_PASSWORD: "of/redis",
            // "Qdrant Security"
            QDRANT_API_KEY: "of qdrant",
            // "API Key Authentication"
            API_KEYS: keys(1, 1, 2, 3, 4, 5).join(","),
            // "JWT Authentication"
            JWT_SECRET_KEY: generated("kato-jwt-g1", 86),
        });
    });

    it("are five API keys of 32 random bytes and a JWT key of 64 (security guide, “API Authentication”)", () => {
        const lengths = kato.recording
            .ofType("random:index/randomPassword:RandomPassword")
            .map(({ name, inputs }) => [name, inputs["length"], inputs["special"]]);
        assert.deepEqual(lengths.sort(), [
            ["kato-api-key-1-g1", 43, false],
            ["kato-api-key-2-g1", 43, false],
            ["kato-api-key-3-g1", 43, false],
            ["kato-api-key-4-g1", 43, false],
            ["kato-api-key-5-g1", 43, false],
            ["kato-jwt-g1", 86, false],
        ]);
    });

    it("are as many and as long as the stack asks", async () => {
        const other = await made({
            apiKeys: { count: 2, bytes: 48, overlapDays: 14, withdrawn: 0 },
            jwt: { algorithm: "HS256", expireMinutes: 30, keyBytes: 32 },
        });
        const { API_KEYS, JWT_SECRET_KEY } = valuesOf(other, "kato-secrets");
        const lengths = API_KEYS?.split(",").map(({ length }) => length);
        assert.deepEqual([lengths, JWT_SECRET_KEY?.length], [[65, 65], 43]);
    });

    it("accept the API keys of two generations, the new ones first", async () => {
        const generations = { apiKeys: 3, jwt: 1 };
        const { API_KEYS } = valuesOf(await made({ generations }), "kato-secrets");
        assert.deepEqual(API_KEYS?.split(","), [...keys(3, 1, 2, 3, 4, 5), ...keys(2, 1, 2, 3, 4, 5)]);
    });

    it("accept the API keys before no more once they are withdrawn, and those of the next raise again", async () => {
        const apiKeys = { count: 2, bytes: 32, overlapDays: 14, withdrawn: 2 };
        const accepted = async (generation: number) =>
            valuesOf(await made({ apiKeys, generations: { apiKeys: generation, jwt: 1 } }), "kato-secrets")["API_KEYS"];
        assert.equal(await accepted(3), keys(3, 1, 2).join(","));
        assert.equal(await accepted(4), [...keys(4, 1, 2), ...keys(3, 1, 2)].join(","));
    });

    it("know until when the keys before them are accepted", async () => {
        const apiKeys = { count: 2, bytes: 32, overlapDays: 9, withdrawn: 0 };
        const { recording } = await onDay("2026-12-28", () => made({ apiKeys }));
        const keepers = recording
            .ofType("random:index/randomPassword:RandomPassword")
            .map(({ name, inputs }) => [name, inputs["keepers"]]);
        const known = { generatedOn: "2026-12-28", previousUntil: "2027-01-06" };
        assert.deepEqual(keepers.sort(), [
            ["kato-api-key-1-g1", known],
            ["kato-api-key-2-g1", known],
            ["kato-jwt-g1", { generatedOn: "2026-12-28" }],
        ]);
    });

    it("have one JWT key: the one before is delivered nowhere", async () => {
        const raised = await made({ generations: { apiKeys: 1, jwt: 2 } });
        assert.equal(valuesOf(raised, "kato-secrets")["JWT_SECRET_KEY"], generated("kato-jwt-g2", 86));
        const before = generated("kato-jwt-g1", 86);
        const known = JSON.stringify(raised.recording.resources.map(({ inputs }) => inputs));
        assert.ok(!known.includes(before) && !known.includes(Buffer.from(before).toString("base64")));
    });

    it("protect in production what is in use, and let go of what is about to be dropped", async () => {
        const raised = await made({ production: true, generations: { apiKeys: 2, jwt: 2 } });
        const states = raised.recording.resources
            .filter(({ name }) => name.startsWith("kato-api-key-1"))
            .map((resource) => [resource.name, resource.protect]);
        assert.deepEqual(states, [
            ["kato-api-key-1-g2", true],
            ["kato-api-key-1-g1", false],
        ]);
    });

    it("keep outside the cluster nothing that a store does not have", async () => {
        const { readOnlyKey, ...qdrant } = QDRANT;
        assert.ok(readOnlyKey !== undefined);
        const { stored } = await made({ mongodb: { ...MONGODB, operatorSecrets: {} }, qdrant });
        assert.deepEqual(Object.keys(stored[0]?.values ?? {}).sort(), [
            "api_keys",
            "jwt_secret_key",
            "mongo_base_url",
            "mongo_password",
            "mongo_username",
            "qdrant_api_key",
            "redis_password",
            "redis_url",
            "redis_username",
        ]);
    });
});
