import type { Environment } from "../../environments";
import type { Attributed } from "./evaluate";

/** What one rule objects to in some resources, and somebody has decided to live with for a time. */
export interface Exception {
    /**
     * `<namespace>/<Kind>/<name>` as messages name a resource, `*` for any text in a part. An object that is named
     * automatically has another name each time: end its name with `*`.
     */
    readonly resource: string;
    /** Id of the rule. What could not be decided (`unknown-value`, `rule-error`) has no exceptions. */
    readonly rule: string;
    /** Why it is acceptable. */
    readonly reason: string;
    /** Who answers for it. */
    readonly owner: string;
    /** The last day on which it holds, as `2026-11-22`; at most a year ahead. */
    readonly expiry: string;
    /** @default all */
    readonly environment?: Environment;
}

/** An exception that is well-formed, has not expired and is for this environment. */
export interface ExceptionInForce {
    readonly exception: Exception;
    /** Its place in the list, from 1. */
    readonly entry: number;
    /** Whether it is for the resource of that id. */
    readonly covers: (resource: string) => boolean;
}

/** A violation that does not count, and why. */
export interface Excepted extends Attributed {
    readonly by: ExceptionInForce;
}

/** `_cluster/PolicyException/<entry>`, where violations of the list itself are. */
export function exceptionId(entry: number): string {
    return `_cluster/PolicyException/${entry}`;
}

export function inForce(exception: Exception, entry: number): ExceptionInForce {
    const pattern = patternOf(exception.resource);
    return { exception, entry, covers: (resource) => pattern.test(resource) };
}

function patternOf(resource: string): RegExp {
    const [namespace = "", kind = "", ...name] = resource.split("/");
    const part = (text: string, any: string) =>
        text
            .split("*")
            .map((literal) => literal.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
            .join(any);
    // Names outside Kubernetes may have slashes in them.
    return new RegExp(`^${part(namespace, "[^/]*")}/${part(kind, "[^/]*")}/${part(name.join("/"), ".*")}$`);
}

/** Tells what counts from what an exception covers. Where several do, the first is the reason and all are in use. */
export function applyExceptions(
    found: readonly Attributed[],
    exceptions: readonly ExceptionInForce[],
): { readonly counting: readonly Attributed[]; readonly excepted: readonly Excepted[]; readonly used: Used } {
    const counting: Attributed[] = [];
    const excepted: Excepted[] = [];
    const used = new Set<ExceptionInForce>();
    for (const one of found) {
        const { rule, resource } = one.violation;
        const covering = exceptions.filter(({ exception, covers }) => exception.rule === rule && covers(resource));
        covering.forEach((exception) => used.add(exception));
        if (covering[0] === undefined) {
            counting.push(one);
        } else {
            excepted.push({ ...one, by: covering[0] });
        }
    }
    return { counting, excepted, used };
}

type Used = ReadonlySet<ExceptionInForce>;
