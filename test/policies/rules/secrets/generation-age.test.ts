import assert from "node:assert/strict";
import { evaluate } from "../../../../policies/engine/evaluate";
import type { PolicyResource } from "../../../../kubernetes/resource";
import { generationAge } from "../../../../policies/rules/secrets/generation-age";
import { secretLiteral } from "../../../../policies/rules/secrets/secret-literal";
import { verdict } from "../../../../policies/engine/verdict";
import { Platform } from "../../../../components/platform";
import { record } from "../../../support/record";
import { stackConfig } from "../../../support/stack";
import { PRODUCTION } from "../../situation";

const PASSWORD = "random:index/randomPassword:RandomPassword";

/** Every key of `secrets.generations`, each at a generation of its own, by which its credentials are told apart. */
const GENERATIONS: Readonly<Record<string, number>> = {
    kratosCookie: 2,
    kratosCipher: 3,
    kratosDefault: 4,
    kratosPagination: 5,
    postgresKratos: 6,
    mongodbKato: 7,
    mongodbAdmin: 8,
    redisKato: 9,
    redisInternal: 10,
    qdrantApiKey: 11,
    qdrantReadOnlyKey: 12,
    katoApiKeys: 13,
    katoJwt: 14,
};

function messages(resources: readonly PolicyResource[], today: string): string[] {
    return evaluate([generationAge], resources, { ...PRODUCTION, today }).map(({ violation }) => violation.message);
}

function password(name: string, generatedOn: string): PolicyResource {
    return { type: PASSWORD, name, props: { keepers: { generatedOn } } };
}

describe("generation-age", () => {
    it("tells the day, the age, the limit and the line to write", () => {
        assert.deepEqual(messages([password("kato-api-key-3-g2", "2026-08-23")], "2026-11-22"), [
            "keepers.generatedOn: found 2026-08-23, which is 91 days ago, expected at most 90 days ago. Write: secrets.generations.katoApiKeys: 3",
        ]);
    });

    it("knows by which number of the stack file each credential of the platform is raised", async () => {
        const secrets = { store: "none", generations: GENERATIONS };
        const { resources } = await record(() => new Platform("platform", { config: stackConfig("dev", { secrets }) }));
        const credentials = resources.filter(({ type, name }) => type === PASSWORD && /-g\d+$/.test(name));
        const old = credentials.map(({ name }) => password(name, "2020-01-01"));
        const written = messages(old, "2026-11-22").map((message) => message.replace(/^.* Write: /, ""));
        assert.equal(written.length, credentials.length / 2, "each has two generations, of which one counts");
        const lines = Object.entries(GENERATIONS).map(([key, number]) => `secrets.generations.${key}: ${number + 1}`);
        assert.deepEqual([...new Set(written)].sort(), lines.sort());
    });

    it("gives 90 days to KATO's API keys and a year to all others, leap years included", () => {
        const limit = (name: string): number => {
            const ages = Array.from({ length: 400 }, (_, age) => age);
            const made = Date.parse("2027-06-01");
            const day = (age: number) => new Date(made + age * 86_400_000).toISOString().slice(0, 10);
            return ages.filter((age) => messages([password(name, "2027-06-01")], day(age)).length === 0).length - 1;
        };
        assert.equal(limit("kato-api-key-5-g1"), 90);
        for (const name of ["kato-jwt-g1", "kratos-cipher-g1", "qdrant-kb-api-key-g4", "another-g1"]) {
            assert.equal(limit(name), 365, name);
        }
    });

    it("may have exceptions that cover nothing in a preview, which has no state; no other rule may", () => {
        const exception = (rule: string) => ({
            resource: "_cluster/RandomPassword/kato-api-key-*",
            rule,
            reason: "The clients' new keys go out on Monday",
            owner: "platform-team@example.com",
            expiry: "2026-11-30",
        });
        const judged = (rule: string) => {
            const standard = {
                rules: [generationAge, secretLiteral],
                exceptions: [exception(rule)],
                situation: PRODUCTION,
            };
            return verdict([password("kato-api-key-1-g1", PRODUCTION.today)], standard, true).violations;
        };
        assert.deepEqual(judged("generation-age"), []);
        assert.deepEqual(
            judged("secret-literal").map(({ violation }) => violation.rule),
            ["exception-unused"],
        );
    });
});
