import { type Attributed, evaluate } from "../engine/evaluate";
import { applyExceptions, type ExceptionInForce } from "../engine/exception";
import { readExceptions, unusedExceptions } from "../engine/exception-list";
import { type PolicyResource, readResource } from "../../kubernetes/resource";
import type { Rule } from "../engine/rule";
import type { Standard } from "../engine/verdict";

/** Judges what the engine shows a pack in one operation: each resource once, by all rules, when it comes. */
export class Session {
    readonly #standard: Standard;
    readonly #exceptions: readonly ExceptionInForce[];
    readonly #used = new Set<ExceptionInForce>();
    readonly #found = new Map<string, readonly Attributed[]>();
    #inStack: readonly Attributed[] = [];
    #urns: ReadonlyMap<PolicyResource | undefined, string> = new Map();
    /** What is wrong with the exceptions themselves; told with the first resource, which it stops. */
    #untold: readonly Attributed[];

    constructor(standard: Standard) {
        const { exceptions, violations } = readExceptions(standard.exceptions, standard.rules, standard.situation);
        this.#standard = standard;
        this.#exceptions = exceptions;
        this.#untold = violations;
    }

    /** Judges a resource, anew if it comes again. */
    resource(urn: string, resource: PolicyResource): void {
        const counting = this.#judge((rule) => rule.scope !== "stack", [resource]);
        this.#found.set(urn, [...this.#untold, ...counting]);
        this.#untold = [];
    }

    /** Judges the whole stack by the rules that relate objects. */
    stack(resources: ReadonlyMap<string, PolicyResource>): void {
        const counting = this.#judge((rule) => rule.scope === "stack", [...resources.values()]);
        this.#inStack = [...this.#unused(resources), ...counting];
        this.#urns = new Map([...resources].map(([urn, resource]) => [resource, urn]));
    }

    /**
     * What counts for a resource.
     * @throws Error if it was not judged
     */
    found(urn: string): readonly Attributed[] {
        const found = this.#found.get(urn);
        if (found === undefined) {
            throw new Error(`${urn} was not judged: the server of this pack runs without its guard.`);
        }
        return found;
    }

    /** What counts for the stack as a whole, each with the URN that it is about. */
    foundInStack(): readonly (readonly [found: Attributed, urn: string | undefined])[] {
        return this.#inStack.map((found) => [found, this.#urns.get(found.source)]);
    }

    #judge(of: (rule: Rule) => boolean, resources: readonly PolicyResource[]): readonly Attributed[] {
        const { rules, situation } = this.#standard;
        const found = evaluate(rules.filter(of), resources, situation);
        const { counting, used } = applyExceptions(found, this.#exceptions);
        used.forEach((exception) => this.#used.add(exception));
        return counting;
    }

    /** Unless this run has not judged what an exception may be for: it only reads it, or does not run the program. */
    #unused(resources: ReadonlyMap<string, PolicyResource>): Attributed[] {
        if (this.#found.size === 0) {
            return [];
        }
        const others = [...resources].filter(([urn]) => !this.#found.has(urn)).flatMap(([, resource]) => ids(resource));
        const { rules, situation } = this.#standard;
        const later = new Set(
            rules.filter(({ needs }) => needs === "deployment" && !situation.deploys).map(({ id }) => id),
        );
        const unused = this.#exceptions.filter(
            (one) => !this.#used.has(one) && !later.has(one.exception.rule) && !others.some((id) => one.covers(id)),
        );
        return unusedExceptions(unused, situation);
    }
}

function ids(resource: PolicyResource): string[] {
    try {
        return readResource(resource).map(({ id }) => id);
    } catch {
        // Reported as a resource that no rule could read.
        return [];
    }
}
