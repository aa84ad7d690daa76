import type { Violation } from "../../../policies/engine/evaluate";
import { PolicyObject } from "../../../kubernetes/resource";
import type { ResourceEntry } from "../model/entries";

/** How violations of one preview are told from those of another. */
export interface Judged {
    readonly resources: readonly ResourceEntry[];
    readonly violations: readonly Violation[];
}

/**
 * Violations of one preview that another does not have. Its object, rule and place tell a violation; where the value or
 * the index has changed, it counts as the same.
 *
 * @param identity what both previews know a resource by; an object's own name may hold a hash of its content
 */
export function newViolations(
    after: Judged,
    before: Judged,
    identity: (entry: ResourceEntry) => string,
): readonly Violation[] {
    const rest = new Map<string, string[]>();
    const earlier = keyed(before, identity);
    for (const [key, { message }] of earlier) {
        rest.set(key, [...(rest.get(key) ?? []), message]);
    }
    const take = (key: string, index: number): boolean =>
        index >= 0 && (rest.get(key)?.splice(index, 1).length ?? 0) > 0;
    // Those that are word for word the same go first: of what is left, as many as there were are the old ones.
    const others = keyed(after, identity).filter(
        ([key, { message }]) => !take(key, rest.get(key)?.indexOf(message) ?? -1),
    );
    return others.filter(([key]) => !take(key, 0)).map(([, violation]) => violation);
}

function keyed({ resources, violations }: Judged, identity: (entry: ResourceEntry) => string): [string, Violation][] {
    const byId = new Map(resources.map((entry) => [violationId(entry), identity(entry)]));
    return violations.map((violation) => [
        `${violation.rule} ${byId.get(violation.resource) ?? violation.resource}`,
        violation,
    ]);
}

/** What violations call a resource. */
export function violationId({ type, name, inputs }: ResourceEntry): string {
    return new PolicyObject({ type, name, props: inputs }).id;
}
