import { Field, isRecord, isUnknown, MalformedValue } from "./field";
import { type Kind, parseType, podPath, scopeOf, typeToken } from "./kinds";
import { Pod } from "./pod";
import { parseYaml } from "./yaml";

/** A resource as the rules get it, from a preview, from the engine or from a YAML file. */
export interface PolicyResource {
    /** Pulumi type token; `typeToken` gives it for a Kubernetes object. */
    readonly type: string;
    /** Logical name; stands in for `metadata.name` where the provider names the object. */
    readonly name: string;
    /** Inputs as plain values: no outputs, no secret wrappers; unknowns as the SDK's sentinel. */
    readonly props: Readonly<Record<string, unknown>>;
    /** Paths of the values marked secret, as `formatPath` writes them. @default none: the source cannot tell */
    readonly secretPaths?: readonly string[];
    /** @default none */
    readonly opts?: { readonly protect?: boolean; readonly retainOnDelete?: boolean; readonly parent?: string };
}

/** One object, read once for all rules. A resource that holds others (a List, a ConfigGroup) gives several. */
export class PolicyObject {
    readonly props: Field;
    readonly #kind: Kind;
    #pod: { readonly value: Pod | undefined } | undefined;

    constructor(
        /** The resource that it comes from. */
        readonly source: PolicyResource,
        /** Type token; the source's, or that of an object that the source holds. */
        readonly type: string = source.type,
        props: Readonly<Record<string, unknown>> = source.props,
        private readonly secretPaths: readonly string[] = source.secretPaths ?? [],
    ) {
        this.props = Field.root(props);
        this.#kind = parseType(type);
    }

    get kind(): string {
        return this.#kind.kind;
    }

    /** The kind as rules name it: `Deployment.apps`, `Service`, `aws:kms/key:Key`; that of the object for its patch. */
    get qualifiedKind(): string {
        const { group, kind } = this.#kind;
        if (group === undefined) {
            return this.type;
        }
        return group === "" ? kind : `${kind}.${group}`;
    }

    /** Whether it only changes some fields of an object that is made elsewhere. */
    get isPatch(): boolean {
        return this.#kind.patch;
    }

    /** Whether it is the Kubernetes kind of that group. */
    is(group: string, kind: string): boolean {
        return this.#kind.group === group && this.#kind.kind === kind;
    }

    get isKubernetes(): boolean {
        return this.#kind.group !== undefined;
    }

