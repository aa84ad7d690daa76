import type { Field } from "../../../../kubernetes/field";
import { parseYaml } from "../../../../kubernetes/yaml";

/** A setting of a server, as its file, its command line or a variable gives it. */
export interface Setting {
    /** Undefined where it is given and only its value cannot be seen: a reference to a Secret. */
    readonly value: string | undefined;
    /** Where it stands; undefined in a file. */
    readonly at?: Field;
}

/** Settings by name, lower case. */
export type Settings = ReadonlyMap<string, Setting>;

/** A word of a command line. */
export interface Word {
    readonly text: string;
    readonly at?: Field;
}

/** The words of a text, as a shell would part them; quotes are dropped. */
export function wordsOf(text: string, at?: Field): Word[] {
    return text
        .split(/[\s;]+/)
        .map((word) => word.replace(/^["']+|["']+$|\\$/g, ""))
        .map((word) => ({ text: word, at }));
}

/** `--name value`, `--name=value`, and `--name` alone, whose value is empty. */
export function options(words: readonly Word[]): Settings {
    return new Map(
        words.flatMap(({ text, at }, index): [string, Setting][] => {
            const [, name, value] = /^--?([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(text) ?? [];
            const next = words[index + 1]?.text ?? "";
            const following = next.startsWith("--") ? "" : next;
            return name === undefined ? [] : [[name.toLowerCase(), { value: unquoted(value ?? following), at }]];
        }),
    );
}

/** A file with a setting per line: `name value`, `name = value`, `name: value`. The last one counts. */
export function lineSettings(text: string): Settings {
    return new Map(
        text.split("\n").flatMap((line): [string, Setting][] => {
            const [, name, value = ""] = /^[ \t]*([A-Za-z][\w.-]*)(?:[ \t]*[=:][ \t]*|[ \t]+|$)(.*)$/.exec(line) ?? [];
            return name === undefined ? [] : [[name.toLowerCase(), { value: unquoted(value) }]];
        }),
    );
}

/** The scalars of a YAML file (JSON is YAML) by their path, `net.tls.mode`. A file that is no YAML says nothing. */
export function pathSettings(text: string): Settings {
    const settings = new Map<string, Setting>();
    const visit = (value: unknown, path: readonly string[]): void => {
        if (typeof value === "object" && value !== null) {
            for (const [key, item] of Object.entries(value)) {
                visit(item, [...path, key.toLowerCase()]);
            }
        } else if (["string", "number", "boolean"].includes(typeof value)) {
            settings.set(path.join("."), { value: `${value as string | number | boolean}` });
        }
    };
    visit(parseYaml(text)?.[0], []);
    return settings;
}

/** Without quotes around it and a comment after it. */
function unquoted(value: string): string {
    const text = value.trim();
    const [, single, double] = /^(?:'([^']*)'|"([^"]*)")/.exec(text) ?? [];
    return single ?? double ?? text.replace(/(?:^|[ \t])#.*$/, "").trim();
}

/** Whether a switch is on, in the words of all these servers. */
export function isOn(settings: Settings, name: string): boolean {
    return /^(?:on|true|yes|1|enabled)$/i.test(settings.get(name)?.value ?? "");
}

/** Whether something is given there, known or not. */
export function isGiven(settings: Settings, name: string): boolean {
    const setting = settings.get(name);
    return setting !== undefined && setting.value !== "";
}
