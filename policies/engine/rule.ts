import { type ImageSources, UPSTREAM } from "../../images";
import { type Environment, NORMS, type Norms } from "../../environments";
import { type Field, UnknownValue } from "../../kubernetes/field";
import type { Container, Pod } from "../../kubernetes/pod";
import type { PolicyObject } from "../../kubernetes/resource";

export type Level = "mandatory" | "advisory";
export type Severity = "critical" | "high" | "medium" | "low";

/** Where a rule comes from. */
export interface Reference {
    readonly title: string;
    readonly url?: string;
}

/** What a rule objects to in one object. */
export interface Finding {
    /** The field that is wrong or missing. */
    readonly at: Field;
    /** What stands there. Never a value that may be a secret. @default the value itself */
    readonly found?: string;
    /** What may stand there. */
    readonly expected: string;
    /** The line to write instead. */
    readonly write: string;
    /** Name of the container, which tells more than its index. */
    readonly container?: string;
}

/** A field that a rule needs is not known yet. */
export interface Undecided {
    readonly unknownPath: string;
}

/** What a verdict depends on besides the resources. */
export interface Situation extends Norms {
    readonly environment: Environment;
    /** Whether this is the deployment itself, and no preview of it. */
    readonly deploys: boolean;
    /** The day on which something that expires is judged, as `2026-11-22`. */
    readonly today: string;
    /** Where the stack says that images and charts come from. */
    readonly images: ImageSources;
}

/**
 * The situation of a stack of this environment.
 *
 * @param images @default from where they are published
 * @param deploys @default it is a preview
 */
export function situationIn(
    environment: Environment,
    today: string,
    images: ImageSources = UPSTREAM,
    deploys = false,
): Situation {
    return { environment, ...NORMS[environment], deploys, today, images };
}

/** The situation, and all objects that are judged together. */
export interface Context extends Situation {
    readonly objects: readonly PolicyObject[];
    /** Those of one kind, named as in `Rule.kinds`. */
    of(kind: string): readonly PolicyObject[];
}

/**
 * Which objects a rule judges: those that describe a pod, all of Kubernetes, all there are, or some kinds, each named as
 * kubectl does (`Service`, `NetworkPolicy.networking.k8s.io`) or, outside Kubernetes, by its Pulumi type (`aws:kms/key:Key`).
 */
export type Kinds = "pods" | "kubernetes" | "any" | readonly string[];

/** One rule: metadata, and a pure function over an object. */
export interface Rule {
    /** Stable, kebab-case; those that restate Pod Security Standards begin with `pss-`. */
    readonly id: string;
    /** What must hold, in one line. */
    readonly title: string;
    /** Why it matters. */
    readonly description: string;
    readonly level: Level;
    readonly severity: Severity;
    readonly references: readonly Reference[];
    /** How to satisfy it. */
    readonly remediation: string;
    /**
     * `resource` if the object alone decides, `stack` if others do as well. The engine shows a pack single resources
     * before it makes them and all together only afterwards, so `stack` is for what cannot be seen otherwise.
     * @default resource
     */
    readonly scope?: "resource" | "stack";
    /**
     * What it needs besides the resources as they are previewed in this process: the `state` of a deployed stack, which the engine
     * has, or the `deployment` itself. Everywhere else it finds nothing, so that nobody can tell there whether an exception from it
     * is still needed.
     * @default nothing
     */
    readonly needs?: "state" | "deployment";
    readonly kinds: Kinds;
    /**
     * Judges one object of these kinds.
     *
     * @throws UnknownValue, MalformedValue, or anything: each becomes a violation
     */
    check(object: PolicyObject, context: Context): readonly (Finding | Undecided)[];
}

type Findings = Finding | readonly Finding[] | undefined;

/** What a rule about pods checks: the pod once, and each container of the three lists. */
export interface PodChecks {
    pod?(pod: Pod): Findings;
    container?(container: Container, pod: Pod): Findings;
}

/**
 * The half of a rule about pods that is the same for all: it judges every kind that describes one. Each place is judged on
 * its own: an unknown in one container does not hide what is wrong in the next.
 */
export function podRule(checks: PodChecks): Pick<Rule, "kinds" | "check"> {
    return {
        kinds: "pods",
        check({ pod, isPatch }) {
            if (pod === undefined || (isPatch && isUntouched(pod))) {
                return [];
            }
            return [
                ...judged(() => checks.pod?.(pod)),
                ...pod.containers.flatMap((container) =>
                    judged(() => named(container, checks.container?.(container, pod))),
                ),
            ];
        },
    };
}

/** Whether a patch leaves the pod as it is, in all that rules read. */
function isUntouched({ spec, metadata }: Pod): boolean {
    return !spec.isGiven && !metadata.at("annotations").isGiven;
}

/** The findings of one place, or that it cannot be judged. */
export function judged(check: () => Findings): readonly (Finding | Undecided)[] {
    try {
        return asList(check());
    } catch (error) {
        if (error instanceof UnknownValue) {
            return [{ unknownPath: error.path }];
        }
        throw error;
    }
}

function named(container: Container, findings: Findings): Findings {
    const list = asList(findings);
    const name = list.length === 0 ? undefined : container.field.at("name").text;
    return name === undefined ? list : list.map((finding) => ({ ...finding, container: name }));
}

function asList(findings: Findings): readonly Finding[] {
    if (findings === undefined) {
        return [];
    }
    return Array.isArray(findings) ? (findings as readonly Finding[]) : [findings as Finding];
}

/** A finding unless the field's value is one of `allowed`; `undefined` allows the field to be absent. */
export function unlessOneOf(at: Field, allowed: readonly unknown[], write: string): Finding | undefined {
    if (allowed.includes(at.value)) {
        return undefined;
    }
    const choices = allowed.map((value) => (value === undefined ? "nothing" : JSON.stringify(value)));
    return { at, expected: choices.join(" or "), write };
}
