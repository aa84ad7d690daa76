import type { Output } from "@pulumi/pulumi";
import type { Credential } from "./credential";
import type { Login } from "./urls";

/**
 * Two logins with the same rights that take turns by generation, for a server that knows one password per user: both work
 * during the overlap of a rotation.
 */
export type AlternatingLogins<Name extends string> = readonly [odd: Name, even: Name];

/** The login that applications use now. */
export function currentLogin(logins: AlternatingLogins<string>, password: Credential): Login {
    return { user: loginOf(logins, password.generation), password: password.current };
}

/** The passwords that the server accepts now, by login. In the first generation there is one. */
export function acceptedLogins<Name extends string>(
    logins: AlternatingLogins<Name>,
    password: Credential,
): Partial<Record<Name, Output<string>>> {
    const accepted: Partial<Record<Name, Output<string>>> = {};
    accepted[loginOf(logins, password.generation)] = password.current;
    if (password.previous !== undefined) {
        accepted[loginOf(logins, password.generation - 1)] = password.previous;
    }
    return accepted;
}

function loginOf<Name extends string>([odd, even]: AlternatingLogins<Name>, generation: number): Name {
    return generation % 2 === 1 ? odd : even;
}
