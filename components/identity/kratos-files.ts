import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { DatabaseLogin } from "../data/postgres/postgres";
import type { Purpose } from "../data/postgres/logins";
import type { ServerAuthority } from "../data/store";
import { applicationSecret, configFiles } from "../secrets/delivery";
import { libpqService } from "../secrets/libpq-service";
import type { ServiceSecret } from "../secrets/service-secret";
import { postgresUrl } from "../secrets/urls";
import type { Endpoint, Workload } from "../workload/identity";
import { kratosConfig, type KratosSettings, type KratosVersion, paths } from "./kratos-config";

type Volume = types.input.core.v1.Volume;

/** Label value of everything that belongs to Kratos. */
export const COMPONENT = "identity";

/** Where the client's image has them. */
const PUBLIC_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

/** Where Kratos keeps its data. */
export interface KratosDatabase {
    readonly endpoint: Endpoint;
    /** The server's is also the clean-up's. One for all where the database is somebody else's and has no more. */
    readonly logins: Readonly<Record<Purpose, DatabaseLogin>>;
    readonly database: string;
    readonly authority: ServerAuthority;
}

/** The file with a login's connection string. The name says whose login it is: a policy reads nothing else. */
export interface ConnectionFile {
    readonly secret: ServiceSecret<string>;
    readonly file: string;
}

/** The server's own is `database.json`. */
export function connectionFile(
    of: Workload,
    database: KratosDatabase,
    purpose: Purpose,
    pool: number,
    opts: pulumi.CustomResourceOptions,
): ConnectionFile {
    const file = purpose === "server" ? "database.json" : `${purpose}.json`;
    const dsn = pulumi.jsonStringify({ dsn: databaseUrl(database, purpose, pool) });
    return { secret: secretFile(`${of.name}-database`, of, file, dsn, opts), file };
}

/**
 * The connection string (the seed's `KRATOS_DSN`).
 *
 * @param pool the most connections that a pod opens with it
 */
export function databaseUrl(
    { endpoint, database, logins, authority }: KratosDatabase,
    purpose: Purpose,
    pool: number,
): pulumi.Output<string> {
    return postgresUrl({
        endpoint,
        database,
        login: logins[purpose],
        ...(authority.kind === "public" ? {} : { caFile: `${paths.ca}/ca.crt` }),
        // Connections are renewed often enough to follow a rotated login or a moved server within the hour.
        parameters: { max_conns: `${pool}`, max_idle_conns: "4", max_conn_lifetime: "30m" },
    });
}

/** The same for PostgreSQL's own client, as the service `kratos`. */
export function databaseService(
    { endpoint, database, logins, authority }: KratosDatabase,
    purpose: Purpose,
): pulumi.Output<string> {
    const caFile = authority.kind === "public" ? PUBLIC_AUTHORITIES : `${paths.ca}/ca.crt`;
    return libpqService("kratos", { endpoint, database, login: logins[purpose], caFile });
}

/** `kratos.yml` and the identity schema, as the volume that pods mount. */
export function configVolume(
    name: string,
    of: Workload,
    settings: KratosSettings,
    identitySchema: object,
    version: KratosVersion,
    opts: pulumi.CustomResourceOptions,
): Volume {
    const config = configFiles(
        name,
        of,
        COMPONENT,
        {
            "kratos.yml": stringify(kratosConfig(settings, version), { aliasDuplicateObjects: false }),
            "identity.schema.json": JSON.stringify(identitySchema, null, 2),
        },
        opts,
    );
    return { name: "config", configMap: { name: config.metadata.name } };
}

/**
 * The authority that the database is verified with, as the volume that pods mount, unless it is a public one. Our own is
 * taken from `ownCertificate`, the Secret of Kratos' own certificate, so that no client sees a server's key.
 */
export function authorityVolume(
    name: string,
    of: Workload,
    authority: KratosDatabase["authority"],
    ownCertificate: ServiceSecret<"ca.crt">,
    opts: pulumi.CustomResourceOptions,
): Volume | undefined {
    switch (authority.kind) {
        case "public":
            return undefined;
        case "internal":
            return ownCertificate.files("ca", ["ca.crt"]);
        case "pem": {
            const bundle = configFiles(name, of, COMPONENT, { "ca.crt": authority.pem }, opts);
            return { name: "ca", configMap: { name: bundle.metadata.name } };
        }
    }
}

/** One secret configuration file. */
export function secretFile<File extends string>(
    name: string,
    of: Workload,
    file: File,
    content: pulumi.Input<string>,
    opts: pulumi.CustomResourceOptions,
): ServiceSecret<File> {
    return applicationSecret(name, of, COMPONENT, { [file]: content } as Record<File, pulumi.Input<string>>, opts);
}
