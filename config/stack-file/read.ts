import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { type Document, LineCounter, parseDocument, visit } from "yaml";
import { MOST_ALIASES } from "../../kubernetes/aliases";
import { ConfigError, type Problem } from "../errors";
import { parseOverride, withValue } from "../override";
import { isObject } from "../path";
import { fullKey } from "../project";
import type { ConfigSource } from "../source";
import { closest } from "../suggest";
import { PULUMI_YAML } from "./dialect";
import { plainProject, type ProjectFile, stacksOf } from "./project-file";

/** A stack's file as the engine would hand it to the program, as far as that goes without decrypting anything. */
export interface StackFile extends ConfigSource {
    /** Full keys whose value is encrypted and therefore not in `values`. */
    readonly secure: readonly string[];
    /** Environments of Pulumi ESC that the file imports: the service resolves them, so their settings are not in `values`. */
    readonly environments: readonly string[];
}

/** Stands for an encrypted value inside an object. */
const encrypted = "[encrypted]";

/**
 * Reads `Pulumi.<stack>.yaml` and applies what its project says of all stacks, then overrides.
 *
 * @param overrides `KEY=VALUE`; KEY may be a path such as `kratos.log.level`
 * @param project what `Pulumi.yaml` says. @default nothing
 * @throws ConfigError if there is no such file, it is not YAML, its `config` is no object, it lacks what the project requires, or an
 *     override is malformed
 */
export function readStackFile(
    path: string,
    overrides: readonly string[] = [],
    project: ProjectFile = plainProject(dirname(path)),
): StackFile {
    const content = readYaml(path);
    const settings = new Map([...project.defaults, ...settingsIn(content, path)]);
    const missing = project.required.filter((key) => !settings.has(key));
    if (missing.length > 0) {
        throw new ConfigError(
            `stack ${stackOf(path)}`,
            missing.map((key) => ({
                path: key,
                expected: "a value, because `config` in Pulumi.yaml declares the key without a default",
                fix: `pulumi config set ${key} VALUE --stack ${stackOf(path)}`,
            })),
        );
    }
    const values: Record<string, string> = {};
    const secretKeys = new Set<string>();
    const secure = new Set<string>();
    for (const [key, value] of settings) {
        if (hasEncrypted(value)) secretKeys.add(key);
        if (isEncrypted(value)) secure.add(key);
        else values[key] = asText(withoutEncrypted(value));
    }
    for (const { key, path: inside, value } of overrides.map(parseOverride)) {
        secure.delete(key);
        values[key] = asText(withValue(parsed(values[key]), inside, value));
    }
    return {
        stack: stackOf(path),
        values,
        secretKeys,
        secure: [...secure],
        environments: environmentsIn(content),
    };
}

/** The file's settings under their full keys; one without a namespace is the project's, as Pulumi has it. */
function settingsIn(content: unknown, path: string): [string, unknown][] {
    const settings = isObject(content) ? (content["config"] ?? {}) : content;
    if (!isObject(settings)) {
        const expected = "`config:` with one key per line below it";
        throw failure(path, { path: "config", found: "something else", expected, fix: "see docs/configuration.md" });
    }
    return Object.entries(settings).map(([name, value]) => [name.includes(":") ? name : fullKey(name), value]);
}

/** The names below `environment:`; what is written out there has none. */
function environmentsIn(content: unknown): string[] {
    const declared = isObject(content) ? (content["environment"] ?? []) : [];
    const imports = isObject(declared) ? (declared["imports"] ?? ["written in the file"]) : declared;
    const names: unknown[] = Array.isArray(imports) ? imports : [];
    return names.map((name) => (isObject(name) ? Object.keys(name).join() : String(name)));
}

function readYaml(path: string): unknown {
    let text: string;
    try {
        text = readFileSync(path, "utf8");
    } catch {
        const stacks = stacksOf(plainProject(dirname(path)));
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
    const document = parseDocument(text, { ...PULUMI_YAML, prettyErrors: false, lineCounter: lines });
    const [error] = document.errors;
    const broken = error === undefined ? brokenAlias(document) : { at: error.pos[0], what: error.message };
    if (broken === undefined) return contentOf(document, path);
    const { line } = lines.linePos(broken.at);
    throw failure(path, {
        path: `${basename(path)}:${line}`,
        found: `text that is not YAML: ${broken.what}`,
        expected: "YAML, indented with spaces",
        fix: `correct line ${line} of ${basename(path)}`,
    });
}

function contentOf(document: Document, path: string): unknown {
    try {
        return (document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown) ?? {};
    } catch {
        throw failure(path, {
            path: basename(path),
            found: "aliases of aliases, which stand for more text than could be kept",
            expected: `at most ${MOST_ALIASES} repetitions`,
            fix: "write out what is meant",
        });
    }
}

/**
 * An alias that stands for nothing, or for something that it is in. A password that begins with `*` and stands without quotes is
 * the former, so its name is not shown.
 */
function brokenAlias(document: Document): { at: number; what: string } | undefined {
    let found: { at: number; what: string } | undefined;
    visit(document, {
        Alias(_, alias, ancestors) {
            const meant = alias.resolve(document);
            if (meant !== undefined && !ancestors.includes(meant)) return undefined;
            const what =
                meant === undefined ? "text that begins with `*` needs quotes" : "an alias stands in what it refers to";
            found = { at: alias.range?.[0] ?? 0, what };
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

/** Objects are JSON with sorted keys, and nothing is empty text. */
function asText(value: unknown): string {
    if (value === null) return "";
    return typeof value === "string" ? value : JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (!isObject(value)) return value;
    return Object.fromEntries(
        Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key])]),
    );
}

function parsed(text: string | undefined): unknown {
    try {
        return JSON.parse(text ?? "");
    } catch {
        return undefined;
    }
}
