import { z } from "zod";
import { ENVIRONMENTS } from "../../environments";
import { certificates, cluster } from "./cluster";
import { edge } from "./edge";
import { images } from "./images";
import { kato } from "./kato";
import { kratos } from "./kratos";
import "./meta";
import { mongodb } from "./mongodb";
import { postgres } from "./postgres";
import { privateEndpoints } from "./private-endpoints";
import { qdrant } from "./qdrant";
import { redis } from "./redis";
import { retention } from "./retention";
import { secrets, secretValues } from "./secrets";
import { storage } from "./storage";

/** What a person sets up; the order is that of the documentation and of error messages. */
export const settings = {
    environment: z
        .enum(ENVIRONMENTS)
        .describe(
            "What the stack is for. `development` is one person's: it may use http and localhost, no store and the current kube-context. `staging` is reached by others like production, but can be small and thrown away: nothing is protected from deletion. `production` is held to every rule.",
        ),
    cluster,
    images,
    storage,
    privateEndpoints,
    certificates,
    secrets,
    postgres,
    mongodb,
    redis,
    qdrant,
    kratos,
    kato,
    edge,
    retention,
};

/** Every key of the stack file that is ours. */
export const stackSchema = z.strictObject({
    ...settings,
    smtpPassword: secretValues.smtpPassword.optional(),
    postgresPassword: secretValues.postgresPassword.optional(),
    postgresMigrationPassword: secretValues.postgresMigrationPassword.optional(),
    postgresCourierPassword: secretValues.postgresCourierPassword.optional(),
    mongodbPassword: secretValues.mongodbPassword.optional(),
    redisPassword: secretValues.redisPassword.optional(),
    qdrantApiKey: secretValues.qdrantApiKey.optional(),
    katoSecretEnv: secretValues.katoSecretEnv.optional(),
    katoRegistryPassword: secretValues.katoRegistryPassword.optional(),
    edgeCertificate: secretValues.edgeCertificate.optional(),
    edgePrivateKey: secretValues.edgePrivateKey.optional(),
});

/** Top-level keys whose value must be encrypted (`pulumi config set --secret`). */
export const secretKeys = [
    "smtpPassword",
    "postgresPassword",
    "postgresMigrationPassword",
    "postgresCourierPassword",
    "mongodbPassword",
    "redisPassword",
    "qdrantApiKey",
    "katoSecretEnv",
    "katoRegistryPassword",
    "edgeCertificate",
    "edgePrivateKey",
] as const satisfies (keyof typeof secretValues)[];
export type SecretKey = (typeof secretKeys)[number];
