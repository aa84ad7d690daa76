import { isDeepStrictEqual } from "node:util";
import { FIELD_MANAGER } from "./api";
import type { Applied } from "./apply";
import { describeObject, type FieldSet, type KubernetesObject } from "./objects";

type Fields = Readonly<Record<string, unknown>>;

/** What in an object is not as it was sent. A rewritten field would be set anew by every deployment. */
export function rewrittenFields({ sent, live }: Applied): string[] {
    const name = describeObject(sent);
    return [
        ...differences(sent, live, "").map((text) => `${name}: ${text}`),
        ...unowned(sent, live).map(
            (path) => `${name}: the server's record of our fields and what we sent differ in ${path}`,
        ),
    ];
}

/** Everything that was sent, with exactly that value. What the server adds is its own affair. */
function differences(sent: unknown, live: unknown, path: string): string[] {
    if (Array.isArray(sent)) {
        if (!Array.isArray(live) || live.length !== sent.length) {
            return [`${path} was sent as ${JSON.stringify(sent)} and is ${JSON.stringify(live)}`];
        }
        return sent.flatMap((item, index) => differences(item, live[index] as unknown, `${path}[${index}]`));
    }
    if (isObject(sent) && isObject(live)) {
        return Object.entries(sent).flatMap(([key, value]) => differences(value, live[key], `${path}.${key}`));
    }
    return isDeepStrictEqual(sent, live)
        ? []
        : [
              `${path} was sent as ${JSON.stringify(sent)} and is ${live === undefined ? "missing" : JSON.stringify(live)}`,
          ];
}

/** The paths that were sent and that the server's own record of our fields does not have, or the other way round. */
function unowned(sent: KubernetesObject, live: KubernetesObject): string[] {
    // Those name the object and are in nobody's record.
    const content = without(sent, ["apiVersion", "kind"]);
    const metadata = without(sent.metadata, ["name", "namespace"]);
    const owned = ourFields(live);
    return owned === undefined ? ["any field"] : compare({ ...content, metadata }, owned, "");
}

/** The server's record of the fields that we apply. */
export function ourFields({ metadata }: KubernetesObject): FieldSet | undefined {
    return metadata.managedFields?.find(
        ({ manager, operation, subresource }) =>
            manager === FIELD_MANAGER && operation === "Apply" && subresource === undefined,
    )?.fieldsV1;
}

function compare(value: unknown, owned: FieldSet, path: string): string[] {
    const steps = Object.keys(owned).filter((step) => step !== ".");
    // A leaf of the record: whatever is below is ours as a whole.
    if (steps.length === 0) {
        return [];
    }
    if (Array.isArray(value)) {
        const matched = steps.map((step) => ({ step, item: value.find((item) => isItem(item, step)) as unknown }));
        const strangers = matched.filter(({ item }) => item === undefined).map(({ step }) => `${path}[${step}]`);
        const missing = value.length === steps.length ? [] : [`an item of ${path}`];
        const below = matched.flatMap(({ step, item }) => compare(item, owned[step] ?? {}, `${path}[${step}]`));
        return [...strangers, ...missing, ...below];
    }
    if (!isObject(value)) {
        return [path];
    }
    const names = new Set([...steps.map((step) => step.slice("f:".length)), ...Object.keys(value)]);
    return [...names].flatMap((name) => {
        const below = owned[`f:${name}`];
        const here = `${path}.${name}`;
        if (below === undefined || !(name in value)) {
            // An empty object has no fields that anybody could own.
            return isDeepStrictEqual(value[name], {}) ? [] : [here];
        }
        return compare(value[name], below, here);
    });
}

/** Whether a list's item is the one that a step of the record names: by its keys (`k:`) or its value (`v:`). */
function isItem(item: unknown, step: string): boolean {
    const named = JSON.parse(step.slice("k:".length)) as unknown;
    return step.startsWith("k:") && isObject(item) && isObject(named)
        ? Object.entries(named).every(([key, value]) => !(key in item) || isDeepStrictEqual(item[key], value))
        : isDeepStrictEqual(item, named);
}

function without(object: object, names: readonly string[]): Fields {
    return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function isObject(value: unknown): value is Fields {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
