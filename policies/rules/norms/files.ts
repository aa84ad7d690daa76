import { Field, MalformedValue } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import { parseYaml } from "../../../kubernetes/yaml";

/** A file of settings in a ConfigMap: where it stands, and what is in it. */
export interface SettingsFile {
    readonly at: Field;
    readonly settings: Field;
}

/**
 * The YAML or JSON files of that name that a ConfigMap holds.
 *
 * @throws MalformedValue for one that is neither
 */
export function settingsFiles(object: PolicyObject, name: RegExp): SettingsFile[] {
    return object.props
        .at("data")
        .entries()
        .filter(([key]) => name.test(key))
        .map(([, at]) => {
            const documents = parseYaml(at.text ?? "");
            if (documents === undefined) {
                throw new MalformedValue(`${at.path} of ${object.id} is no YAML`);
            }
            return { at, settings: Field.root(documents[0] ?? {}) };
        });
}

export const KRATOS_FILE = /^kratos\.(?:ya?ml|json)$/;
export const MONGODB_FILE = /^mongod\.(?:ya?ml|conf)$/;
