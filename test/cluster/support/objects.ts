/** A Kubernetes object, as JSON. */
export interface KubernetesObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: {
        readonly name: string;
        readonly namespace?: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
        readonly resourceVersion?: string;
        readonly generation?: number;
        readonly managedFields?: readonly ManagedFields[];
    };
    // Kinds differ in the rest; whoever reads it says what is expected there.
    readonly spec?: unknown;
    readonly status?: unknown;
}

/** Which fields somebody has set. */
export interface ManagedFields {
    readonly manager: string;
    readonly operation: string;
    readonly subresource?: string;
    readonly fieldsV1: FieldSet;
}

/** `f:name` for a field, `k:{…}` for a list item by its key, `v:…` for a value in a set, `.` for the thing itself. */
export interface FieldSet {
    readonly [step: string]: FieldSet;
}

export interface PodSpec {
    readonly serviceAccountName?: string;
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly securityContext?: Readonly<Record<string, unknown>>;
}

export interface Container {
    readonly name: string;
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
    readonly resources?: { readonly limits?: object; readonly requests?: object };
    readonly securityContext?: Readonly<Record<string, unknown>>;
}

export interface PodTemplate {
    readonly metadata?: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: object };
    readonly spec: PodSpec;
}

/** `<namespace>/<Kind>/<name>`, `_cluster` for what belongs to no namespace: as in the preview. */
export function describeObject({ kind, metadata }: KubernetesObject): string {
    return `${metadata.namespace ?? "_cluster"}/${kind}/${metadata.name}`;
}
