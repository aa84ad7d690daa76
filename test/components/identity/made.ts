import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Kratos, type KratosArgs } from "../../../components/identity/kratos";
import type { StoredCredentials } from "../../../components/secrets/store";
import { workload } from "../../../components/workload/identity";
import { record, type Recording } from "../../support/record";
import { WITHOUT_MAIL } from "./settings";

export const DATABASE: KratosArgs["database"] = {
    endpoint: { workload: workload("kratos", "kratos-postgres"), host: "kratos-postgres.kratos.svc", port: 5432 },
    logins: {
        migration: { user: "kratos_a", role: "kratos", password: pulumi.secret("of/the owner") },
        server: { user: "kratos_server_a", role: "kratos_server", password: pulumi.secret("of/the server") },
        courier: { user: "kratos_courier_a", role: "kratos_courier", password: pulumi.secret("of/the courier") },
    },
    database: "kratos",
    authority: { kind: "internal" },
};
export const MAIL: NonNullable<KratosArgs["mailServer"]> = {
    endpoint: { workload: workload("mail", "relay"), host: "smtp.example.com", port: 465 },
    login: { user: "me", password: pulumi.secret("of/the mail") },
    security: "smtps",
};
const dsn = (login: string): string =>
    `postgres://${login}@kratos-postgres.kratos.svc:5432/kratos?sslmode=verify-full` +
    "&sslrootcert=/etc/kratos/ca/ca.crt&max_conns=13&max_idle_conns=4&max_conn_lifetime=30m";
/** The server's. */
export const DSN = dsn("kratos_server_a:of%2Fthe%20server");
export const MIGRATION_DSN = dsn("kratos_a:of%2Fthe%20owner");
export const COURIER_DSN = dsn("kratos_courier_a:of%2Fthe%20courier");
/** The same for PostgreSQL's own client. */
export const service = (user: string, password: string): string =>
    `[kratos]\nhost=kratos-postgres.kratos.svc\nport=5432\ndbname=kratos\nuser=${user}\npassword=${password}\n` +
    "sslmode=verify-full\nsslrootcert=/etc/kratos/ca/ca.crt\nconnect_timeout=10\n";
export const SERVICE = service("kratos_server_a", "of/the server");
export const SMTP = "smtps://me:of%2Fthe%20mail@smtp.example.com:465/?skip_ssl_verify=false";

export interface Made {
    readonly recording: Recording;
    readonly kratos: Kratos;
    readonly stored: readonly StoredCredentials[];
}

/** Kratos by itself, with one replica and without mail unless told otherwise. */
export async function made(
    changes: Partial<KratosArgs> = {},
    opts?: () => pulumi.ComponentResourceOptions,
): Promise<Made> {
    const stored: StoredCredentials[] = [];
    let kratos: Kratos | undefined;
    const recording = await record(() => {
        const args: KratosArgs = {
            namespace: "kratos",
            production: false,
            settings: WITHOUT_MAIL,
            identitySchema: { title: "Person" },
            database: DATABASE,
            databasePool: 13,
            generations: { kratosCookie: 1, kratosCipher: 1, kratosDefault: 1, kratosPagination: 1 },
            retentionDays: 90,
            issuer: { kind: "ClusterIssuer", name: "internal-ca" },
            store: { put: (credentials) => stored.push(credentials) },
            replicas: 1,
            resources: { cpu: { request: "100m", limit: "1" }, memory: "256Mi" },
            ...changes,
        };
        kratos = new Kratos("kratos", args, opts?.());
    });
    assert.ok(kratos !== undefined);
    return { recording, kratos, stored };
}

export const DEPLOYMENT = "kubernetes:apps/v1:Deployment::kratos";
export const COURIER = "kubernetes:apps/v1:Deployment::kratos-courier";
export const MIGRATION = "kubernetes:batch/v1:Job::kratos-migrate";
export const CLEANUP = "kubernetes:batch/v1:CronJob::kratos-cleanup";
export const CERTIFICATE = "kubernetes:cert-manager.io/v1:Certificate::kratos-tls";

/** The files of a Secret, by name. */
export function text({ recording }: Made, name: string): Record<string, string> {
    const data = recording.one(`kubernetes:core/v1:Secret::${name}`).inputs["data"] as { "a secret": object };
    const decoded = ([file, content]: [string, string]) =>
        [file, Buffer.from(content, "base64").toString("utf8")] as const;
    return Object.fromEntries(Object.entries(data["a secret"]).map(decoded));
}

/** The same, read as JSON. */
export function files(of: Made, name: string): Record<string, unknown> {
    const parsed = ([file, content]: [string, string]) => [file, JSON.parse(content) as unknown] as const;
    return Object.fromEntries(Object.entries(text(of, name)).map(parsed));
}
