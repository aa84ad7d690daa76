import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../environments";
import { databasePool } from "./database-pool";
import { completeEdge } from "./edge";
import { deepFreeze } from "./freeze";
import { defaultEdition, hasEncryption } from "./mongodb-edition";
import { neededBy } from "./rules/secret-values";
import type { SecretKey } from "./schema";
import type { Config, JsonObject, MongodbConfig, Parsed, SecretsConfig } from "./types";

/** RFC 1918: where the API server of a cluster on a developer's machine is. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Fills in the defaults that depend on other settings, marks secrets and freezes the whole. */
export function complete(
    stack: string,
    parsed: Parsed,
    identitySchema: JsonObject | undefined,
    ocspResponder: boolean,
): Config {
    const { cluster, secrets, mongodb, kratos, kato, edge, environment } = parsed;
    const secret = (key: SecretKey) => {
        const value = parsed[key];
        return value === undefined || neededBy[key](parsed) === undefined ? undefined : pulumi.secret(value);
    };
    return deepFreeze({
        ...parsed,
        stack,
        cluster: { ...cluster, apiServer: cluster.apiServer ?? { cidrs: privateRanges, port: 6443 } },
        secrets: completeSecrets(secrets, environment),
        mongodb: completeMongodb(mongodb, environment),
        kratos: {
            ...kratos,
            cookies: { ...kratos.cookies, domain: kratos.cookies.domain ?? new URL(kratos.publicBaseUrl).hostname },
            identitySchema,
            databasePool: databasePool(parsed),
        },
        kato: { ...kato, replicas: { ...kato.replicas, max: kato.replicas.max ?? kato.replicas.min } },
        edge: completeEdge(edge, environment, ocspResponder),
        smtpPassword: secret("smtpPassword"),
        postgresPassword: secret("postgresPassword"),
        postgresMigrationPassword: secret("postgresMigrationPassword"),
        postgresCourierPassword: secret("postgresCourierPassword"),
        mongodbPassword: secret("mongodbPassword"),
        redisPassword: secret("redisPassword"),
        qdrantApiKey: secret("qdrantApiKey"),
        katoSecretEnv: secret("katoSecretEnv"),
        katoRegistryPassword: secret("katoRegistryPassword"),
        edgeCertificate: secret("edgeCertificate"),
        edgePrivateKey: secret("edgePrivateKey"),
    });
}

function completeSecrets(secrets: Parsed["secrets"], environment: Environment): SecretsConfig {
    if (secrets.store === "none") return secrets;
    const { name = environment } = secrets.aws;
    return { ...secrets, aws: { ...secrets.aws, name } };
}

function completeMongodb(mongodb: Parsed["mongodb"], environment: Environment): MongodbConfig {
    if (mongodb.mode === "external") return mongodb;
    const edition = mongodb.edition ?? defaultEdition(environment);
    const { encryption = hasEncryption(edition), audit = hasEncryption(edition) } = mongodb;
    return { ...mongodb, edition, encryption, audit };
}
