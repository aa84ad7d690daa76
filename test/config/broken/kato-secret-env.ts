import type { BrokenStack } from "./broken-stack";

/** KATO's own secrets: names in plain, values encrypted. */
export const katoSecretEnv: readonly BrokenStack[] = [
    {
        title: "secret variables that the platform sets itself, that are there twice and that are set in plain text as well",
        patch: "kato: { extraEnv: { A_TOKEN: b }, extraSecretEnv: [OPENAI_API_KEY, MONGO_PASSWORD, OPENAI_API_KEY, A_TOKEN] }",
        paths: ["kato.extraSecretEnv[1]", "kato.extraSecretEnv[2]", "kato.extraSecretEnv[3]"],
        says: [
            "a variable that the platform does not set itself: `secrets.generations.mongodbKato`",
            "each name once",
            "a name that is not in `kato.extraEnv` as well",
        ],
    },
    {
        title: "a secret variable with its value where its name belongs",
        patch: "kato: { extraSecretEnv: [OPENAI_API_KEY=sk-plain-value] }",
        paths: ["kato.extraSecretEnv[0]"],
        says: ["a name of letters, digits and `_` that does not begin with a digit"],
    },
    {
        title: "secret variables without a value, and a value without a variable",
        base: "dev",
        patch: `
            kato: { extraSecretEnv: [OPENAI_API_KEY, EMPTY] }
            katoSecretEnv: { OTHER_KEY: sk-plain-value, EMPTY: "" }
        `,
        paths: ["katoSecretEnv.OPENAI_API_KEY", "katoSecretEnv.EMPTY", "katoSecretEnv.OTHER_KEY"],
        says: [
            "a value that is text and not empty, because `kato.extraSecretEnv` names it",
            "pulumi config set --secret --path 'kato-platform:katoSecretEnv.OPENAI_API_KEY' --stack dev",
            "only names that are in `kato.extraSecretEnv`: this one would reach nobody",
        ],
        hides: ["sk-plain-value"],
    },
    {
        title: "one text in place of the secret variables",
        base: "dev",
        patch: `
            kato: { extraSecretEnv: [OPENAI_API_KEY] }
            katoSecretEnv: sk-plain-value
        `,
        paths: ["katoSecretEnv"],
        says: ["an object with a value for each name in `kato.extraSecretEnv`"],
        hides: ["sk-plain-value"],
    },
    {
        title: "secret variables in plain text",
        patch: `
            kato: { extraSecretEnv: [OPENAI_API_KEY] }
            katoSecretEnv: { OPENAI_API_KEY: sk-plain-value }
        `,
        paths: ["katoSecretEnv"],
        says: ["plain text", "'kato-platform:katoSecretEnv.OPENAI_API_KEY'"],
        hides: ["sk-plain-value"],
    },
    {
        title: "secret variables larger than the stores of secrets hold",
        base: "dev",
        patch: `
            kato: { extraSecretEnv: [OPENAI_API_KEY] }
            katoSecretEnv: { OPENAI_API_KEY: ${"x".repeat(32_769)} }
        `,
        paths: ["katoSecretEnv"],
        says: ["32769 bytes", "at most 32768 bytes in all"],
        hides: ["xxxx"],
    },
];
