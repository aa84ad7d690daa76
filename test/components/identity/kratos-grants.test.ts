import assert from "node:assert/strict";
import { grants } from "../../../components/identity/kratos-grants";
import { DATABASE } from "./made";

describe("Kratos' grants", () => {
    const { migration, server, courier } = DATABASE.logins;
    const statements = (logins: typeof DATABASE.logins): string[] => grants({ ...DATABASE, logins })?.split("; ") ?? [];

    it("are what is tried on a real server (test/servers/kratos)", () => {
        const [network, ...rest] = statements(DATABASE.logins);
        assert.match(network ?? "", /^INSERT INTO networks .* WHERE NOT EXISTS \(SELECT FROM networks\)$/);
        assert.deepEqual(rest, [
            'GRANT USAGE ON SCHEMA public TO "kratos_server"',
            'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "kratos_server"',
            'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "kratos_server"',
            'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "kratos_server"',
            'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO "kratos_server"',
            'REVOKE INSERT, UPDATE, DELETE ON schema_migration FROM "kratos_server"',
            'GRANT USAGE ON SCHEMA public TO "kratos_courier"',
            'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "kratos_courier"',
            'GRANT SELECT ON networks, courier_messages TO "kratos_courier"',
            'GRANT UPDATE (status, send_count) ON courier_messages TO "kratos_courier"',
            'GRANT INSERT ON courier_message_dispatches TO "kratos_courier"',
        ]);
    });

    it("take nothing from the owner, who may be anybody's login", () => {
        const about = (role: string, logins: typeof DATABASE.logins) =>
            statements(logins).filter((statement) => statement.includes(`"${role}"`)).length;
        assert.deepEqual(statements({ migration: server, server, courier: server }), []);
        assert.equal(about("kratos_server", { migration: server, server, courier }), 0);
        assert.equal(about("kratos_courier", { migration: server, server, courier }), 5);
        assert.equal(about("kratos_server", { migration, server, courier: server }), 6);
        assert.equal(statements({ migration, server, courier: server }).length, 7);
        assert.equal(about("kratos", { migration, server, courier: migration }), 0);
    });

    it("name a role whatever is in its name", () => {
        const odd = { ...courier, role: 'mail"; DROP TABLE identities; --' };
        const text = grants({ ...DATABASE, logins: { migration, server, courier: odd } }) ?? "";
        assert.match(text, /TO "mail""; DROP TABLE identities; --"/);
        assert.doesNotMatch(text, /mail";/);
    });
});
