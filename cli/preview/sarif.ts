import type { Violation } from "../../policies/evaluate";
import type { Rule } from "../../policies/rule";
import type { KubernetesObject } from "./objects";

/**
 * Violations as SARIF 2.1, the format that code scanning takes.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(
    violations: readonly Violation[],
    rules: readonly Rule[],
    objects: readonly KubernetesObject[],
): object {
    const manifests = new Map(objects.map(({ id, manifest }) => [id, manifest]));
    return {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: {
                    driver: { name: "kato-policies", rules: rules.map(descriptor) },
                },
                results: violations.map(({ rule, level, severity, resource, message }) => ({
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
                })),
            },
        ],
    };
}

function descriptor({ id, title, description, level, remediation, references }: Rule): object {
    const helpUri = references.find(({ url }) => url !== undefined)?.url;
    return {
        id,
        shortDescription: { text: title },
        fullDescription: { text: description },
        help: { text: remediation },
        ...(helpUri === undefined ? {} : { helpUri }),
        defaultConfiguration: { level: level === "mandatory" ? "error" : "warning" },
    };
}
