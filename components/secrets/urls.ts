import * as pulumi from "@pulumi/pulumi";
import type { Endpoint } from "../workload/identity";

/** User and password of one login. */
export interface Login {
    readonly user: string;
    readonly password: pulumi.Input<string>;
}

export interface PostgresUrlArgs {
    readonly endpoint: Endpoint;
    readonly login: Login;
    readonly database: string;
    /** File in the client's pod with the authority that signed the server's certificate. @default the system's public ones */
    readonly caFile?: string;
    /** Further parameters, such as the client's pool settings. @default none */
    readonly parameters?: Readonly<Record<string, string>>;
}

/** `postgres://…` with the server's certificate and name verified (`verify-full`, stricter than the seed's `require`). */
export function postgresUrl(args: PostgresUrlArgs): pulumi.Output<string> {
    const query = new URLSearchParams({
        sslmode: "verify-full",
        ...(args.caFile === undefined ? {} : { sslrootcert: args.caFile }),
        ...args.parameters,
    });
    return urlWithLogin("postgres", args.login, args.endpoint, `/${args.database}?${decodeSlashes(query.toString())}`);
}

export interface SmtpUrlArgs {
    readonly endpoint: Endpoint;
    readonly login: Login;
    /** `smtps` speaks TLS from the first byte, `starttls` upgrades and fails where the server does not offer it. */
    readonly security: "smtps" | "starttls";
}

/** The mail server's address as Kratos' courier wants it (setup guide, "Step 4: Configure SMTP"). */
export function smtpUrl(args: SmtpUrlArgs): pulumi.Output<string> {
    const scheme = args.security === "smtps" ? "smtps" : "smtp";
    return urlWithLogin(scheme, args.login, args.endpoint, "/?skip_ssl_verify=false");
}

/** The one place where a password meets a URL. */
function urlWithLogin(scheme: string, login: Login, at: Endpoint, rest: string): pulumi.Output<string> {
    const user = encodeURIComponent(login.user);
    return pulumi
        .secret(login.password)
        .apply((password) => `${scheme}://${user}:${encodeURIComponent(password)}@${at.host}:${at.port}${rest}`);
}

/** File paths stay readable: a slash needs no escape in a query. */
function decodeSlashes(query: string): string {
    return query.replaceAll("%2F", "/");
}
