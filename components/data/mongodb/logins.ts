import type { AlternatingLogins } from "../../secrets/alternating-logins";

/** The application's database; its logins are kept there too (security guide, "MongoDB Authentication": `use kato`). */
export const DATABASE = "kato";

export type LoginName = "kato_user" | "kato_user_b";

/** The seed's name, and its counterpart for the other generations. */
export const LOGINS: AlternatingLogins<LoginName> = ["kato_user", "kato_user_b"];

/** Passwords of `admin`, by file name: the one to use, and during a rotation the one before. */
export type AdminKey = "current" | "previous";
