import type { Violation } from "../../../policies/engine/evaluate";
import type { Excepted } from "../../../policies/engine/exception";
import type { Rule } from "../../../policies/engine/rule";
import type { Preview } from "../model/preview";

/**
 * Violations as SARIF 2.1, the format that code scanning takes. Those that an exception covers are suppressed results.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif({ stack, environment, violations, excepted, objects }: Preview, rules: readonly Rule[]): object {
    const manifests = new Map(objects.map(({ id, manifest }) => [id, manifest]));
    return {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                // Code scanning keeps the results of several stacks apart by this.
                automationDetails: { id: `policies/${stack}/` },
                properties: { environment },
                tool: {
                    driver: { name: "kato-policies", rules: rules.map(descriptor) },
                },
                results: [
                    ...violations.map((violation) => result(violation, manifests)),
                    ...excepted.map((one) => ({
                        ...result(one.violation, manifests),
                        suppressions: [{ kind: "external", justification: justification(one) }],
                    })),
                ],
            },
        ],
    };
}

function result(violation: Violation, manifests: ReadonlyMap<string, string>): object {
    const { rule, level, severity, resource, message } = violation;
    return {
        ruleId: rule,
        level: level === "mandatory" ? "error" : "warning",
        message: { text: message },
        locations: [
            {
                physicalLocation: {
                    artifactLocation: { uri: manifests.get(resource) ?? "resources.json" },
                    region: { startLine: 1 },
                },
                logicalLocations: [{ fullyQualifiedName: resource }],
            },
        ],
        properties: { severity },
    };
}

function justification({ by: { exception } }: Excepted): string {
    return `${exception.reason} (${exception.owner}, until ${exception.expiry})`;
}

function descriptor({ id, title, description, level, remediation, references }: Rule): object {
    const helpUri = references.find(({ url }) => url !== undefined)?.url;
    return {
        id,
        shortDescription: { text: title },
        fullDescription: { text: description },
        help: { text: remediation },
        helpUri,
        defaultConfiguration: { level: level === "mandatory" ? "error" : "warning" },
    };
}
