import type { AlternatingLogins } from "../../secrets/alternating-logins";

/** The database, and the role that owns it and that nobody logs in as. */
export const DATABASE = "kratos";

export type LoginName = "kratos_a" | "kratos_b";

export const LOGINS: AlternatingLogins<LoginName> = ["kratos_a", "kratos_b"];
