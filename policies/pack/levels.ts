import type { Policies } from "@pulumi/policy";
import type { EnforcementLevel } from "./server-guard";

/** Names in a message; a configuration for "all" lowers every policy there is. */
const MOST_NAMES = 10;

/**
 * Refuses a configuration that lowers a mandatory policy; an advisory one may be raised, lowered or left out.
 *
 * @param levels the level that each policy is to have
 * @throws Error with the names of the policies that it lowers
 */
export function refuseLowered(levels: ReadonlyMap<string, EnforcementLevel>, policies: Policies): void {
    const lowered = policies.flatMap(({ name, enforcementLevel }) => {
        const level = levels.get(name) ?? enforcementLevel;
        return enforcementLevel === "mandatory" && (level === "advisory" || level === "disabled")
            ? [`${name} (${level})`]
            : [];
    });
    if (lowered.length > 0) {
        const shown = lowered.slice(0, MOST_NAMES).join(", ");
        const more = lowered.length > MOST_NAMES ? ` and ${lowered.length - MOST_NAMES} more` : "";
        throw new Error(
            `The policy configuration lowers what is mandatory and stays so: ${shown}${more}. ` +
                "Take them out of it; what one resource needs is an exception in policies/exceptions.ts.",
        );
    }
}
