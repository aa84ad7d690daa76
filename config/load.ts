import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "./errors";
import { deepFreeze } from "./freeze";
import { ownKey } from "./project";
import { settings, stackSchema } from "./schema";
import type { ConfigSource } from "./source";
import type { Config, Parsed } from "./types";

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/**
 * Checks a stack's settings and fills in every default.
 *
 * @throws ConfigError with everything that is wrong at once
 */
export function loadConfig(source: ConfigSource): Config {
    const raw: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(source.values)) {
        const own = ownKey(key);
        if (own !== undefined) raw[own] = own in settings && own !== "environment" ? JSON.parse(value) : value;
    }
    const result = stackSchema.safeParse(raw);
    if (!result.success) {
        throw new ConfigError(
            `stack ${source.stack}`,
            result.error.issues.map((issue) => ({ path: issue.path.join("."), expected: issue.message, fix: "" })),
        );
    }
    return complete(source, result.data);
}

function complete(source: ConfigSource, parsed: Parsed): Config {
    const { smtpPassword, postgresPassword, cluster, kratos, ...rest } = parsed;
    const secret = (value: string | undefined) => (value === undefined ? undefined : pulumi.secret(value));
    return deepFreeze({
        stack: source.stack,
        ...rest,
        cluster: { ...cluster, apiServer: cluster.apiServer ?? { cidrs: privateRanges, port: 6443 } },
        kratos: {
            ...kratos,
            cookies: { ...kratos.cookies, domain: kratos.cookies.domain ?? new URL(kratos.publicBaseUrl).hostname },
            identitySchema: undefined,
        },
        smtpPassword: kratos.smtp === undefined ? undefined : secret(smtpPassword),
        postgresPassword: parsed.postgres.mode === "external" ? secret(postgresPassword) : undefined,
    });
}
