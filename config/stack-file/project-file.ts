import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { MOST_ALIASES } from "../../kubernetes/aliases";
import { ConfigError } from "../errors";
import { isObject } from "../path";
import { fullKey } from "../project";
import { PULUMI_YAML } from "./dialect";

/** What `Pulumi.yaml` says of the settings of all stacks. */
export interface ProjectFile {
    /** Folder of the stacks' files. Absolute if the project's was. @default the project's own folder */
    readonly stackFolder: string;
    /** Full key to the value that a stack has if its own file has none. */
    readonly defaults: ReadonlyMap<string, unknown>;
    /** Full keys that every stack's file must have. */
    readonly required: readonly string[];
}

/** What a project is like that says nothing. */
export function plainProject(folder: string): ProjectFile {
    return { stackFolder: folder, defaults: new Map(), required: [] };
}

/**
 * Reads `Pulumi.yaml` as the CLI does: `stackConfigDir` (formerly `config` with a path), and `config` with values, or with
 * declarations that have a `default` or a `value`.
 *
 * @throws ConfigError if it is not YAML
 */
export function readProjectFile(folder: string): ProjectFile {
    const content = readYaml(join(folder, "Pulumi.yaml"));
    const { config, stackConfigDir } = content;
    const formerly = typeof config === "string" ? config : undefined;
    const below = typeof stackConfigDir === "string" ? stackConfigDir : (formerly ?? "");
    const defaults = new Map<string, unknown>();
    const required: string[] = [];
    for (const [name, declared] of Object.entries(isObject(config) ? config : {})) {
        const key = name.includes(":") ? name : fullKey(name);
        const value = declaredValue(declared);
        if (value !== undefined) defaults.set(key, value);
        else if (key.startsWith(fullKey(""))) required.push(key);
    }
    return { stackFolder: below === "" ? folder : resolve(folder, below), defaults, required };
}

/** Where a stack's settings are. */
export function stackFilePath({ stackFolder }: ProjectFile, stack: string): string {
    return join(stackFolder, `Pulumi.${stack}.yaml`);
}

/** The stacks that have a file, by name. */
export function stacksOf({ stackFolder }: ProjectFile): string[] {
    try {
        return readdirSync(stackFolder)
            .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
            .sort();
    } catch {
        return [];
    }
}

/** An object is a declaration; anything else stands for its default. */
function declaredValue(declared: unknown): unknown {
    if (!isObject(declared)) return declared ?? undefined;
    return declared["default"] ?? declared["value"] ?? undefined;
}

function readYaml(path: string): Record<string, unknown> {
    let text: string;
    try {
        text = readFileSync(path, "utf8");
    } catch {
        return {};
    }
    const document = parseDocument(text, { ...PULUMI_YAML, prettyErrors: false });
    const [error] = document.errors;
    if (error !== undefined) throw unreadable(`text that is not YAML: ${error.message}`);
    let content: unknown;
    try {
        content = document.toJS({ maxAliasCount: MOST_ALIASES });
    } catch (failure) {
        throw unreadable(`an alias that cannot be followed: ${String(failure)}`);
    }
    return isObject(content) ? content : {};
}

function unreadable(found: string): ConfigError {
    const expected = "YAML, indented with spaces";
    return new ConfigError("the project", [{ path: "Pulumi.yaml", found, expected, fix: "correct Pulumi.yaml" }]);
}
