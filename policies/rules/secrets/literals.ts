/**
 * Recognizes secrets that somebody wrote down by the name they are given; `secret-forms.ts` knows them by their own form.
 * What it says about one never contains the value.
 */

const PASSWORD_WORD = /(?:password|passwd|passphrase)s?$|^(?:pass|pwd|pw|requirepass|masterauth)$/;
const SECRET_WORD =
    /(?:secret|apikey|secretkey|privatekey|masterkey|encryptionkey|signingkey)s?$|(?:^|access|api|auth|bearer|refresh|session)tokens?$|^credentials?$/;
/** What makes a key a secret one: a `key` alone is an index into something. */
const KEY_QUALIFIER =
    /^(?:access|admin|api|app|auth|cipher|cookie|encryption|hmac|jwt|master|private|secret|session|signing)$/;
/** Servers whose `auth` is their password; elsewhere it is a method. */
const AUTH_QUALIFIER = /^(?:redis|valkey|keydb|sentinel)$/;
/** What a secret in the name may be followed by and still be meant, as in `SECRETS_COOKIE_0`. */
const SECRET_OF = /^(?:cookie|cipher|default|value)$/;
/** What the name of any secret may end with: for which environment, with which rights, since when, how it is written. */
const SUFFIX =
    /^(?:dev|development|test|qa|uat|stage|staging|stg|prod|prd|production|live|local|ci|ro|rw|readonly|readwrite|old|new|current|previous|b64|base64|hex)$/;
/** What makes a secret the name of an object that holds one. */
const OBJECT_QUALIFIER = /^(?:existing|pull|tls|ca|cert|certificate|ingress)$/;
/** A store of public certificates: Java wants a password for it, which keeps nothing secret. */
const NO_SECRET = /trust[-_.]?store[-_.]?pass(?:word)?$/i;

/** What every such name has somewhere: most names are done with at the first look. */
const SECRET_HINT = /pass|pwd?|secret|token|key|credential|masterauth|(?:redis|valkey|keydb|sentinel)\W?_?auth/i;

type Naming = "password" | "secret" | undefined;

/** Whether a variable, flag or key of that name holds a secret: its last word decides, so `PASSWORD_FILE` does not. */
function naming(name: string): Naming {
    if (!SECRET_HINT.test(name) || NO_SECRET.test(name)) {
        return undefined;
    }
    const words = name
        .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter((word) => !/^\d*$/.test(word));
    while (words.length > 1 && SUFFIX.test(words.at(-1) ?? "")) {
        words.pop();
    }
    // Rails: the key that all others are derived from.
    if (/^secret key base$/.test(words.slice(-3).join(" "))) {
        words.pop();
    }
    const last = words.at(-1) ?? "";
    const before = words.at(-2) ?? "";
    if (PASSWORD_WORD.test(last)) {
        return "password";
    }
    if (SECRET_WORD.test(last)) {
        return OBJECT_QUALIFIER.test(before) ? undefined : "secret";
    }
    if (last === "auth" && AUTH_QUALIFIER.test(before)) {
        return "password";
    }
    const key = /^keys?$/.test(last) && KEY_QUALIFIER.test(before);
    return key || (SECRET_OF.test(last) && /^secrets?$/.test(before)) ? "secret" : undefined;
}

/** Whether a variable, flag or key of that name is one that holds a secret. */
export function isSecretName(name: string): boolean {
    return naming(name) !== undefined;
}

