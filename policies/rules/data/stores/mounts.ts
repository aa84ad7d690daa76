import { type Field, isRecord } from "../../../../kubernetes/field";
import { ifKnown } from "../../../../kubernetes/known";
import type { Pod } from "../../../../kubernetes/pod";
import type { PolicyObject } from "../../../../kubernetes/resource";
import type { Context } from "../../../engine/rule";

type Holder = "ConfigMap" | "Secret";

/** A key of a ConfigMap or a Secret. */
export interface Entry {
    readonly key: string;
    readonly from: Holder;
    /** Where it stands; undefined in a Secret that is made elsewhere. */
    readonly at?: Field;
    /** What it holds, decoded; undefined where that is not known yet. */
    readonly text: () => string | undefined;
}

/** A file that a container gets from a ConfigMap or a Secret. */
export interface MountedFile extends Entry {
    /** Where the container sees it. */
    readonly path: string;
}

/** What a ConfigMap or a Secret holds. */
export function entries(object: PolicyObject): Entry[] {
    const [from, plain, encoded] = object.is("", "Secret")
        ? (["Secret", "stringData", "data"] as const)
        : (["ConfigMap", "data", "binaryData"] as const);
    return [
        ...entriesOf(from, object.props.at(encoded), (text) => Buffer.from(text, "base64").toString("utf8")),
        ...entriesOf(from, object.props.at(plain), (text) => text),
    ];
}

function entriesOf(from: Holder, map: Field, decode: (text: string) => string): Entry[] {
    // Of a map that is not known as a whole, not even the keys are.
    const value = ifKnown(() => map.value);
    const keys = isRecord(value) ? Object.keys(value) : [];
    return keys.map((key) => {
        const at = map.at(key);
        const text = (): string | undefined => {
            const known = ifKnown(() => at.text);
            return known === undefined ? undefined : decode(known);
        };
        return { key, from, at, text };
    });
}

/** The files of a container. What a ConfigMap holds that is not among the objects cannot be seen, and is left out. */
export function mountedFiles(container: Field, pod: Pod, holder: PolicyObject, context: Context): MountedFile[] {
    const volumes = pod.spec.at("volumes").items();
    return container
        .at("volumeMounts")
        .items()
        .flatMap((mount) => {
            const name = mount.at("name").text;
            const volume = volumes.find((candidate) => candidate.at("name").text === name);
            const files = volume === undefined ? [] : sources(volume).flatMap((one) => filesOf(one, holder, context));
            return files.flatMap((file) => {
                const path = placed(file.path, mount);
                return path === undefined ? [] : [{ ...file, path }];
            });
        });
}

interface Source {
    readonly from: Holder;
    readonly name: Field;
    readonly items: Field;
}

function sources(volume: Field): Source[] {
    const parts = [volume, ...volume.at("projected", "sources").items()];
    return parts.flatMap((part) => {
        const [configMap, secret] = [part.at("configMap"), part.at("secret")];
        return [
            ...(configMap.isSet ? [source("ConfigMap", configMap, "name")] : []),
            // A volume and a projection call the Secret by different names.
            ...(secret.isSet ? [source("Secret", secret, part === volume ? "secretName" : "name")] : []),
        ];
    });
}

function source(from: Holder, field: Field, name: string): Source {
    return { from, name: field.at(name), items: field.at("items") };
}

function filesOf({ from, name, items }: Source, holder: PolicyObject, context: Context): MountedFile[] {
    const paths = new Map(items.items().map((item) => [item.at("key").text ?? "", item.at("path").text ?? ""]));
    const found = called(from, name, holder, context).flatMap(entries);
    if (found.length === 0 && from === "Secret") {
        // Made elsewhere, or of generated values: the engine does not even know its keys before it is made.
        return [...paths].map(([key, path]) => ({ path, key, from, text: () => undefined }));
    }
    return found.flatMap((entry) => {
        const path = items.isSet ? paths.get(entry.key) : entry.key;
        return path === undefined ? [] : [{ ...entry, path }];
    });
}

/**
 * The object of that name beside the pod. A name that is not known yet is that of one made in the same run, whose own is
 * not known either.
 */
export function called(kind: Holder, name: Field, holder: PolicyObject, context: Context): PolicyObject[] {
    const wanted = ifKnown(() => name.text);
    return context
        .of(kind)
        .filter((object) => object.namespace === holder.namespace)
        .filter((object) => ifKnown(() => object.props.at("metadata", "name").text) === wanted);
}

/** Where a mount puts a file of its volume: all of them, one, or those of a folder. */
function placed(path: string, mount: Field): string | undefined {
    const at = mount.at("mountPath").text ?? "";
    const part = mount.at("subPath").text;
    if (part === undefined) {
        return joined(at, path);
    }
    if (path === part) {
        return at;
    }
    return path.startsWith(`${part}/`) ? joined(at, path.slice(part.length + 1)) : undefined;
}

function joined(folder: string, file: string): string {
    return `${folder.replace(/\/+$/, "")}/${file}`;
}
