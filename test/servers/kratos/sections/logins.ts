import assert from "node:assert/strict";
import { logIn, register } from "../flows";
import type { Given } from "../given";
import { type DescribedPod, describedPod } from "../manifests";
import { databasePasswords, prodStack, workloads } from "../stack";
import { World } from "../world";

export function logins(given: () => Given): void {
    describe("its logins to the database", () => {
        const as = (user: string, sql: string): { status: number | null; stdout: string; stderr: string } => {
            const { world, stack } = given();
            return world.postgres.asClient({ user, password: databasePasswords(stack)[user] ?? "" }, sql);
        };
        const refused = (user: string, statements: readonly string[]): void => {
            for (const sql of statements) {
                const { status, stderr } = as(user, sql);
                assert.equal(status, 1, sql);
                assert.match(stderr, /permission denied|must be owner|must be able to SET ROLE/, sql);
            }
        };
        /** What a role may do with tables and columns, `<table> <right>`. */
        const rights = (role: string): string[] => {
            const sql = `
                SELECT relname || ' ' || privilege_type FROM pg_class, aclexplode(relacl)
                WHERE grantee = '${role}'::regrole
                UNION SELECT relname || '.' || attname || ' ' || privilege_type
                FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid, aclexplode(attacl)
                WHERE grantee = '${role}'::regrole ORDER BY 1`;
            return given().world.postgres.asSuperuser(sql, "kratos").split("\n");
        };

        it("are the server's for rows and the courier's for mails: both run with them", () => {
            const sql = "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'kratos' ORDER BY 1";
            const inUse = given().world.postgres.asSuperuser(sql);
            assert.equal(inUse, "kratos_courier_a\nkratos_server_a");
        });

        it("keep the server from changing a table, its rights or what has been migrated", () => {
            refused("kratos_server_a", [
                "CREATE TABLE mine (id int)",
                "CREATE TEMPORARY TABLE mine (id int)",
                "CREATE SCHEMA mine",
                "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "ALTER TABLE identities ADD COLUMN mine int",
                "ALTER TABLE identities DISABLE TRIGGER ALL",
                "CREATE INDEX mine ON identities (id)",
                "DROP TABLE courier_message_dispatches",
                "TRUNCATE courier_message_dispatches",
                "INSERT INTO schema_migration VALUES ('1', 1)",
                "DELETE FROM schema_migration",
                "SET ROLE kratos",
            ]);
        });

        it("let the server read and write the rows of all tables", () => {
            const tables = given().world.postgres.asSuperuser(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
                "kratos",
            );
            const each = tables
                .split("\n")
                .flatMap((table) =>
                    table === "schema_migration"
                        ? [`${table} SELECT`]
                        : ["DELETE", "INSERT", "SELECT", "UPDATE"].map((right) => `${table} ${right}`),
                );
            assert.ok(each.length > 60);
            assert.deepEqual(rights("kratos_server").sort(), each.sort());
        });

        it("show the courier mails and which network it is in, and nothing of people", () => {
            assert.deepEqual(rights("kratos_courier"), [
                "courier_message_dispatches INSERT",
                "courier_messages SELECT",
                "courier_messages.send_count UPDATE",
                "courier_messages.status UPDATE",
                "networks SELECT",
            ]);
            const hidden = ["identities", "identity_credentials", "identity_credential_identifiers", "sessions",
                "identity_recovery_codes", "identity_verifiable_addresses", "schema_migration"]; // prettier-ignore
            refused("kratos_courier_a", [
                ...hidden.map((table) => `SELECT * FROM ${table}`),
                "SELECT * FROM courier_message_dispatches",
                "UPDATE courier_messages SET recipient = 'me@example.org'",
                "DELETE FROM courier_messages",
                "INSERT INTO courier_messages (id) VALUES (gen_random_uuid())",
                "INSERT INTO networks (id) VALUES (gen_random_uuid())",
                "CREATE TABLE mine (id int)",
                "CREATE TEMPORARY TABLE mine (id int)",
                "SET ROLE kratos",
                "SET ROLE kratos_server",
            ]);
        });

        it("cover what a later migration makes: the server's alone, and from the first moment on", () => {
            assert.equal(
                as("kratos_a", "CREATE TABLE later (id int GENERATED ALWAYS AS IDENTITY, name text)").status,
                0,
            );
            const row = "INSERT INTO later (name) VALUES ('one'); UPDATE later SET name = 'two'; SELECT * FROM later";
            assert.equal(as("kratos_server_a", row).stdout, "1|two\n");
            refused("kratos_courier_a", ["SELECT * FROM later"]);
            refused("kratos_server_a", ["DROP TABLE later"]);
            assert.equal(as("kratos_a", "DROP TABLE later").status, 0);
        });

        it("come to the courier without any secret of the server's", () => {
            const { folders } = described("courier");
            assert.deepEqual(Object.keys(folders).sort(), [
                "/etc/kratos/ca",
                "/etc/kratos/config",
                "/etc/kratos/database",
                "/etc/kratos/mail",
                "/tmp",
            ]);
            const mounted = JSON.stringify(folders);
            const passwords = databasePasswords(given().stack);
            const server = JSON.parse(described("server").folders["/etc/kratos/secrets"]?.["secrets.json"] ?? "{}") as {
                secrets: Record<string, string[]>;
            };
            const foreign = [
                passwords["kratos_a"],
                passwords["kratos_server_a"],
                ...Object.values(server.secrets).flat(),
            ];
            assert.ok(foreign.length >= 6);
            for (const value of foreign) {
                assert.equal(mounted.includes(value ?? ""), false);
            }
            assert.ok(mounted.includes(passwords["kratos_courier_a"] ?? "?"));
        });

        const described = (name: "server" | "courier"): DescribedPod =>
            describedPod(given().stack, workloads[name], {
                "kratos-tls": { "ca.crt": "", "tls.crt": "", "tls.key": "" },
            });
    });
}

/** From the layout with one login, which acted as the owner everywhere. */
export function upgrade(): void {
    describe("on a database that knew one login", () => {
        it("goes on while the others are made, and then with them, with everybody who was there", async () => {
            const stack = await prodStack();
            const { kratos_a: owner = "", ...others } = databasePasswords(stack);
            const world = await World.make(stack, { kratos_a: owner });
            const migration = describedPod(stack, workloads.migration, { "kratos-tls": { "ca.crt": "" } });
            const ownersDsn = migration.folders["/etc/kratos/database"]?.["migration.json"] ?? "";
            const asOwner = (pod: DescribedPod): DescribedPod => ({
                ...pod,
                folders: { ...pod.folders, "/etc/kratos/database": { "database.json": ownersDsn } },
            });
            try {
                assert.equal((await world.finish("migration", stack)).status, 0);
                await world.start("server", stack, asOwner);
                const password = world.password();
                await register(world.browser(), "before@example.org", password);

                const before = world.postgres.keeper?.output ?? "";
                world.postgres.mountLogins({ kratos_a: owner, ...others });
                await world.postgres.applied(before);
                assert.equal((await world.finish("migration", stack)).status, 0);
                assert.equal((await logIn(world.browser(), "before@example.org", password)).status, 200);
                assert.equal((await world.finish("grants", stack)).status, 0);
                assert.equal((await logIn(world.browser(), "before@example.org", password)).status, 200);

                await world.start("server", stack);
                const sql = "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'kratos'";
                assert.equal(world.postgres.asSuperuser(sql), "kratos_server_a");
                assert.equal((await logIn(world.browser(), "before@example.org", password)).status, 200);
                await register(world.browser(), "after@example.org", world.password());
            } finally {
                await world.remove();
            }
        });
    });
}