const NOT_LITERAL: readonly RegExp[] = [
    /^\W*$/,
    /^(?:true|false|yes|no|on|off|null|nil|none|enabled|disabled|required|optional)$/i,
    // References: shell and Kubernetes variables, templates, placeholders, calls.
    /^\$|\$\(|\$\{|\{\{|^<.*>$|^%|\(/,
    // Where the secret is, rather than the secret: a path, a URL without a password in it.
    /^(?:\.{0,2}|~)\/|^[a-z][a-z0-9+.-]*:\/\/|^arn:/i,
    /^[[{|>&]/,
];

/** Whether a value under that name is a secret written down. */
export function isSecretLiteral(name: string, value: string): boolean {
    const kind = naming(name);
    if (kind === undefined || isSecretReference(name, value) || NOT_LITERAL.some((form) => form.test(value))) {
        return false;
    }
    // `token: 3600` is a lifetime, `password: 1234` is a password.
    return kind === "password" || !/^\d+(?:\.\d+)?(?:ms|s|m|h|d)?$/.test(value);
}

/** Whether it is `<namespace>/<name>` of a Secret, as controllers are told of one. */
function isSecretReference(name: string, value: string): boolean {
    return OBJECT_NAME.test(name) && !OWN_SECRET.test(name) && /^[a-z0-9-]+\/[a-z0-9][a-z0-9.-]*$/.test(value);
}

/** Names that tell of a Secret as well as of a secret, unless what comes before says that it is one's own. */
const OBJECT_NAME = /(?:secrets?|credentials?|secret-?_?key)$/i;
const OWN_SECRET = /(?:app|client|consumer|cookie|hmac|jwt|oauth2?|session|shared|signing)[-_.]?secrets?$/i;

/**
 * Whether a value under that name may well be the name of a Secret, or of a key in one: annotations and charts' values
 * have more of those (`tls.secret: web-tls`) than of secrets.
 */
export function namesSecretObject(name: string, value: string): boolean {
    return OBJECT_NAME.test(name) && !OWN_SECRET.test(name) && /^[a-z0-9][a-z0-9./-]*$/.test(value);
}

/** Whether a value looks generated: long, of mixed characters, and without repetition. */
export function looksRandom(value: string): boolean {
    if (!/^[\w+/=-]{32,}$/.test(value) || value.startsWith("/")) {
        return false;
    }
    return [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(value)) && entropy(value) >= 4;
}

/** Shannon entropy, in bits per character. */
function entropy(text: string): number {
    const counts = new Map<string, number>();
    for (const character of text) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** `name = value`, `name: value`, `"name": "value"`, `--name=value`; not `$name` and not psql's `:'name'`. */
const ASSIGNMENT =
    /(?<![\w$]|\$\{)["']?([A-Za-z][\w.-]*)["']?(?:[ \t]*=|(?<=["'])[ \t]*:|:(?=[ \t"']))[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"',;&#]+))/g;
/** Where the value follows a word: SQL, Redis' configuration and its ACL file. */
const PHRASES: readonly RegExp[] = [
    /\b(PASSWORD)[ \t]+'([^'\n]+)'/gi,
    /^[ \t]*(requirepass|masterauth)[ \t]+["']?([^\s"']+)/gi,
    /^[ \t]*(?:ACL[ \t]+SETUSER|user)[ \t].*[ \t]()>(\S+)/gi,
];
const COMMENT = /^[ \t]*(?:#|\/\/|--[ \t])/;
/** A line that opens a YAML list below such a name. */
const LIST_OF_SECRETS = new RegExp(`(?:${SECRET_HINT.source})[\\w-]*["']?:[ \\t]*$`, "i");

/**
 * The names of secrets written down in a text of any format: a configuration file, a script, a command line.
 *
 * @returns e.g. `a literal for "password"`, one per name
 */
export function secretsInText(text: string): string[] {
    const lines = text.split("\n").filter((line) => !COMMENT.test(line));
    const names = new Set(lines.some((line) => LIST_OF_SECRETS.test(line)) ? listedSecrets(lines) : []);
    for (const line of lines.filter((candidate) => SECRET_HINT.test(candidate) || candidate.includes(" >"))) {
        for (const [, name = "", double, single, bare] of line.matchAll(ASSIGNMENT)) {
            if (isSecretLiteral(name, double ?? single ?? bare ?? "")) {
                names.add(name);
            }
        }
        for (const [, name = "", value = ""] of PHRASES.flatMap((phrase) => [...line.matchAll(phrase)])) {
            if (isSecretLiteral("password", value)) {
                names.add(name === "" ? "user" : name);
            }
        }
    }
    return [...names].map((name) => `a literal for "${name}"`);
}

/** Entries of YAML lists below a secret name, as in `secrets: { cookie: [ … ] }` written over several lines. */
function listedSecrets(lines: readonly string[]): string[] {
    const parents: { readonly indent: number; readonly name: string }[] = [];
    const found: string[] = [];
    for (const line of lines.filter((candidate) => candidate.trim() !== "")) {
        const indent = line.length - line.trimStart().length;
        const key = /^\s*["']?([\w.-]+)["']?:[ \t]*$/.exec(line)?.[1];
        const item = /^\s*-[ \t]+["']?([^\s"':]+)["']?[ \t]*$/.exec(line)?.[1];
        // A list may stand at the indentation of its key.
        while (parents.length > 0 && (parents.at(-1)?.indent ?? 0) >= indent + (item === undefined ? 0 : 1)) {
            parents.pop();
        }
        const holder = parents.find(({ name }) => isSecretName(name));
        if (key !== undefined) {
            parents.push({ indent, name: key });
        } else if (item !== undefined && holder !== undefined && isSecretLiteral(holder.name, item)) {
            found.push(parents.at(-1)?.name ?? holder.name);
        }
    }
    return found;
}
