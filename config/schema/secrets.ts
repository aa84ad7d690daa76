import { z } from "zod";
import { awsRegion, count, line } from "./fields";

const generation = (what: string) => count(1, 9999).default(1).describe(`Generation of ${what}.`);

const generations = z
    .strictObject({
        kratosCookie: generation("the secret that signs Kratos' cookies"),
        kratosCipher: generation("the secret that encrypts data at rest in Kratos"),
        kratosDefault: generation("Kratos' default secret"),
        kratosPagination: generation("the secret that encrypts page tokens"),
        postgresKratos: generation("Kratos' logins to its database, all three (`postgres.mode: standalone`)"),
        mongodbKato: generation("KATO's login to MongoDB (`mongodb.mode: standalone`)"),
        mongodbAdmin: generation("the password of MongoDB's own administrator"),
        redisKato: generation("KATO's password in Redis (`redis.mode: standalone`)"),
        redisInternal: generation("the passwords of Redis' own users: probe, keeper and operator"),
        qdrantApiKey: generation("KATO's API key of Qdrant (`qdrant.mode: standalone`)"),
        qdrantReadOnlyKey: generation("Qdrant's read-only key"),
        katoApiKeys: generation("the API keys of KATO's clients"),
        katoJwt: generation("the key that signs KATO's tokens"),
    })
    .prefault({})
    .describe(
        "Raise a number to rotate that credential; the value before stays valid until the next raise; those of KATO's API keys until `kato.apiKeys.withdrawn`.",
    );

const secretsManager = z.strictObject({
    store: z.literal("aws-secrets-manager").describe("`none` keeps them nowhere else; only development accepts it."),
    aws: z
        .strictObject({
            region: awsRegion().describe("Region of Secrets Manager and of the encryption keys that are made."),
            name: line("a name for this stack's secrets and keys", "production-eu")
                .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/)
                .optional()
                .meta({ accepted: "lower-case letters, digits and dashes, at most 40", defaultText: "the environment" })
                .describe(
                    "Part of every path and alias in AWS: `kato/<name>/credentials`, `alias/kato-platform-<name>`. Two stacks of one environment in one account and region need two names; the first `up` of the second would stop at paths that exist.",
                ),
            recoveryWindowDays: z
                .int()
                .min(7)
                .max(30)
                .default(30)
                .meta({ accepted: "a number of days, 7 to 30" })
                .describe("How long a deleted secret can be restored, in days; its name stays taken as long."),
        })
        .describe("Settings of AWS Secrets Manager."),
    generations,
});

const noStore = z.strictObject({ store: z.literal("none"), generations });

/** Where generated secrets are kept besides the cluster and the state, and how often each was renewed. */
export const secrets = z
    .discriminatedUnion("store", [secretsManager, noStore])
    .describe(
        "Where generated secrets are kept besides Pulumi's state and the cluster, and how often each was renewed.",
    );

const secretText = (description: string, most = 4096) =>
    z
        .string()
        .min(1)
        .max(most)
        .meta({ accepted: `text that is not empty, of at most ${most} characters`, description });

const secretFile = (file: string, accepted: string) => z.string().min(1).max(100_000).meta({ accepted, file });

/** The secrets that a person has to give: top-level keys, so that Pulumi's own marking tells exactly which value is secret. */
export const secretValues = {
    smtpPassword: secretText("Password of `kratos.smtp.user`. Required where that is set, otherwise ignored."),
    postgresPassword: secretText(
        "Password of `postgres.user`. Required where `postgres.mode` is `external`, otherwise ignored.",
    ),
    postgresMigrationPassword: secretText(
        "Password of `postgres.migrationUser`. Required where that is set, otherwise ignored.",
    ),
    postgresCourierPassword: secretText(
        "Password of `postgres.courierUser`. Required where that is set, otherwise ignored.",
    ),
    mongodbPassword: secretText(
        "Password of `mongodb.user`. Required where `mongodb.mode` is `external`, otherwise ignored.",
    ),
    redisPassword: secretText(
        "Password of `redis.user`. Required where `redis.mode` is `external`, otherwise ignored.",
    ),
    qdrantApiKey: secretText("API key of Qdrant. Required where `qdrant.mode` is `external`, otherwise ignored."),
    katoSecretEnv: secretText(
        "The values of `kato.extraSecretEnv`, one below the other. Required where that names any, otherwise ignored.",
        // What they may be in all is a rule, which counts bytes.
        100_000,
    ).meta({ each: "NAME" }),
    katoRegistryPassword: secretText(
        "Password or token of `kato.registry.user`. Required where `kato.registry` is set, otherwise ignored.",
    ),
    edgeCertificate: secretFile(
        "chain.pem",
        "certificates as PEM text, yours first and each followed by the one that signed it",
    ).describe(
        "Your certificate with its chain. Required where `edge.certificates.issuer` is `provided`, otherwise ignored.",
    ),
    edgePrivateKey: secretFile("kato.key", "a private key as PEM text, without passphrase").describe(
        "Its private key. Required where `edge.certificates.issuer` is `provided`, otherwise ignored.",
    ),
};
