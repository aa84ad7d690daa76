import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, type Scalar, visit } from "yaml";
import { ConfigError, type Problem } from "./errors";
import { parseOverride, withValue } from "./override";
import { isObject } from "./path";
import { fullKey } from "./project";
import type { ConfigSource } from "./source";
import { closest } from "./suggest";

/** A stack's file as the engine would hand it to the program, as far as that goes without decrypting anything. */
export interface StackFile extends ConfigSource {
    /** Full keys whose value is encrypted and therefore not in `values`. */
    readonly secure: string[];
}

/** Stands for an encrypted value inside an object. */
const encrypted = "[encrypted]";

/**
 * Reads `Pulumi.<stack>.yaml` and applies overrides.
 *
 * @param overrides `KEY=VALUE`; KEY may be a path such as `kratos.log.level`
 * @throws ConfigError if there is no such file, it is not YAML, its `config` is no object, or an override is malformed
 */
export function readStackFile(path: string, overrides: readonly string[] = []): StackFile {
    const values: Record<string, string> = {};
    const secretKeys = new Set<string>();
    const secure = new Set<string>();
    for (const [key, value] of settingsIn(path)) {
        if (hasEncrypted(value)) secretKeys.add(key);
        if (isEncrypted(value)) secure.add(key);
        else values[key] = asText(withoutEncrypted(value));
    }
    for (const { key, path: inside, value } of overrides.map(parseOverride)) {
        secure.delete(key);
        values[key] = asText(withValue(parsed(values[key]), inside, value));
    }
    return { stack: stackOf(path), values, secretKeys, secure: [...secure] };
}

/** The file's settings under their full keys; one without a namespace is the project's, as Pulumi has it. */
function settingsIn(path: string): [string, unknown][] {
    const document = readYaml(path);
    const config = isMap(document.contents) ? document.contents.get("config", true) : document.contents;
    if (config === undefined || config === null || (isScalar(config) && config.value === null)) return [];
    if (!isMap(config)) {
        const expected = "`config:` with one key per line below it";
        throw failure(path, { path: "config", found: "something else", expected, fix: "see docs/configuration.md" });
    }
    return config.items.map(({ key, value }) => {
        const name = isScalar(key) ? textOf(key) : String(key);
        return [name.includes(":") ? name : fullKey(name), isScalar(value) ? textOf(value) : toPlain(value, document)];
    });
}

/** Pulumi takes the text of a top-level value as it is written: `007` stays 007. */
function textOf({ value, source = "" }: Scalar): string {
    return value === null ? "" : source;
}

function toPlain(value: unknown, document: Document): unknown {
    return isNode(value) ? value.toJS(document) : value;
}

function readYaml(path: string): Document {
    let text: string;
    try {
        text = readFileSync(path, "utf8");
    } catch {
        const stacks = stacksBeside(path);
        const expected =
            stacks.length === 0 ? "the path of a stack's file" : `one of the stacks that exist: ${stacks.join(", ")}`;
        throw failure(path, {
            path,
            found: "no file that can be read",
            expected,
            fix: `--stack ${closest(stackOf(path), stacks) ?? stacks[0] ?? "NAME"}`,
        });
    }
    const lines = new LineCounter();
    // Without `prettyErrors` no message quotes the file, which may hold a secret.
    const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
    const [error] = document.errors;
    const broken = error === undefined ? danglingAlias(document) : { at: error.pos[0], what: error.message };
    if (broken === undefined) return document;
    const { line } = lines.linePos(broken.at);
    throw failure(path, {
        path: `${basename(path)}:${line}`,
        found: `text that is not YAML: ${broken.what}`,
        expected: "YAML, indented with spaces",
        fix: `correct line ${line} of ${basename(path)}`,
    });
}

/** A password that begins with `*` and stands without quotes is one, so its name is not shown. */
function danglingAlias(document: Document): { at: number; what: string } | undefined {
    let found: { at: number; what: string } | undefined;
    visit(document, {
        Alias(_, alias) {
            if (alias.resolve(document) !== undefined) return undefined;
            found = { at: alias.range?.[0] ?? 0, what: "text that begins with `*` needs quotes" };
            return visit.BREAK;
        },
    });
    return found;
}

function failure(path: string, problem: Problem): ConfigError {
    return new ConfigError(`stack ${stackOf(path)}`, [problem]);
}

function stackOf(path: string): string {
    return basename(path)
        .replace(/\.ya?ml$/, "")
        .replace(/^Pulumi\./, "");
}

function stacksBeside(path: string): string[] {
    try {
        return readdirSync(dirname(path))
            .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
            .sort();
    } catch {
        return [];
    }
}

/** Pulumi's form of an encrypted value: `{ secure: … }` and nothing else. */
function isEncrypted(value: unknown): boolean {
    return isObject(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

function hasEncrypted(value: unknown): boolean {
    if (typeof value !== "object" || value === null) return false;
    return isEncrypted(value) || Object.values(value).some(hasEncrypted);
}

function withoutEncrypted(value: unknown): unknown {
    if (isEncrypted(value)) return encrypted;
    if (Array.isArray(value)) return value.map(withoutEncrypted);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutEncrypted(item)]));
}

function asText(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}

function parsed(text: string | undefined): unknown {
    try {
        return JSON.parse(text ?? "");
    } catch {
        return undefined;
    }
}