    /** Whether its kind describes a pod. */
    get holdsPod(): boolean {
        return podPath(this.#kind) !== undefined;
    }

    /** Its pod or pod template; `undefined` for a kind that has none. */
    get pod(): Pod | undefined {
        if (this.#pod === undefined) {
            const path = podPath(this.#kind);
            this.#pod = { value: path === undefined ? undefined : new Pod(this.props.at(...path)) };
        }
        return this.#pod.value;
    }

    /** Whether the value at a path, or one that contains it, is marked secret. */
    isSecret(path: string): boolean {
        return this.secretPaths.some((secret) => isAtOrBelow(path, secret));
    }

    /** Whether its kind belongs to a namespace; `undefined` if that is not known, or it is no Kubernetes object. */
    get scope(): "namespace" | "cluster" | undefined {
        return scopeOf(this.#kind);
    }

    private get mayHaveNamespace(): boolean {
        return this.isKubernetes && this.scope !== "cluster";
    }

    /**
     * Where it is; `undefined` for what belongs to no namespace or names none, which is the caller's default.
     * @throws UnknownValue if it is not known yet
     */
    get namespace(): string | undefined {
        return this.mayHaveNamespace ? this.props.at("metadata", "namespace").text : undefined;
    }

    /** `<namespace>/<Kind>/<name>`; the namespace is `_cluster` for what belongs to none. Never throws. */
    get id(): string {
        const { name, namespace } = this.metadata();
        return `${this.mayHaveNamespace ? (known(namespace) ?? "default") : "_cluster"}/${this.kind}/${known(name) ?? this.source.name}`;
    }

    private metadata(): { readonly name?: unknown; readonly namespace?: unknown } {
        try {
            const metadata = this.props.at("metadata").value;
            return this.isKubernetes && isRecord(metadata) ? metadata : {};
        } catch {
            return {};
        }
    }
}

function known(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" && !isUnknown(value) ? value : undefined;
}

/**
 * Reads a resource into its objects: itself, or what a List or a `yaml` ConfigGroup or ConfigFile holds, with itself where it
 * names files.
 *
 * @throws MalformedValue if a List has an item that is no object, or a ConfigGroup a text that is not YAML
 */
export function readResource(resource: PolicyResource): PolicyObject[] {
    return expand(new PolicyObject(resource), resource.secretPaths ?? []);
}

function expand(object: PolicyObject, secretPaths: readonly string[]): PolicyObject[] {
    if (/^kubernetes:yaml(\/v2)?:Config(Group|File)$/.test(object.type)) {
        // What is in files is not read here: the resource itself is left, for a rule to say so.
        const unread = ["files", "file"].some((name) => object.props.at(name).isGiven) ? [object] : [];
        return [
            ...unread,
            ...held(object.source, object.props.at("objs"), secretPaths),
            ...texts(object.props.at("yaml")).flatMap(({ path, text }) =>
                parsed(object.source, text, object.isSecret(path)),
            ),
        ];
    }
    if (object.isKubernetes && object.type.endsWith("List") && object.props.at("items").isSet) {
        // The items of a typed list need not repeat its type; those of `v1/List` are of any type.
        const itemType = object.kind === "List" ? undefined : object.type.slice(0, -"List".length);
        return held(object.source, object.props.at("items"), secretPaths, itemType);
    }
    return [object];
}

/** The objects below a field of `source`, which is a list of them or one. */
function held(source: PolicyResource, field: Field, secretPaths: readonly string[], type?: string): PolicyObject[] {
    const value = field.value;
    if (value === undefined) {
        return [];
    }
    if (Array.isArray(value)) {
        return field.items().flatMap((item) => held(source, item, secretPaths, type));
    }
    if (!isRecord(value)) {
        throw new MalformedValue(`${field.path} is not an object`);
    }
    const { apiVersion, kind } = value;
    const own = typeof apiVersion === "string" && typeof kind === "string" ? typeToken(apiVersion, kind) : type;
    if (own === undefined) {
        throw new MalformedValue(`${field.path} has no apiVersion and kind`);
    }
    const secrets = secretPaths.flatMap((path) => relative(path, field.path) ?? []);
    return expand(new PolicyObject(source, own, value, secrets), secrets);
}

/** A path from the object that is judged on, not from the resource that holds it. */
function relative(path: string, holder: string): string | undefined {
    if (isAtOrBelow(holder, path)) {
        return "";
    }
    return isAtOrBelow(path, holder) ? path.slice(holder.length).replace(/^\./, "") : undefined;
}

function isAtOrBelow(path: string, other: string): boolean {
    return other === "" || (path.startsWith(other) && ["", ".", "["].includes(path.charAt(other.length)));
}

function parsed(source: PolicyResource, text: string, isSecret: boolean): PolicyObject[] {
    const documents = parseYaml(text);
    if (documents === undefined) {
        throw new MalformedValue("a YAML text that it holds cannot be parsed");
    }
    return documents.flatMap((document) => held(source, Field.root(document), isSecret ? [""] : []));
}

function texts(field: Field): { readonly path: string; readonly text: string }[] {
    const fields = Array.isArray(field.value) ? field.items() : [field];
    return fields.flatMap(({ path, value }) => {
        if (value !== undefined && typeof value !== "string") {
            throw new MalformedValue(`${path} is not a text`);
        }
        return value === undefined ? [] : [{ path, text: value }];
    });
}
