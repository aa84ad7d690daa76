import { Field, isRecord } from "../../../field";
import { ifKnown } from "../../../known";
import type { Pod } from "../../../pod";
import type { PolicyObject } from "../../../resource";
import type { Context } from "../../../rule";

/** A file that a container gets from a ConfigMap or a Secret. */
export interface MountedFile {
    /** Where the container sees it. */
    readonly path: string;
    /** Its key in the ConfigMap or Secret. */
    readonly key: string;
    readonly from: "ConfigMap" | "Secret";
    /** Undefined where it cannot be seen: a Secret's, before it is made or made elsewhere. */
    readonly text: string | undefined;
}

/** The files of a container. What a ConfigMap holds that is not among the objects cannot be seen, and is left out. */
export function mountedFiles(container: Field, pod: Pod, holder: PolicyObject, context: Context): MountedFile[] {
    const volumes = new Map(
        pod.spec
            .at("volumes")
            .items()
            .map((volume) => [volume.at("name").text, volume]),
    );
    return container
        .at("volumeMounts")
        .items()
        .flatMap((mount) => {
            const volume = volumes.get(mount.at("name").text);
            const files = volume === undefined ? [] : sources(volume).flatMap((one) => filesOf(one, holder, context));
            return files.flatMap((file) => placed(file, mount) ?? []);
        });
}

interface Source {
    readonly from: MountedFile["from"];
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

function source(from: MountedFile["from"], field: Field, name: string): Source {
    return { from, name: field.at(name), items: field.at("items") };
}

function filesOf({ from, name, items }: Source, holder: PolicyObject, context: Context): MountedFile[] {
    const paths = new Map(items.items().map((item) => [item.at("key").text ?? "", item.at("path").text ?? ""]));
    const objects = called(from, name, holder, context);
    if (objects.length === 0 && from === "Secret") {
        return [...paths].map(([key, path]) => ({ path, key, from, text: undefined }));
    }
    return objects.flatMap((object) =>
        texts(object).flatMap(([key, text]) => {
            const path = items.isSet ? paths.get(key) : key;
            return path === undefined ? [] : [{ path, key, from, text }];
        }),
    );
}

/**
 * The object of that name beside the pod. A name that is not known yet is that of one made in the same run, whose own is
 * not known either.
 */
export function called(kind: string, name: Field, holder: PolicyObject, context: Context): PolicyObject[] {
    const wanted = ifKnown(() => name.text);
    return context
        .of(kind)
        .filter((object) => object.namespace === holder.namespace)
        .filter((object) => ifKnown(() => object.props.at("metadata", "name").text) === wanted);
}

/** Keys and texts of a ConfigMap or a Secret. */
export function texts(object: PolicyObject): [string, string | undefined][] {
    const secret = object.is("", "Secret");
    const [plain, encoded] = secret ? ["stringData", "data"] : ["data", "binaryData"];
    return [
        ...entries(object.props.at(encoded)).map(([key, text]): [string, string | undefined] => [
            key,
            text === undefined ? undefined : Buffer.from(text, "base64").toString("utf8"),
        ]),
        ...entries(object.props.at(plain)),
    ];
}

function entries(map: Field): [string, string | undefined][] {
    // Of a map that is not known as a whole, not even the keys are.
    const value = ifKnown(() => map.value);
    return isRecord(value) ? Object.keys(value).map((key) => [key, ifKnown(() => map.at(key).text)]) : [];
}

function placed(file: MountedFile, mount: Field): MountedFile | undefined {
    const at = mount.at("mountPath").text ?? "";
    const part = mount.at("subPath").text;
    if (part === undefined) {
        return { ...file, path: joined(at, file.path) };
    }
    // One file of the volume, or one folder.
    if (file.path === part) {
        return { ...file, path: at };
    }
    return file.path.startsWith(`${part}/`)
        ? { ...file, path: joined(at, file.path.slice(part.length + 1)) }
        : undefined;
}

function joined(folder: string, file: string): string {
    return `${folder.replace(/\/+$/, "")}/${file}`;
}
