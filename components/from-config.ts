import type { Config } from "../config";
import type { InternalCa } from "./certificates/internal-ca";
import type { PostgresArgs } from "./data/postgres";
import type { KratosArgs, MailServer } from "./identity/kratos";
import { addresses } from "./network/connections";
import { INTERNET } from "./network/internet";
import type { Endpoint } from "./workload/identity";

/** The stack file's settings as the components' arguments. */

export function isProduction(config: Config): boolean {
    return config.environment === "production";
}

export function postgresServer(config: Config, namespace: string, ca: InternalCa): PostgresArgs["server"] {
    const { postgres, storage, secrets, postgresPassword } = config;
    if (postgres.mode === "external") {
        if (postgresPassword === undefined) {
            throw new Error("The loader lets no external database pass without postgresPassword");
        }
        const { host, port, cidrs, database, user, ca: pem } = postgres;
        const server = { mode: postgres.mode, host, port, cidrs, database, user, password: postgresPassword };
        return pem === undefined ? server : { ...server, ca: pem };
    }
    return {
        mode: postgres.mode,
        namespace,
        production: isProduction(config),
        storage: postgres.storage,
        ...(storage.mode === "existing" ? { storageClass: storage.class } : {}),
        resources: postgres.resources,
        generation: secrets.generations.postgresKratos,
        issuer: ca.issuer,
    };
}

export function kratosSettings({ kratos }: Config): KratosArgs["settings"] {
    const { smtp } = kratos;
    const sender =
        smtp === undefined
            ? undefined
            : { address: smtp.fromAddress, ...(smtp.fromName === undefined ? {} : { name: smtp.fromName }) };
    return {
        publicBaseUrl: kratos.publicBaseUrl,
        uiUrl: kratos.uiUrl,
        defaultReturnUrl: kratos.defaultReturnUrl,
        allowedOrigins: kratos.allowedOrigins,
        log: kratos.log,
        cookies: kratos.cookies,
        sessionLifespan: kratos.sessionLifespan,
        passwordMinLength: kratos.passwordMinLength,
        ...(sender === undefined ? {} : { sender }),
    };
}

export function mailServer({ kratos, smtpPassword }: Config): MailServer | undefined {
    const { smtp } = kratos;
    if (smtp === undefined || smtpPassword === undefined) {
        return undefined;
    }
    return {
        endpoint: { workload: INTERNET, host: smtp.host, port: smtp.port },
        login: { user: smtp.user, password: smtpPassword },
        security: smtp.security,
    };
}

export function apiServer({ cluster }: Config): Endpoint {
    return addresses("kubernetes-api", cluster.apiServer.cidrs, cluster.apiServer.port);
}
