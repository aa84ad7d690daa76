import { selector, type Workload } from "./identity";

/** What this program and everything it makes is called. */
export const PART_OF = "kato-platform";

/**
 * Kubernetes' recommended labels for an object of a workload, and the one that selects its pods.
 *
 * @param version the software's version, where the object runs it
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function labels(of: Workload, component: string, version?: string): Record<string, string> {
    return {
        ...selector(of),
        ...platformLabels(),
        "app.kubernetes.io/name": of.name,
        "app.kubernetes.io/component": component,
        ...(version === undefined ? {} : { "app.kubernetes.io/version": version }),
    };
}

/** Labels of an object that belongs to no single workload. */
export function platformLabels(): Record<string, string> {
    return { "app.kubernetes.io/part-of": PART_OF, "app.kubernetes.io/managed-by": "pulumi" };
}
