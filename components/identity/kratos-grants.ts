import type { KratosDatabase } from "./kratos-files";

/**
 * The statements by which the owner of Kratos' tables gives the other logins what they need, run after each migration: then
 * the tables are there, also those that this version has brought. They hold together or not at all, and for a login that
 * is the owner's there is none.
 *
 * @returns `undefined` where everybody uses one login
 */
export function grants({ logins: { migration, server, courier } }: KratosDatabase): string | undefined {
    const statements = [
        ...(server.role === migration.role ? [] : serverGrants(quoted(server.role))),
        ...(courier.role === server.role || courier.role === migration.role ? [] : courierGrants(quoted(courier.role))),
    ];
    return statements.length === 0 ? undefined : [NETWORK, ...statements].join("; ");
}

/**
 * Kratos' first process makes this row, and two that start at once make two and keep their people apart. The courier may not
 * make it at all.
 */
const NETWORK =
    "INSERT INTO networks (id, created_at, updated_at) SELECT gen_random_uuid(), at, at " +
    "FROM (SELECT now() AT TIME ZONE 'UTC' AS at) AS this WHERE NOT EXISTS (SELECT FROM networks)";

/** Reads and writes rows; what a later migration creates or makes anew is covered from its first moment on. */
function serverGrants(role: string): string[] {
    const [tables, sequences] = ["SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"];
    return [
        `GRANT USAGE ON SCHEMA public TO ${role}`,
        `GRANT ${tables} ON ALL TABLES IN SCHEMA public TO ${role}`,
        `GRANT ${sequences} ON ALL SEQUENCES IN SCHEMA public TO ${role}`,
        `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ${tables} ON TABLES TO ${role}`,
        `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ${sequences} ON SEQUENCES TO ${role}`,
        // Which migrations are done is for migrations to say.
        `REVOKE INSERT, UPDATE, DELETE ON schema_migration FROM ${role}`,
    ];
}

/** What v1.3.1 and v26.2 do in `courier watch`, and the statement before it; see ADR 28. */
function courierGrants(role: string): string[] {
    return [
        `GRANT USAGE ON SCHEMA public TO ${role}`,
        // What an earlier version of this has granted.
        `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role}`,
        `GRANT SELECT ON networks, courier_messages TO ${role}`,
        `GRANT UPDATE (status, send_count) ON courier_messages TO ${role}`,
        `GRANT INSERT ON courier_message_dispatches TO ${role}`,
    ];
}

function quoted(role: string): string {
    return `"${role.replaceAll('"', '""')}"`;
}
