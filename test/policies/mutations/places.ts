import { isDeepStrictEqual } from "node:util";
import { formatPath } from "../../../kubernetes/field";
import { parseType, podPath } from "../../../kubernetes/kinds";
import { PolicyObject, type PolicyResource } from "../../../kubernetes/resource";

type Key = string | number;

/** A place in a resource: a field, a part of one, the resource itself (no keys) or one of its options. */
export interface Place {
    readonly resource: PolicyResource;
    /** `<kind>: <path>` without indexes, e.g. `Service: spec.ports[].port`; what is in a pod as `pod: spec.containers[].image`. */
    readonly site: string;
    readonly keys: readonly Key[];
    readonly value: unknown;
    /** Nothing below it: a value, or something empty. */
    readonly isLeaf: boolean;
}

/** Every place of a resource, the outer before the inner. */
export function placesOf(resource: PolicyResource): Place[] {
    const object = new PolicyObject(resource);
    const pod = podPath(parseType(resource.type)) ?? ["no pod"];
    const site = (keys: readonly Key[]): string => {
        const inPod = keys.length > pod.length && isDeepStrictEqual(keys.slice(0, pod.length), pod);
        // The three lists of containers are held to the same.
        const rest = (inPod ? keys.slice(pod.length) : keys).map((key) =>
            key === "initContainers" || key === "ephemeralContainers" ? "containers" : key,
        );
        const path = formatPath(rest).replace(/\[\d+\]/g, "[]");
        return `${inPod ? "pod" : object.qualifiedKind}: ${path}`;
    };
    const below = (value: unknown, keys: readonly Key[]): Place[] => {
        const parts: [Key, unknown][] = Array.isArray(value)
            ? value.map((item: unknown, index) => [index, item])
            : typeof value === "object" && value !== null
              ? Object.entries(value)
              : [];
        const place = { resource, site: site(keys), keys, value, isLeaf: parts.length === 0 };
        return [place, ...parts.flatMap(([key, part]) => below(part, [...keys, key]))];
    };
    const protect = resource.opts?.protect === true ? [true] : [];
    return [
        ...below(resource.props, []),
        ...protect.map((value) => ({
            resource,
            site: `${object.qualifiedKind}: (protect)`,
            keys: [PROTECT],
            value,
            isLeaf: true,
        })),
    ];
}

/** Stands for the option of that name; no property is called so. */
const PROTECT = "(protect)";

/** In place of a value: the place is gone. */
export const REMOVED = Symbol("removed");
/** In place of a value: it is the same, and the program marks it as secret. */
export const MARKED_SECRET = Symbol("marked secret");

/** The resource with another value at a place; `undefined` if it is the resource itself that is gone. */
export function changedAt({ resource, keys }: Place, value: unknown): PolicyResource | undefined {
    if (keys.length === 0) {
        return undefined;
    }
    if (value === MARKED_SECRET) {
        return { ...resource, secretPaths: [...(resource.secretPaths ?? []), formatPath(keys)] };
    }
    return keys[0] === PROTECT
        ? { ...resource, opts: { ...resource.opts, protect: value === true } }
        : { ...resource, props: put(resource.props, keys, value) as Record<string, unknown> };
}

function put(holder: unknown, [key, ...rest]: readonly Key[], value: unknown): unknown {
    if (key === undefined) {
        return value;
    }
    if (Array.isArray(holder)) {
        const items: readonly unknown[] = holder;
        const changed = put(items[Number(key)], rest, value);
        return items.flatMap((item, index) => (index !== key ? [item] : changed === REMOVED ? [] : [changed]));
    }
    const record = (holder ?? {}) as Record<string, unknown>;
    const changed = put(record[key], rest, value);
    const others = Object.entries(record).filter(([name]) => name !== key);
    return Object.fromEntries(changed === REMOVED ? others : [...others, [key, changed]]);
}
