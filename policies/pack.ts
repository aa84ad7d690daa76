import type { Policies, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { type Attributed, evaluateWith } from "./evaluate";
import { UNKNOWN } from "./field";
import type { PolicyResource } from "./resource";
import type { Rule, Situation } from "./rule";
import { rules } from "./rules";
import { today } from "./today";

const situation: Situation = { production: isProduction(), today: today() };

/** Whatever is not called development is held to what production is held to. */
function isProduction(): boolean {
    // The stack's configuration, which the engine gives the pack's process as it gives it the program.
    const config = JSON.parse(process.env["PULUMI_CONFIG"] ?? "{}") as Record<string, unknown>;
    return config[`${process.env["PULUMI_PROJECT"] ?? ""}:environment`] !== "development";
}

/**
 * The rules as CrossGuard policies, one each, so that the CLI lists them and their levels.
 *
 * A rule whose object alone decides becomes a resource policy: it runs before the resource is made and stops it. A rule
 * that relates objects becomes a stack policy, which the engine runs when everything is done. `pulumi up` previews first
 * and a preview fails on it too, so it stops an `up` as well, unless that skips the preview.
 */
export const policies: Policies = rules.map((rule) => {
    const policy = {
        name: rule.id,
        description: rule.title,
        enforcementLevel: rule.level,
        severity: rule.severity,
        remediationSteps: rule.remediation,
        ...url(rule),
    };
    if (rule.scope === "stack") {
        return {
            ...policy,
            validateStack(args: StackValidationArgs, report: (message: string, urn?: string) => void) {
                const urns = new Map(args.resources.map((resource) => [asResource(resource), resource.urn]));
                for (const { source, violation } of evaluateWith([rule], [...urns.keys()], situation)) {
                    report(`${violation.resource}: ${violation.message}`, urns.get(source));
                }
            },
        };
    }
    return {
        ...policy,
        validateResource(args: ResourceValidationArgs, report: (message: string) => void) {
            for (const { origin, violation } of judgeOnce(rule, args)) {
                // What no rule could read is every rule's violation: none of them has passed.
                if (origin === rule || origin === undefined) {
                    report(`${violation.resource}: ${violation.message}`);
                }
            }
        },
    };
});

const resourceRules = rules.filter(({ scope }) => scope !== "stack");
const judged = new Map<string, { readonly violations: readonly Attributed[]; readonly served: Set<Rule> }>();

/**
 * The engine calls every policy in turn for one resource; the first call reads it and runs all rules. A rule that comes
 * a second time with the same URN brings a new version of the resource.
 */
function judgeOnce(rule: Rule, args: ResourceValidationArgs): readonly Attributed[] {
    let entry = judged.get(args.urn);
    if (entry === undefined || entry.served.has(rule)) {
        entry = { violations: evaluateWith(resourceRules, [asResource(args)], situation), served: new Set() };
        judged.set(args.urn, entry);
    }
    entry.served.add(rule);
    return entry.violations;
}

type EngineResource = Pick<ResourceValidationArgs, "type" | "name" | "props" | "opts">;

function asResource({ type, name, props, opts }: EngineResource): PolicyResource {
    const { protect, parent } = opts;
    return {
        type,
        name,
        props: plain(props) as Record<string, unknown>,
        opts: { protect, ...(parent === undefined ? {} : { parent }) },
    };
}

/**
 * A copy without the SDK's proxies, which throw where a value is unknown: the rules decide what an unknown means. Left to
 * the SDK, it would end the policy there and make a mandatory one advisory.
 */
function plain(value: unknown): unknown {
    if (Array.isArray(value)) {
        // Not by iterating, which reads the elements on its own.
        return Array.from({ length: value.length }, (_, index) => known(() => value[index] as unknown));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const record = value as Record<string, unknown>;
    return Object.fromEntries(Object.keys(record).map((key) => [key, known(() => record[key])]));
}

function known(read: () => unknown): unknown {
    try {
        return plain(read());
    } catch (error) {
        // The SDK's UnknownValueError; its class is not exported.
        if (error instanceof Error && "unknownTypeSentinel" in error) {
            return UNKNOWN;
        }
        throw error;
    }
}

function url(rule: Rule): { readonly url?: string } {
    const found = rule.references.find((reference) => reference.url !== undefined)?.url;
    return found === undefined ? {} : { url: found };
}
