import type { Recorded } from "./record";

export interface Container {
    readonly name: string;
    readonly securityContext?: unknown;
    readonly [field: string]: unknown;
}

export interface PodSpec {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly securityContext?: unknown;
    readonly [field: string]: unknown;
}

export interface PodTemplate {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: PodSpec;
}

/** The pods that an object describes. */
export function templateOf({ type, inputs }: Recorded): PodTemplate | undefined {
    if (!/:(Deployment|StatefulSet|DaemonSet|Job|CronJob)$/.test(type)) {
        return undefined;
    }
    const spec = inputs["spec"] as { template?: PodTemplate; jobTemplate?: { spec: { template: PodTemplate } } };
    return spec.template ?? spec.jobTemplate?.spec.template;
}

/** The object without some of its members. */
export function without(object: object, ...members: string[]): Record<string, unknown> {
    return Object.fromEntries(Object.entries(object).filter(([member]) => !members.includes(member)));
}
