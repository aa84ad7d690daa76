import { formatPath } from "../../../kubernetes/field";
import { parseImage } from "../../../kubernetes/image";
import type { ResourceEntry } from "../model/entries";
import type { FieldChange } from "./field-changes";
import { type Fields, fields, list, text } from "../../../kubernetes/json";

/** A change of image that may leave a server unable to read what the one before it has written. */
export interface Downgrade {
    readonly what: "downgraded" | "other engine" | "version unknown";
    readonly field: FieldChange;
}

/** The servers of a workload that get an older or another engine; those that change from and to the same image as one. */
export function downgrades(before: ResourceEntry, after: ResourceEntry): Downgrade[] {
    const earlier = new Map(servers(before).map(({ container, image }) => [container, image]));
    const found = new Map<string, Downgrade>();
    for (const { container, image, path } of servers(after)) {
        const old = earlier.get(container);
        const what = old === undefined || old === image ? undefined : downgrade(old, image);
        const key = `${old} ${image}`;
        if (old !== undefined && what !== undefined && !found.has(key)) {
            found.set(key, { what, field: { path, before: old, after: image } });
        }
    }
    return [...found.values()];
}

function downgrade(before: string, after: string): Downgrade["what"] | undefined {
    const [old, engine] = [engineOf(before), engineOf(after)];
    if (old.name !== engine.name) {
        return "other engine";
    }
    if (old.version.length === 0 || engine.version.length === 0) {
        return "version unknown";
    }
    return isLower(engine.version, old.version) ? "downgraded" : undefined;
}

interface Server {
    readonly container: string;
    readonly image: string;
    /** Where the image stands in the object. */
    readonly path: string;
}

/** The containers that work on data: those that mount a claim, and Kratos', which migrate their database. */
function servers({ inputs }: ResourceEntry): Server[] {
    const spec = fields(inputs["spec"]);
    const pod = fields(fields(spec["template"])["spec"]);
    const claims = list(pod["volumes"])
        .map(fields)
        .filter((volume) => "persistentVolumeClaim" in volume)
        .map(({ name }) => name);
    const mountsClaim = (container: Fields) =>
        list(container["volumeMounts"]).some((mount) => claims.includes(fields(mount)["name"]));
    const isKratos = fields(inputs["metadata"])["name"] === "kratos";
    return list(pod["containers"]).flatMap((each, index) => {
        const container = fields(each);
        const [name, image] = [text(container["name"]), text(container["image"])];
        const path = formatPath(["spec", "template", "spec", "containers", index, "image"]);
        const isServer = name !== undefined && image !== undefined && (isKratos || mountsClaim(container));
        return isServer ? [{ container: name, image, path }] : [];
    });
}

/** What a container image says about the software in it. */
interface Engine {
    /** Last part of the repository: the same image in a mirror is the same engine. */
    readonly name: string;
    /** Numbers of the version, `8.0.12-4` is [8, 0, 12, 4]; none where the tag has no version. */
    readonly version: readonly number[];
}

/** Reads `docker.io/library/postgres:17.11-bookworm@sha256:…`. */
function engineOf(image: string): Engine {
    const { name, tag = "" } = parseImage(image);
    // Behind a hyphen, a number is the packager's release (Percona: `8.0.12-4`); anything else names the variant.
    const [, version, release] = /^v?(\d+(?:\.\d+)*)(?:-(\d+)(?![\w.]))?/.exec(tag) ?? [];
    const numbers = [...(version?.split(".") ?? []), ...(release === undefined ? [] : [release])];
    return { name, version: numbers.map(Number) };
}

/** Whether a version is lower than another, as far as both say: `17` is not lower than `17.11`. */
function isLower(version: readonly number[], than: readonly number[]): boolean {
    const length = Math.min(version.length, than.length);
    for (let index = 0; index < length; index++) {
        const difference = (version[index] ?? 0) - (than[index] ?? 0);
        if (difference !== 0) {
            return difference < 0;
        }
    }
    return false;
}
