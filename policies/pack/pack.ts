import { environmentNamed } from "../../environments";
import { imageSources } from "../../images";
import type { Policies, ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { type Attributed, RULE_ERROR, UNKNOWN_VALUE } from "../engine/evaluate";
import { EXCEPTION_EXPIRED, EXCEPTION_INVALID, EXCEPTION_UNUSED } from "../engine/exception-list";
import { refuseLowered } from "./levels";
import { type Rule, type Situation, situationIn } from "../engine/rule";
import type { Guard } from "./server-guard";
import { Session } from "./session";
import { today } from "../engine/today";
import type { Standard } from "../engine/verdict";

/** A pack for the engine: the policies for the SDK, and what judges each request before they run. */
export interface Pack {
    readonly policies: Policies;
    readonly guard: Guard;
}

/**
 * The situation of the stack that the engine runs the pack for.
 *
 * @param environment the pack's process has the stack's configuration there, as the program has it
 */
export function situationOf(environment: NodeJS.ProcessEnv): Situation {
    const config = JSON.parse(environment["PULUMI_CONFIG"] ?? "{}") as Record<string, unknown>;
    const project = environment["PULUMI_NODEJS_PROJECT"] ?? "";
    return situationIn(
        environmentNamed(config[`${project}:environment`]),
        today(),
        imageSources(config[`${project}:images`]),
        environment["PULUMI_NODEJS_DRY_RUN"] === "false",
    );
}

/**
 * The rules as CrossGuard policies, one each, so that the CLI lists them and their levels.
 *
 * A rule whose object alone decides becomes a resource policy: it runs before the resource is made and stops it. A rule
 * that relates objects becomes a stack policy, which the engine runs when everything is done. `pulumi up` previews first
 * and a preview fails on it too, so it stops an `up` as well, unless that skips the preview.
 */
export function createPack(standard: Standard): Pack {
    const session = new Session(standard);
    const { rules } = standard;

    const onResource = (name: string, isAbout: (found: Attributed) => boolean) => ({
        name,
        validateResource({ urn }: ResourceValidationArgs, report: ReportViolation): void {
            session
                .found(urn)
                .filter(isAbout)
                .forEach((found) => report(text(name, found)));
        },
    });
    const onStack = (name: string, isAbout: (found: Attributed) => boolean) => ({
        name,
        validateStack(_: StackValidationArgs, report: ReportViolation): void {
            session
                .foundInStack()
                .filter(([found]) => isAbout(found))
                .forEach(([found, urn]) => report(text(name, found), urn));
        },
    });
    const policies: Policies = [
        ...rules.map((rule) =>
            rule.scope === "stack"
                ? { ...metadata(rule), ...onStack(rule.id, (found) => found.origin === rule || isUnreadable(found)) }
                : { ...metadata(rule), ...onResource(rule.id, (found) => found.origin === rule) },
        ),
        ...OF_NO_RULE.map(({ name, description }) => ({
            ...{ description, enforcementLevel: "mandatory" as const },
            ...(name === EXCEPTION_UNUSED ? onStack : onResource)(name, isOnly(name)),
        })),
    ];
    const guard: Guard = {
        configure: (levels) => refuseLowered(levels, policies),
        resource: (urn, resource) => session.resource(urn, resource),
        stack: (resources) => session.stack(resources),
    };
    return { policies, guard };
}

/** Violations that belong to no rule, and that a policy of their own reports. */
const OF_NO_RULE = [
    { name: UNKNOWN_VALUE, description: "What a resource holds is known before deployment" },
    { name: RULE_ERROR, description: "Resources can be read" },
    { name: EXCEPTION_INVALID, description: "Exceptions are complete and well-formed" },
    { name: EXCEPTION_EXPIRED, description: "Exceptions have not expired" },
    { name: EXCEPTION_UNUSED, description: "Exceptions cover something" },
] as const;

function isOnly(name: string): (found: Attributed) => boolean {
    return ({ origin, violation }) => origin === undefined && violation.rule === name;
}

/** Whether no rule could read the resource: none of them has passed. */
function isUnreadable({ origin, source }: Attributed): boolean {
    return origin === undefined && source !== undefined;
}

function metadata(rule: Rule) {
    const url = rule.references.find((reference) => reference.url !== undefined)?.url;
    return {
        description: rule.title,
        enforcementLevel: rule.level,
        severity: rule.severity,
        remediationSteps: rule.remediation,
        url,
    };
}

/** A policy has one name: a violation of another kind, such as an unknown value, says so. */
function text(policy: string, { violation: { rule, resource, message } }: Attributed): string {
    return `${rule === policy ? "" : `${rule}: `}${resource}: ${message}`;
}
