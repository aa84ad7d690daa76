import { fullKey } from "./project";
import { formatPath, type Path } from "./path";
import type { SecretKey } from "./schema";
import { secretValues } from "./schema/secrets";
import { node } from "./schema/walk";
import { yamlLine } from "./yaml-line";

/** Something to do about a finding, as text for the user; the command differs by stack. */
export type Fix = (stack: string) => string;

/** Something wrong, as a rule reports it. What was found is looked up and masked in one place, so no rule can leak a value. */
export interface Finding {
    readonly path: Path;
    /** What is accepted, and why where that is not obvious. */
    readonly expected: string;
    readonly fixes: readonly Fix[];
    /** What was found, where the setting's value is not the answer. Must not hold a value. */
    readonly found?: string;
}

/** A command that gives a setting a value, and below it the same for those who edit the file; a shell takes that for a comment. */
export function set(path: Path, value: string): Fix {
    const key = fullKey(formatPath(path));
    return (stack) =>
        `pulumi config set --path '${key}' ${quote(value)} --stack ${stack}\n` +
        `# in Pulumi.${stack}.yaml: ${yamlLine(path, value)}`;
}

/** A command that takes the content of a file as the value. */
export function setFromFile(path: Path, file: string): Fix {
    return (stack) => `pulumi config set --path '${fullKey(formatPath(path))}' --stack ${stack} < ${file}`;
}

/** A command that removes a setting. An item of a list is none: the next would have its number, and be hit by the next command. */
export function remove(path: Path): Fix {
    const last = path.at(-1);
    if (typeof last === "number") {
        const list = formatPath(path.slice(0, -1));
        return (stack) => `take item ${last + 1} out of the list \`${list}\` in Pulumi.${stack}.yaml`;
    }
    return (stack) => `pulumi config rm --path '${fullKey(formatPath(path))}' --stack ${stack}`;
}

/**
 * A command that asks for a secret, or takes it from a file, and stores it encrypted: the value is on no command line and
 * in no shell history.
 */
export function encrypt(key: SecretKey): Fix {
    const { file, each } = node(secretValues[key]).meta;
    if (each !== undefined) return encryptPart(key, each);
    const from = file === undefined ? "" : ` < ${file}`;
    return (stack) => `pulumi config set --secret ${key} --stack ${stack}${from}`;
}

/** The same for one of the values that a secret consists of. */
export function encryptPart(key: SecretKey, name: string): Fix {
    return (stack) => `pulumi config set --secret --path '${fullKey(formatPath([key, name]))}' --stack ${stack}`;
}

/** Something no command does. */
export function say(text: string): Fix {
    return () => text;
}

function quote(value: string): string {
    return /^[\w@%+:,./-]+$/.test(value) && !value.startsWith("-") ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
