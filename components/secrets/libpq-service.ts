import * as pulumi from "@pulumi/pulumi";
import type { PostgresUrlArgs } from "./urls";

/**
 * A connection service file for PostgreSQL's own clients, which take neither the parameters that Kratos wants in its URL
 * nor a password file that a group may read. Used as `PGSERVICEFILE=… psql service=<name>`, it keeps the password off every
 * command line.
 *
 * @throws Error, when the outputs resolve, for a value with a line break: it would become a setting of its own
 * @see https://www.postgresql.org/docs/current/libpq-pgservice.html
 */
export function libpqService(
    name: string,
    { endpoint, login, database, caFile }: Omit<Required<PostgresUrlArgs>, "parameters">,
): pulumi.Output<string> {
    return pulumi.secret(login.password).apply((password) => {
        const settings = {
            host: endpoint.host,
            port: String(endpoint.port),
            dbname: database,
            user: login.user,
            password,
            sslmode: "verify-full",
            sslrootcert: caFile,
            connect_timeout: "10",
        };
        const lines = Object.entries(settings).map(([key, value]) => {
            if (/[\r\n]/.test(value)) {
                throw new Error(`The ${key} of the connection to ${endpoint.host} has a line break in it`);
            }
            return `${key}=${value}\n`;
        });
        return `[${name}]\n${lines.join("")}`;
    });
}
