import { isProperties, type Properties, textOf, type Value } from "../wire";

/** Who owns which fields of an object, as the API server records it in `metadata.managedFields`. */
export interface Manager {
    readonly name: string;
    readonly operation: "Apply" | "Update";
    /** `scale` where only that was written. */
    readonly subresource?: string;
    /** Paths of the fields, as text. */
    readonly fields: readonly string[];
}

/** One step down: a key, or the `name` of a list's item. Lists whose items have no name are one field. */
type Step = string | { readonly name: string };

/** What the provider writes with: each object has a manager of its own (`fieldManagerName`). */
export const providerManager = "pulumi-kubernetes-0123abcd";

/** Whose entries the provider takes for its own before it applies (`fixCSAFieldManagers`); names begin like this. */
const takenOver = ["kubectl", "before-first-apply", "pulumi-kubernetes", "pulumi-resource-kubernetes"];

/** A write that is no apply: whoever changes a field owns it from then on, and nobody else. */
export function written(
    managers: readonly Manager[],
    before: Properties,
    after: Properties,
    by: Omit<Manager, "fields" | "operation">,
): Manager[] {
    const [old, now] = [fieldsOf(before), fieldsOf(after)];
    const changed = [...now].filter(([path, value]) => !same(old.get(path), value)).map(([path]) => path);
    const gone = [...old.keys()].filter((path) => !now.has(path));
    const others = managers.map((one) => without(one, [...changed, ...gone]));
    return [...others.filter(({ fields }) => fields.length > 0), { ...by, operation: "Update", fields: changed }];
}

/**
 * A server-side apply by the provider.
 *
 * @throws if it would change what somebody else owns, unless forced
 */
export function applied(
    managers: readonly Manager[],
    live: Properties,
    wanted: Properties,
    force: boolean,
): { readonly object: Properties; readonly managers: Manager[] } {
    const ours = managers.filter(isOurs);
    const others = managers.filter((one) => !isOurs(one));
    const before = fieldsOf(live);
    const fields = fieldsOf(wanted);
    const changed = [...fields].filter(([path, value]) => !same(before.get(path), value)).map(([path]) => path);
    const conflicts = others.flatMap(({ name, fields: theirs }) =>
        theirs.filter((path) => changed.includes(path)).map((path) => `conflict with "${name}": ${shown(path)}`),
    );
    if (conflicts.length > 0 && !force) {
        throw new Error(
            "Server-Side Apply field conflict detected. " +
                `Apply failed with ${String(conflicts.length)} conflict: ${conflicts.join(", ")}`,
        );
    }
    const theirs = new Set(others.flatMap((other) => other.fields));
    const dropped = ours.flatMap((one) => one.fields).filter((path) => !fields.has(path) && !theirs.has(path));
    const kept = dropped.reduce((object, path) => removed(object, stepsOf(path)) as Properties, live);
    return {
        object: merged(kept, wanted) as Properties,
        managers: [
            ...others.map((one) => without(one, changed)).filter((one) => one.fields.length > 0),
            { name: providerManager, operation: "Apply", fields: [...fields.keys()] },
        ],
    };
}

function isOurs({ name, operation, subresource }: Manager): boolean {
    const own = name === providerManager && operation === "Apply";
    const taken = operation === "Update" && subresource === undefined && takenOver.some((one) => name.startsWith(one));
    return own || taken;
}

/** The fields of an object by their paths; what is empty has none. */
function fieldsOf(value: Value, path: readonly Step[] = []): Map<string, Value> {
    const below = childrenOf(value);
    return below === undefined
        ? new Map([[JSON.stringify(path), value]])
        : new Map(below.flatMap(([step, child]) => [...fieldsOf(child, [...path, step])]));
}

function childrenOf(value: Value): [Step, Value][] | undefined {
    if (isProperties(value)) {
        return Object.entries(value);
    }
    return isNamed(value) ? value.map((item) => [{ name: textOf(item["name"]) }, item]) : undefined;
}

function isNamed(value: Value | undefined): value is Properties[] {
    return Array.isArray(value) && value.length > 0 && value.every((item) => isProperties(item) && "name" in item);
}

function merged(live: Value | undefined, wanted: Value): Value {
    if (isProperties(wanted) && isProperties(live)) {
        const all = Object.entries(wanted).map(([key, value]) => [key, merged(live[key], value)] as const);
        return { ...live, ...Object.fromEntries(all) };
    }
    if (isNamed(wanted) && isNamed(live)) {
        const named = (list: readonly Properties[], { name }: Properties): Properties | undefined =>
            list.find((item) => item["name"] === name);
        return [
            ...wanted.map((item) => merged(named(live, item), item)),
            ...live.filter((item) => named(wanted, item) === undefined),
        ];
    }
    return wanted;
}

/** Without one field, and without the item or the parent that has nothing else. */
function removed(value: Value, [step, ...rest]: readonly Step[]): Value | undefined {
    if (step === undefined) {
        return undefined;
    }
    if (typeof step === "string" && isProperties(value)) {
        const { [step]: child, ...others } = value;
        const left = child === undefined ? undefined : removed(child, rest);
        const object = left === undefined ? others : { ...others, [step]: left };
        return Object.keys(object).length === 0 ? undefined : object;
    }
    if (typeof step === "object" && isNamed(value)) {
        const list = value.flatMap((item) => (item["name"] === step.name ? (removed(item, rest) ?? []) : item));
        return list.length === 0 ? undefined : list;
    }
    return value;
}

function without(one: Manager, paths: readonly string[]): Manager {
    return { ...one, fields: one.fields.filter((path) => !paths.includes(path)) };
}

function stepsOf(path: string): Step[] {
    return JSON.parse(path) as Step[];
}

function shown(path: string): string {
    return stepsOf(path)
        .map((step) => (typeof step === "string" ? `.${step}` : `[name="${step.name}"]`))
        .join("");
}

function same(left: Value | undefined, right: Value | undefined): boolean {
    return JSON.stringify(left) === JSON.stringify(right);
}
