import { isDeepStrictEqual } from "node:util";
import { isFields, type KubeObject } from "./objects";
import { isServersOwn } from "./server-fields";

/** A field that is live and was not sent. */
export interface Addition {
    /** Where it is, as a JSON pointer has it. */
    readonly steps: readonly (string | number)[];
    /** Where it is, for people: items of lists by what tells them apart. Never a value. */
    readonly path: string;
}

/** Where a comparison stands. */
interface Place {
    readonly kind: string;
    readonly steps: readonly (string | number)[];
    readonly path: string;
    /** The same with `[]` for every item, which is how the server's own fields are named. */
    readonly pattern: string;
}

/** What tells the items of a list apart, the most common first. */
const KEYS = [
    "name",
    "mountPath",
    "containerPort",
    "port",
    "ip",
    "topologyKey",
    "path",
    "host",
    "key",
    "kind",
] as const;

/**
 * The fields of a live object that nobody sent and the API server has not filled in. It compares what is there instead of
 * the server's record of who wrote what: whoever writes can choose the name in that record.
 */
export function additions(sent: KubeObject, live: KubeObject): Addition[] {
    const place = { kind: sent.kind, steps: [], path: "", pattern: "" };
    const { metadata: sentMetadata, ...sentContent } = sent;
    const { metadata, status: _status, apiVersion: _version, kind: _kind, ...content } = live;
    const named = (what: KubeObject["metadata"]): object => ({
        labels: what.labels ?? {},
        annotations: what.annotations ?? {},
    });
    return [
        ...inFields(named(sentMetadata), named(metadata), below(place, "metadata")),
        ...inFields(sentContent, content, place),
    ];
}

function inFields(sent: object, live: object, place: Place): Addition[] {
    const before = sent as Readonly<Record<string, unknown>>;
    return Object.entries(live).flatMap(([key, value]) => {
        const here = below(place, key);
        if (Object.hasOwn(before, key) && before[key] !== null) {
            return inValue(before[key], value, here);
        }
        return isServersOwn(place.kind, here.pattern, value, before) ? [] : [addition(here)];
    });
}

function inValue(sent: unknown, live: unknown, place: Place): Addition[] {
    if (isFields(sent) && isFields(live)) {
        return inFields(sent, live, place);
    }
    // A value that is another one is the engine's to see and to put back.
    return Array.isArray(sent) && Array.isArray(live) ? inItems(sent, live, place) : [];
}

function inItems(sent: readonly unknown[], live: readonly unknown[], place: Place): Addition[] {
    const key = KEYS.find(
        (name) => live.every((item) => hasKey(item, name)) && sent.every((item) => hasKey(item, name)),
    );
    const partners = key === undefined ? byContent(sent, live) : byKey(sent, live, key);
    return live.flatMap((item, index) => {
        const label = key === undefined ? String(index) : String((item as Record<string, unknown>)[key]);
        const here: Place = {
            kind: place.kind,
            steps: [...place.steps, index],
            path: `${place.path}[${label}]`,
            pattern: `${place.pattern}[]`,
        };
        const partner = partners[index];
        return partner === undefined ? [addition(here)] : inValue(sent[partner], item, here);
    });
}

/** For each live item, which sent one it is. Of two with the same key, the one that was sent comes first. */
function byKey(sent: readonly unknown[], live: readonly unknown[], key: string): (number | undefined)[] {
    const of = (item: unknown): unknown => (item as Record<string, unknown>)[key];
    const free = new Set(sent.keys());
    const take = (item: unknown, fits: (sent: unknown) => boolean): number | undefined => {
        const found = [...free].find((index) => of(sent[index]) === of(item) && fits(sent[index]));
        if (found !== undefined) {
            free.delete(found);
        }
        return found;
    };
    const exact = live.map((item) => take(item, (one) => contains(item, one)));
    return live.map((item, index) => exact[index] ?? take(item, () => true));
}

/**
 * Items without a key (rules, peers, arguments): those that have all that was sent, then in their order, so that one that
 * was only changed is not taken for another one.
 */
function byContent(sent: readonly unknown[], live: readonly unknown[]): (number | undefined)[] {
    const free = new Set(sent.keys());
    const take = (found: number | undefined): number | undefined => {
        if (found !== undefined) {
            free.delete(found);
        }
        return found;
    };
    const equal = live.map((item) => take([...free].find((index) => isDeepStrictEqual(item, sent[index]))));
    const close = live.map((item, i) => equal[i] ?? take([...free].find((index) => contains(item, sent[index]))));
    return live.map((_item, i) => close[i] ?? take([...free][0]));
}

function contains(live: unknown, sent: unknown): boolean {
    if (isFields(sent)) {
        return isFields(live) && Object.entries(sent).every(([key, value]) => contains(live[key], value));
    }
    if (Array.isArray(sent)) {
        return Array.isArray(live) && sent.every((item) => live.some((one) => contains(one, item)));
    }
    return isDeepStrictEqual(live, sent);
}

function hasKey(item: unknown, key: string): boolean {
    return isFields(item) && (typeof item[key] === "string" || typeof item[key] === "number");
}

function below({ kind, steps, path, pattern }: Place, key: string): Place {
    return {
        kind,
        steps: [...steps, key],
        path: /^[\w-]+$/.test(key) ? join(path, key) : `${path}[${key}]`,
        pattern: join(pattern, key),
    };
}

function join(path: string, key: string): string {
    return path === "" ? key : `${path}.${key}`;
}

function addition({ steps, path }: Place): Addition {
    return { steps, path };
}
