/**
 * What Pulumi puts in place of a value that is not known before deployment: one sentinel per type of value. The text is
 * part of the engine's protocol (`@pulumi/pulumi/runtime/rpc`, `@pulumi/policy/proxy`); importing either would cost
 * every preview their load time.
 */
const UNKNOWN_VALUES: ReadonlySet<string> = new Set([
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** The sentinel for a string, and the one the SDK writes for a value of any type. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether Pulumi will know the value only after deployment. */
export function isUnknown(value: unknown): boolean {
    // Asked of every value that a rule reads: most are done with at the length.
    return typeof value === "string"
        ? value.length === UNKNOWN.length && UNKNOWN_VALUES.has(value)
        : isRecord(value) && value["__pulumiUnknown"] === true;
}

/** A rule read a value that is not known yet: it can say neither yes nor no. */
export class UnknownValue extends Error {
    /** @param path where the value stands in the object */
    constructor(readonly path: string) {
        super(`${path} is not known before deployment`);
    }
}

/** The value is of a type the Kubernetes API would not accept there, so a rule cannot judge it. */
export class MalformedValue extends Error {}

type Key = string | number;

/**
 * A place in an object: its value and the path to it. Stepping into what is absent gives an absent field, so rules read
 * straight through optional parents; reading an unknown throws `UnknownValue`.
 */
export class Field {
    private constructor(
        private readonly raw: unknown,
        private readonly parent?: Field,
        private readonly key?: Key,
    ) {}

    static root(value: unknown): Field {
        return new Field(value);
    }

    /**
     * The field below this one.
     * @throws UnknownValue if this field or one on the way is unknown
     * @throws MalformedValue if one on the way cannot have fields
     */
    at(...keys: readonly Key[]): Field {
        return keys.reduce<Field>((field, key) => field.step(key), this);
    }

    private step(key: Key): Field {
        const value = this.value;
        if (value !== undefined && typeof value !== "object") {
            throw new MalformedValue(`${this.path} is a ${typeof value}, not an object`);
        }
        return new Field((value as Record<Key, unknown> | undefined)?.[key], this, key);
    }

    /**
     * The value; `undefined` for what is absent or null.
     * @throws UnknownValue if it is unknown
     */
    get value(): unknown {
        if (isUnknown(this.raw)) {
            throw new UnknownValue(this.path);
        }
        return this.raw ?? undefined;
    }

    get isSet(): boolean {
        return this.value !== undefined;
    }

    /** Whether something stands there, known or not: for a rule that only wants it to be given. */
    get isGiven(): boolean {
        return this.raw !== undefined && this.raw !== null;
    }

    /** The value if it is a string. */
    get text(): string | undefined {
        const value = this.value;
        return typeof value === "string" ? value : undefined;
    }

    /**
     * The fields of a list; none if it is absent.
     * @throws UnknownValue if the list is unknown
     * @throws MalformedValue if it is something else
     */
    items(): Field[] {
        const value = this.value;
        if (value === undefined) {
            return [];
        }
        if (!Array.isArray(value)) {
            throw new MalformedValue(`${this.path} is not a list`);
        }
        return value.map((item: unknown, index) => new Field(item, this, index));
    }

    /**
     * The fields of a map by key; none if it is absent.
     * @throws UnknownValue if the map is unknown
     * @throws MalformedValue if it is something else
     */
    entries(): [string, Field][] {
        const value = this.value;
        if (value === undefined) {
            return [];
        }
        if (!isRecord(value)) {
            throw new MalformedValue(`${this.path} is not a map`);
        }
        return Object.entries(value).map(([key, item]) => [key, new Field(item, this, key)]);
    }

    /** Where the field stands, e.g. `spec.containers[0].image`. */
    get path(): string {
        return formatPath(this.keys);
    }

    private get keys(): readonly Key[] {
        return this.parent === undefined || this.key === undefined ? [] : [...this.parent.keys, this.key];
    }
}

/** Writes a path as Pulumi does: `a.b[0]["c.d"]`. */
export function formatPath(keys: readonly Key[]): string {
    return keys
        .map((key, index) => {
            if (typeof key === "number") {
                return `[${key}]`;
            }
            if (!/^[\w$-]+$/.test(key)) {
                return `[${JSON.stringify(key)}]`;
            }
            return index === 0 ? key : `.${key}`;
        })
        .join("");
}

export function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
