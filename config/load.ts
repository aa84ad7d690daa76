import { complete } from "./complete";
import { ConfigError } from "./errors";
import { readIdentitySchema } from "./identity-schema";
import { findingsOf } from "./issues";
import { placeholderFindings, placeholders } from "./placeholders";
import { toProblem, unique } from "./problems";
import { ownKey } from "./project";
import { readProvidedCertificate } from "./provided-certificate/read";
import { applyRules } from "./rules";
import { leftovers, misspelt } from "./rules/leftovers";
import type { Draft } from "./rules/rule";
import { hiddenAreas } from "./rules/secret-values";
import { settings, stackSchema } from "./schema";
import { salvage } from "./schema/walk";
import type { ConfigSource } from "./source";
import type { Config } from "./types";

/**
 * Checks a stack's settings and fills in every default.
 *
 * @param now when certificates have to be valid
 * @throws ConfigError with everything that is wrong at once
 */
export function loadConfig(source: ConfigSource, now = new Date()): Config {
    const raw = readValues(source);
    const result = stackSchema.safeParse(raw);
    const draft = (result.success ? result.data : salvage(stackSchema, raw)) as Draft;
    const schemaPath = draft.kratos?.identitySchema;
    const identity = schemaPath === undefined ? undefined : readIdentitySchema(projectDirectory(source), schemaPath);
    const certificate = readProvidedCertificate(draft, source, now);
    const findings = unique(
        hiddenAreas(raw, source),
        misspelt(source),
        leftovers(raw),
        result.success ? [] : findingsOf(stackSchema, result.error.issues, raw),
        applyRules(draft, source),
        identity?.findings ?? [],
        certificate.findings,
        source.deploys === true ? placeholderFindings(draft, source) : [],
    );
    if (!result.success || findings.length > 0) {
        throw new ConfigError(
            `stack ${source.stack}`,
            findings.map((finding) => toProblem(finding, source, raw)),
        );
    }
    const config = complete(source.stack, result.data, identity?.document, certificate.ocspResponder);
    const examples = placeholders(config).map(({ path }) => path);
    if (examples.length > 0) {
        source.warn?.(`A deployment is refused until these settings hold values of your own: ${examples.join(", ")}.`);
    }
    return config;
}

function projectDirectory(source: ConfigSource): string {
    return source.projectDirectory ?? process.cwd();
}

/** Our keys as values. An absent area is an empty one, so that each of its required settings is named. */
function readValues(source: ConfigSource): Record<string, unknown> {
    const raw: Record<string, unknown> = { secrets: {}, kratos: {}, kato: {} };
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
