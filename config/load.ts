import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "./errors";
import { deepFreeze } from "./freeze";
import { readIdentitySchema } from "./identity-schema";
import { findingsOf } from "./issues";
import { toProblem, unique } from "./problems";
import { ownKey } from "./project";
import { applyRules } from "./rules";
import { leftovers } from "./rules/leftovers";
import type { Draft } from "./rules/rule";
import { settings, stackSchema } from "./schema";
import { salvage } from "./schema/walk";
import type { ConfigSource } from "./source";
import type { Config, JsonObject, Parsed } from "./types";

/** RFC 1918: where the API server of a cluster on a developer's machine is. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/**
 * Checks a stack's settings and fills in every default.
 *
 * @throws ConfigError with everything that is wrong at once
 */
export function loadConfig(source: ConfigSource): Config {
    const raw = readValues(source);
    const result = stackSchema.safeParse(raw);
    const draft = (result.success ? result.data : salvage(stackSchema, raw)) as Draft;
    const schemaPath = draft.kratos?.identitySchema;
    const identity = schemaPath === undefined ? undefined : readIdentitySchema(projectDirectory(source), schemaPath);
    const findings = unique(
        leftovers(raw),
        result.success ? [] : findingsOf(stackSchema, result.error.issues, raw),
        applyRules(draft, source),
        identity?.findings ?? [],
    );
    if (!result.success || findings.length > 0) {
        throw new ConfigError(
            `stack ${source.stack}`,
            findings.map((finding) => toProblem(finding, source, raw)),
        );
    }
    return complete(source, result.data, identity?.document);
}

function projectDirectory(source: ConfigSource): string {
    return source.projectDirectory ?? process.cwd();
}

/** Our keys as values. An absent area is an empty one, so that each of its required settings is named. */
function readValues(source: ConfigSource): Record<string, unknown> {
    const raw: Record<string, unknown> = { secrets: {}, kratos: {} };
    for (const [full, text] of Object.entries(source.values)) {
        const key = ownKey(full);
        // A key without a value in YAML arrives as empty text.
        if (key !== undefined && text !== "") raw[key] = isText(key) ? text : parsed(text);
    }
    return raw;
}

function isText(key: string): boolean {
    return key === "environment" || !(key in settings);
}

/** Text that is no JSON stays as it is, and the schema refuses it as the text it is. */
function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function complete(source: ConfigSource, parsed: Parsed, identitySchema: JsonObject | undefined): Config {
    const { smtpPassword, postgresPassword, cluster, kratos, ...rest } = parsed;
    const secret = (value: string | undefined) => (value === undefined ? undefined : pulumi.secret(value));
    return deepFreeze({
        stack: source.stack,
        ...rest,
        cluster: { ...cluster, apiServer: cluster.apiServer ?? { cidrs: privateRanges, port: 6443 } },
        kratos: {
            ...kratos,
            cookies: { ...kratos.cookies, domain: kratos.cookies.domain ?? new URL(kratos.publicBaseUrl).hostname },
            identitySchema,
        },
        smtpPassword: kratos.smtp === undefined ? undefined : secret(smtpPassword),
        postgresPassword: parsed.postgres.mode === "external" ? secret(postgresPassword) : undefined,
    });
}
