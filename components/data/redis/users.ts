import { createHash } from "node:crypto";

/** The application's user (security guide, "Redis Security"). */
export const LOGIN = "kato_user";

/** Users of the pod itself: what probes, the keeper and people need. */
export const INTERNAL_USERS = ["probe", "keeper", "operator"] as const;

export type InternalUser = (typeof INTERNAL_USERS)[number];
export type User = typeof LOGIN | InternalUser;

/**
 * What each user may do; whatever is not named is refused.
 *
 * The application's types are named one by one rather than by `@read` and `@write`: those grow with the server's versions,
 * and since Redis 8 contain the commands of modules. Left out are the types that KATO has no use for: HyperLogLog, bitmaps,
 * coordinates. `-@admin -@dangerous` comes after the types, because it takes FLUSHALL, MIGRATE and others out of
 * them; of the dangerous ones only KEYS is given back, which the seed's retention code calls (security guide, "GDPR
 * Compliance"). Of scripting there is what locks need, but no functions, which would outlive their connection.
 */
const RULES: Readonly<Record<User, readonly string[]>> = {
    kato_user: [
        "~*",
        "&*",
        "+@connection",
        "+@keyspace",
        ...["+@string", "+@hash", "+@list", "+@set", "+@sortedset", "+@stream"],
        "+@pubsub",
        "+@transaction",
        "-@admin",
        "-@dangerous",
        ...["+keys", "+time"],
        ...["+eval", "+eval_ro", "+evalsha", "+evalsha_ro", "+script|exists", "+script|load"],
    ],
    probe: ["+ping"],
    // The server cannot narrow CONFIG SET to single settings.
    keeper: ["+acl|load", "+client|kill", "+config|set", "+ping"],
    // Sees how the server is and what it refused, never a key or a value.
    operator: ["+acl|log", "+bgrewriteaof", "+client|kill", "+client|list", "+info", "+ping", "+script|kill"],
};

/**
 * The server's ACL file. The user `default`, whom a client is before it says its name, can do nothing.
 *
 * @param users a line for each, see `aclUser`
 */
export function aclFile(users: readonly string[]): string {
    return ["user default off", ...users, ""].join("\n");
}

/** The line of a user: the SHA-256 hashes of the passwords that are accepted, and what the user may do. */
export function aclUser(user: User, passwords: readonly string[]): string {
    return ["user", user, "on", ...passwords.map(hash), ...RULES[user]].join(" ");
}

function hash(password: string): string {
    return `#${createHash("sha256").update(password).digest("hex")}`;
}
