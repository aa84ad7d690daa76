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
    return urlWithLogin(
        "postgres",
        args.login,
        [args.endpoint],
        `${path(args.database)}?${decodeSlashes(query.toString())}`,
    );
}

export interface MongodbUrlArgs {
    readonly endpoint: Endpoint;
    readonly login: Login;
    readonly database: string;
    /** Hosts of the other members of the replica set, on the same port. @default none */
    readonly otherHosts?: readonly string[] | undefined;
    /** Name of the replica set. @default the driver finds out, or there is none */
    readonly replicaSet?: string | undefined;
    /** Where users are looked up. @default the database (the seed's `authSource=kato`); with `srv` what DNS says */
    readonly authSource?: string | undefined;
    /** File in the client's pod with the authorities that may have signed the server's certificate. @default the client's own */
    readonly caFile?: string;
    /**
     * Whether the host is the name of DNS records that list the servers (`mongodb+srv`). They also say where users are
     * looked up (`admin` in Atlas), which must not be overruled by a default.
     */
    readonly srv: boolean;
}

/**
 * `mongodb://…` over TLS with certificate and name verified (security guide, "MongoDB Authentication").
 *
 * @see https://www.mongodb.com/docs/manual/reference/connection-string-options/
 */
export function mongodbUrl(args: MongodbUrlArgs): pulumi.Output<string> {
    const { endpoint, login, database, caFile, srv, otherHosts = [], replicaSet } = args;
    const authSource = args.authSource ?? (srv ? undefined : database);
    const query = new URLSearchParams({
        ...(authSource === undefined ? {} : { authSource }),
        ...(srv ? {} : { authMechanism: "SCRAM-SHA-256" }),
        ...(replicaSet === undefined ? {} : { replicaSet }),
        tls: "true",
        ...(caFile === undefined ? {} : { tlsCAFile: caFile }),
    });
    const port = srv ? {} : { port: endpoint.port };
    const at = [endpoint.host, ...otherHosts].map((host) => ({ host, ...port }));
    const rest = `${path(database)}?${decodeSlashes(query.toString())}`;
    return urlWithLogin(srv ? "mongodb+srv" : "mongodb", login, at, rest);
}

export interface RedisUrlArgs {
    readonly endpoint: Endpoint;
    readonly login: Login;
    /** File in the client's pod with the authorities that may have signed the server's certificate. */
    readonly caFile: string;
}

/** `rediss://…`, database 0, with certificate and name verified, in redis-py's words (security guide, "Redis Security"). */
export function redisUrl({ endpoint, login, caFile }: RedisUrlArgs): pulumi.Output<string> {
    const query = `ssl_cert_reqs=required&ssl_check_hostname=true&ssl_ca_certs=${encodeURIComponent(caFile)}`;
    return urlWithLogin("rediss", login, [endpoint], `/0?${decodeSlashes(query)}`);
}

export interface SmtpUrlArgs {
    readonly endpoint: Endpoint;
    /** @default none: a relay that knows its clients otherwise is not asked to log in to */
    readonly login?: Login;
    /** `smtps` speaks TLS from the first byte, `starttls` upgrades and fails where the server does not offer it. */
    readonly security: "smtps" | "starttls";
}

/** The mail server's address as Kratos' courier wants it (setup guide, "Step 4: Configure SMTP"). */
export function smtpUrl(args: SmtpUrlArgs): pulumi.Output<string> {
    const scheme = args.security === "smtps" ? "smtps" : "smtp";
    const rest = "/?skip_ssl_verify=false";
    return args.login === undefined
        ? pulumi.output(`${scheme}://${args.endpoint.host}:${args.endpoint.port}${rest}`)
        : urlWithLogin(scheme, args.login, [args.endpoint], rest);
}

/** A database by its name, which may have characters that mean something in a URL. */
function path(database: string): string {
    return `/${encodeURIComponent(database)}`;
}

/** The one place where a password meets a URL. */
function urlWithLogin(
    scheme: string,
    login: Login,
    at: readonly { readonly host: string; readonly port?: number }[],
    rest: string,
): pulumi.Output<string> {
    const user = encodeURIComponent(login.user);
    const server = at.map(({ host, port }) => (port === undefined ? host : `${host}:${port}`)).join(",");
    return pulumi
        .secret(login.password)
        .apply((password) => `${scheme}://${user}:${encodeURIComponent(password)}@${server}${rest}`);
}

/** File paths stay readable: a slash needs no escape in a query. */
function decodeSlashes(query: string): string {
    return query.replaceAll("%2F", "/");
}
