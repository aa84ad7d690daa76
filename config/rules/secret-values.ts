import { encrypt, encryptPart, type Finding, type Fix, say } from "../finding";
import { isObject } from "../path";
import { fullKey } from "../project";
import { type SecretKey, secretKeys, settings } from "../schema";
import type { ConfigSource } from "../source";
import type { Draft, Rule } from "./rule";

/** Whether the stack cannot do without the secret, and which setting says so. */
export const neededBy: Readonly<Record<SecretKey, (draft: Draft) => string | undefined>> = {
    smtpPassword: ({ kratos }) => (kratos?.smtp?.user === undefined ? undefined : "`kratos.smtp.user` is set"),
    postgresPassword: ({ postgres }) => (postgres?.mode === "external" ? "`postgres.mode` is `external`" : undefined),
    postgresMigrationPassword: ({ postgres }) =>
        postgres?.mode === "external" && postgres.migrationUser !== undefined
            ? "`postgres.migrationUser` is set"
            : undefined,
    postgresCourierPassword: ({ postgres }) =>
        postgres?.mode === "external" && postgres.courierUser !== undefined
            ? "`postgres.courierUser` is set"
            : undefined,
    mongodbPassword: ({ mongodb }) => (mongodb?.mode === "external" ? "`mongodb.mode` is `external`" : undefined),
    redisPassword: ({ redis }) => (redis?.mode === "external" ? "`redis.mode` is `external`" : undefined),
    qdrantApiKey: ({ qdrant }) => (qdrant?.mode === "external" ? "`qdrant.mode` is `external`" : undefined),
    katoSecretEnv: ({ kato }) =>
        (kato?.extraSecretEnv ?? []).length === 0 ? undefined : "`kato.extraSecretEnv` names some",
    katoRegistryPassword: ({ kato }) => (kato?.registry === undefined ? undefined : "`kato.registry` is set"),
    edgeCertificate: isProvided,
    edgePrivateKey: isProvided,
};

function isProvided({ edge }: Draft): string | undefined {
    return edge?.certificates?.issuer === "provided" ? "`edge.certificates.issuer` is `provided`" : undefined;
}

/** Every secret that the settings need is there. */
export const secretsAreGiven: Rule = (draft, source) =>
    secretKeys.flatMap((key): Finding[] => {
        const reason = neededBy[key](draft);
        if (reason === undefined || source.values[fullKey(key)] !== undefined) return [];
        return [{ path: [key], expected: `a secret, because ${reason}`, fixes: encrypted(key, draft) }];
    });

/** Outside development: secrets are encrypted in the stack's file. */
export const secretsAreEncrypted: Rule = (draft, source) =>
    secretKeys
        .filter((key) => source.values[fullKey(key)] !== undefined && !source.secretKeys.has(fullKey(key)))
        .map((key) => ({
            path: [key],
            found: "plain text",
            expected:
                "an encrypted value: whoever reads the file, now or in its history, reads this one (so change it, too)",
            fixes: encrypted(key, draft),
        }));

/** A secret that consists of several is written one by one. */
function encrypted(key: SecretKey, { kato }: Draft): Fix[] {
    const names = (key === "katoSecretEnv" ? kato?.extraSecretEnv : undefined) ?? [];
    const parts = names.flatMap((name) => (name === undefined ? [] : [encryptPart(key, name)]));
    return parts.length === 0 ? [encrypt(key)] : parts;
}

/** Nothing else is encrypted: policies and previews without secrets have to know what a setting says. */
export const settingsArePlain: Rule = (_, source) =>
    Object.keys(settings).flatMap((key) => (source.secretKeys.has(fullKey(key)) ? [mustBePlain(key)] : []));

/** Areas that are encrypted as a whole: there is nothing else to say about them. */
export function hiddenAreas(raw: Readonly<Record<string, unknown>>, source: ConfigSource): Finding[] {
    return Object.keys(settings).flatMap((key) =>
        source.secretKeys.has(fullKey(key)) && !isObject(raw[key]) ? [mustBePlain(key)] : [],
    );
}

function mustBePlain(key: string): Finding {
    return {
        path: [key],
        found: "an encrypted value, which a preview cannot see",
        expected: `plain settings; only ${secretKeys.map((secret) => `\`${secret}\``).join(", ")} are encrypted`,
        fixes: [say("move a secret to its own key, and write everything else without --secret")],
    };
}
