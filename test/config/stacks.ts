import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { type Config, ConfigError, fullKey, loadConfig, type Problem, secretKeys } from "../../config";
import { readStackFile } from "../../config/stack-file/read";
import { stackFile } from "../support/stacks/files";

export const projectDirectory = join(__dirname, "..", "..");

/** What a stack file says under `config:`, by key without our namespace. */
type Settings = Record<string, unknown>;

/** The settings of a stack file of the project, by key without our namespace; other namespaces keep theirs. */
export function settingsOf(stack: "dev" | "prod"): Settings {
    const file = parse(readFileSync(stackFile(stack), "utf8")) as { config: Settings };
    const prefix = fullKey("");
    return Object.fromEntries(Object.entries(file.config).map(([key, value]) => [key.replace(prefix, ""), value]));
}

/** Merges as a person edits: objects key by key, `null` takes a key out, everything else replaces. */
function merge(base: unknown, patch: unknown): unknown {
    if (!isSettings(patch) || !isSettings(base)) return patch;
    const merged: Settings = { ...base };
    for (const [key, value] of Object.entries(patch)) {
        if (value === null) Reflect.deleteProperty(merged, key);
        else merged[key] = merge(merged[key], value);
    }
    return merged;
}

function isSettings(value: unknown): value is Settings {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text of a stack file: one of the project's with a piece of YAML merged into its settings. */
export function stackFileText(base: "dev" | "prod", patch = ""): string {
    const merged = merge(settingsOf(base), parse(patch) ?? {}) as Settings;
    const full = Object.entries(merged).map(([key, value]) => [key.includes(":") ? key : fullKey(key), value]);
    return stringify({ config: Object.fromEntries(full) as Settings });
}

/** Loads a stack file as the preview does: every secret that is missing or encrypted has a stand-in. */
export function loadText(stack: string, text: string, overrides: readonly string[] = []): Config {
    const folder = mkdtempSync(join(tmpdir(), "stack-"));
    try {
        const path = join(folder, `Pulumi.${stack}.yaml`);
        writeFileSync(path, text);
        const file = readStackFile(path, overrides);
        const values = { ...file.values };
        const marked = new Set(file.secretKeys);
        const withheld = new Set<string>();
        for (const key of secretKeys.map(fullKey)) {
            if (values[key] !== undefined) continue;
            values[key] = "stand-in";
            marked.add(key);
            withheld.add(key);
        }
        return loadConfig({ stack, values, secretKeys: marked, withheld, projectDirectory });
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** Loads one of the project's stack files with a piece of YAML merged into its settings. */
export function load(base: "dev" | "prod", patch = ""): Config {
    return loadText(base, stackFileText(base, patch));
}

/** The error that loading ends with. */
export function errorOf(action: () => unknown): ConfigError {
    try {
        action();
    } catch (error) {
        if (error instanceof ConfigError) return error;
        throw error;
    }
    throw new Error("The stack was accepted");
}

/** What is wrong with such a stack; nothing if it loads. */
export function problemsOf(base: "dev" | "prod", patch: string): readonly Problem[] {
    try {
        load(base, patch);
        return [];
    } catch (error) {
        if (error instanceof ConfigError) return error.problems;
        throw error;
    }
}
