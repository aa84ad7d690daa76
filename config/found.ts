const hidden = "a value that is not shown";

/** What a setting holds, for an error message: never a secret, nor anything that looks like one. */
export function describeFound(value: unknown, secrets: readonly string[]): string {
    if (value === undefined || value === null || value === "") return "nothing";
    if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
    if (typeof value === "object") return "an object";
    if (typeof value !== "string") return `${typeof value === "number" ? "the number " : ""}${JSON.stringify(value)}`;
    if (secrets.some((secret) => value.includes(secret)) || looksSecret(value)) return hidden;
    if (/^\s*[[{]/.test(value)) return "text that is not valid JSON";
    const shown = mask(value);
    return JSON.stringify(shown.length > 100 ? `${shown.slice(0, 100)}…` : shown);
}

/** A value in a place that must not be shown at all. */
export function describeHidden(value: unknown): string {
    return value === undefined || value === "" ? "nothing" : hidden;
}

/** URLs and connection strings keep their shape and lose their password. */
function mask(text: string): string {
    // Up to the last `@`, because a password may contain one that nobody encoded.
    const [, scheme = "", user, rest = ""] = /^([a-z][\w+.-]*:\/\/)?(.*)@([^@]*)$/is.exec(text) ?? [];
    const [name, ...password] = user?.split(":") ?? [];
    const shown =
        password.length > 0 ? `${scheme}${name ?? ""}:***@${rest}` : scheme === "" ? text : `${scheme}***@${rest}`;
    return (user === undefined ? text : shown).replace(
        /([?&;\s][\w-]*(?:pass|secret|token|key)[\w-]*=)[^&;\s]*/gi,
        "$1***",
    );
}

/** Keys, tokens and generated passwords: long runs of mixed characters that no host name, path or word has. */
function looksSecret(text: string): boolean {
    if (/PRIVATE KEY|^eyJ[\w-]+\.|^(AKIA|ASIA)[A-Z0-9]{12,}|^SG\.[\w-]{8,}/.test(text)) return true;
    const runs = text.match(/[A-Za-z0-9+=_-]{20,}/g) ?? [];
    return runs.some((run) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run));
}
