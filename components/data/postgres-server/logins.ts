import type { Output } from "@pulumi/pulumi";
import type { Credential } from "../../secrets/credential";
import type { Login } from "../../secrets/urls";

/** The database, and the role that owns it and that nobody logs in as. */
export const DATABASE = "kratos";

export type LoginName = "kratos_a" | "kratos_b";

/** The logins, which alternate by generation: both work during the overlap of a rotation. */
export const LOGINS: readonly LoginName[] = ["kratos_a", "kratos_b"];

function loginOf(generation: number): LoginName {
    return generation % 2 === 1 ? "kratos_a" : "kratos_b";
}

/** The login that applications use now. */
export function currentLogin(password: Credential): Login {
    return { user: loginOf(password.generation), password: password.current };
}

/** The passwords that the server accepts now, by login. In the first generation there is one. */
export function acceptedLogins(password: Credential): Partial<Record<LoginName, Output<string>>> {
    return {
        [loginOf(password.generation)]: password.current,
        ...(password.previous === undefined ? {} : { [loginOf(password.generation - 1)]: password.previous }),
    };
}
