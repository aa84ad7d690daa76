import type { AlternatingLogins } from "../../secrets/alternating-logins";

/** The database, and the role that owns it and everything in it. */
export const DATABASE = "kratos";

/**
 * Whom the logins act as, by what they are for. Rights are granted to these; nobody logs in as one of them.
 *
 * @see ADR 28, and `grants` of Kratos for what each may do
 */
export const ROLES = { migration: DATABASE, server: "kratos_server", courier: "kratos_courier" } as const;

export type Purpose = keyof typeof ROLES;
export type LoginName<Of extends Purpose = Purpose> = `${(typeof ROLES)[Of]}_${"a" | "b"}`;

/** The pair of logins for a purpose, which apply.sh takes to act as what they are named after. */
export function loginsFor<Of extends Purpose>(purpose: Of): AlternatingLogins<LoginName<Of>> {
    return [`${ROLES[purpose]}_a`, `${ROLES[purpose]}_b`];
}

/** Something for each purpose. */
export function byPurpose<T>(of: (purpose: Purpose) => T): Readonly<Record<Purpose, T>> {
    return { migration: of("migration"), server: of("server"), courier: of("courier") };
}

/** All pairs. */
export const LOGINS: readonly AlternatingLogins<LoginName>[] = Object.values(byPurpose(loginsFor));
