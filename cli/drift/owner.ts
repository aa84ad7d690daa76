import { isDeepStrictEqual } from "node:util";
import type { Addition } from "./compare";
import { type FieldSet, isFields, type KubeObject } from "./objects";

/** Who has set a field, by the API server's record: a hint for people, since whoever writes can choose the name. */
export function ownerOf(live: KubeObject, { steps }: Addition): string | undefined {
    const entries = (live.metadata.managedFields ?? []).filter(({ fieldsV1 }) => reaches(fieldsV1, live, steps));
    // Ours is there as well where the engine has made the object.
    const entry = entries.find(({ manager = "" }) => !manager.startsWith("pulumi-kubernetes")) ?? entries[0];
    return entry?.manager === undefined
        ? undefined
        : `${entry.manager}${entry.time === undefined ? "" : `, ${entry.time}`}`;
}

function reaches(set: FieldSet | undefined, live: unknown, [step, ...rest]: readonly (string | number)[]): boolean {
    if (set === undefined || step === undefined) {
        return set !== undefined;
    }
    // A list that is owned as a whole ends here.
    if (Object.keys(set).length === 0) {
        return true;
    }
    if (typeof step === "string") {
        return reaches(set[`f:${step}`], isFields(live) ? live[step] : undefined, rest);
    }
    const item = Array.isArray(live) ? (live[step] as unknown) : undefined;
    const found = Object.keys(set).find((name) => names(name, item));
    return found !== undefined && reaches(set[found], item, rest);
}

/** Whether a step of the record names a list's item: by its keys (`k:`) or its value (`v:`). */
function names(step: string, item: unknown): boolean {
    if (!/^[kv]:/.test(step)) {
        return false;
    }
    const named = JSON.parse(step.slice(2)) as unknown;
    return isFields(named) && isFields(item)
        ? Object.entries(named).every(([key, value]) => isDeepStrictEqual(item[key], value))
        : isDeepStrictEqual(named, item);
}
