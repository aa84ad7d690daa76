/** Name of the Pulumi project, and so the namespace of every key in the stack file. Same as `name` in Pulumi.yaml. */
export const project = "kato-platform";

const prefix = `${project}:`;

/** The key as Pulumi knows it, e.g. `kato-platform:kratos`. */
export function fullKey(key: string): string {
    return prefix + key;
}

/** The key without our namespace, or `undefined` where it belongs to somebody else (`aws:region`, `pulumi:…`). */
export function ownKey(key: string): string | undefined {
    return key.startsWith(prefix) ? key.slice(prefix.length) : undefined;
}
