import { isObject } from "./path";

/**
 * The values of `kato.extraSecretEnv` in the secret `katoSecretEnv`, as far as they are text.
 *
 * @returns undefined for a text that is no object, such as what a preview has in place of a secret
 */
export function secretVariables(text: string): Readonly<Record<string, string>> | undefined {
    let parsed: unknown;
    try {
        parsed = JSON.parse(text);
    } catch {
        return undefined;
    }
    if (!isObject(parsed)) return undefined;
    // `pulumi config set --path` makes a number or a switch of what looks like one.
    const values = Object.entries(parsed).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
    return Object.fromEntries(values.map(([name, value]) => [name, String(value)]));
}
