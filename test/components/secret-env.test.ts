import assert from "node:assert/strict";
import { Platform } from "../../components/platform";
import { record, type Recording } from "../support/record";
import { stackConfig } from "../support/stack";

const CANARY = "sk-canary-4711-of-nobody";
const IMAGE = "ghcr.io/karima/kato:3.0.0";

const stack = (value: string): Promise<Recording> =>
    record(
        () =>
            new Platform("platform", {
                config: stackConfig("prod", {
                    kato: {
                        image: IMAGE,
                        replicas: { min: 3 },
                        cors: { origins: ["https://app.karima.com"] },
                        extraSecretEnv: ["OPENAI_API_KEY", "PIN"],
                    },
                    // As Pulumi hands it out: what looks like a number has become one.
                    katoSecretEnv: { OPENAI_API_KEY: value, PIN: 1234567 },
                }),
            }),
    );

describe("KATO's own secret variables", () => {
    let made: Recording;
    before(async () => {
        made = await stack(CANARY);
    });

    it("are in its Secret and in the store outside, and appear nowhere else, in no form", () => {
        const forms = [CANARY, Buffer.from(CANARY).toString("base64"), encodeURIComponent(`${CANARY} `).trim()];
        const holders = made.resources
            .filter(({ inputs, outputs }) => {
                const text = JSON.stringify([inputs, outputs]);
                return forms.some((form) => text.includes(form));
            })
            .map(({ name }) => name);
        assert.deepEqual(holders.sort(), ["credentials-kato", "kato-secrets"]);
    });

    it("are marked secret in both, text each", () => {
        const { data } = made.one("kubernetes:core/v1:Secret::kato-secrets").inputs as {
            data: { "a secret": Record<string, string> };
        };
        const value = (name: string) => Buffer.from(data["a secret"][name] ?? "", "base64").toString();
        assert.deepEqual([value("OPENAI_API_KEY"), value("PIN")], [CANARY, "1234567"]);
        const { secretString } = made.one("aws:secretsmanager/secretVersion:SecretVersion::credentials-kato")
            .inputs as { secretString: { "a secret": string } };
        assert.equal((JSON.parse(secretString["a secret"]) as Record<string, string>)["OPENAI_API_KEY"], CANARY);
    });

    it("reach KATO by the Secret that it reads already, which no variable of the pod repeats", () => {
        const text = JSON.stringify(made.one("kubernetes:apps/v1:Deployment::kato").inputs);
        assert.ok(text.includes("secretRef") && !text.includes("OPENAI_API_KEY"));
    });

    it("roll KATO over when a value changes: its Secret is immutable", () => {
        const { immutable } = made.one("kubernetes:core/v1:Secret::kato-secrets").inputs;
        assert.equal(immutable, true);
    });
});
