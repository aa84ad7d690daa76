/** A Kubernetes object as it stands, with every field: a typed client would drop those that it does not know. */
export interface KubeObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: {
        readonly name: string;
        readonly namespace?: string;
        readonly uid?: string;
        readonly resourceVersion?: string;
        /** It is being deleted. */
        readonly deletionTimestamp?: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
        readonly ownerReferences?: readonly { readonly controller?: boolean; readonly uid?: string }[];
        readonly managedFields?: readonly ManagedFields[];
    };
    readonly [field: string]: unknown;
}

/** One entry of the API server's record of who set which fields. */
export interface ManagedFields {
    readonly manager?: string;
    readonly operation?: string;
    readonly time?: string;
    readonly fieldsV1?: FieldSet;
}

/** Its notation: `f:<field>`, `k:<keys of a list's item>`, `v:<value>`. */
export interface FieldSet {
    readonly [step: string]: FieldSet;
}

export interface Fields {
    readonly [key: string]: unknown;
}

export function isFields(value: unknown): value is Fields {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a kind is called without its version, which may differ between what was sent and what is read. */
export function kindOf({ apiVersion, kind }: Pick<KubeObject, "apiVersion" | "kind">): string {
    const [group, version] = apiVersion.split("/");
    return version === undefined ? kind : `${kind}.${group ?? ""}`;
}

/** Names one object of a cluster. */
export function keyOf(object: KubeObject): string {
    return `${kindOf(object)} ${objectName(object)}`;
}

/** As people and policies name it: `<namespace>/<Kind>/<name>`, `_cluster` where there is no namespace. */
export function shownName({ kind, metadata: { name, namespace } }: KubeObject): string {
    return `${namespace ?? "_cluster"}/${kind}/${name}`;
}

function objectName({ metadata: { name, namespace } }: KubeObject): string {
    return namespace === undefined ? name : `${namespace}/${name}`;
}
