import { nsa } from "../references";
import { podRule, type Rule } from "../../engine/rule";

const REQUIRED = [
    ["requests", "cpu", "100m"],
    ["requests", "memory", "128Mi"],
    ["limits", "cpu", "500m"],
    ["limits", "memory", "128Mi"],
] as const;

export const resourcesRequired: Rule = {
    id: "resources-required",
    title: "Containers request CPU and memory and have limits for both",
    description: "Otherwise one container can starve every other on its node, and the scheduler cannot know it.",
    level: "mandatory",
    severity: "medium",
    references: [nsa("Resource policies")],
    remediation: "Write `requests` and `limits` for `cpu` and `memory`; measure first, and give memory the same twice.",
    ...podRule({
        container({ field, list }) {
            // The API refuses resources on an ephemeral container: it runs on what the pod already has.
            if (list === "ephemeralContainers") {
                return undefined;
            }
            return REQUIRED.filter(([kind, name]) => !isPositive(field.at("resources", kind, name).value)).map(
                ([kind, name, example]) => ({
                    at: field.at("resources", kind, name),
                    expected: "a quantity above 0",
                    write: `resources: { ${kind}: { ${name}: ${example} } }`,
                }),
            );
        },
    }),
};

function isPositive(quantity: unknown): boolean {
    return (typeof quantity === "string" || typeof quantity === "number") && Number.parseFloat(`${quantity}`) > 0;
}
