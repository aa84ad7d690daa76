import assert from "node:assert/strict";
import {
    COURIER,
    COURIER_DSN,
    DATABASE,
    files,
    type Made,
    made,
    MAIL,
    MIGRATION,
    MIGRATION_DSN,
    service,
    text,
} from "./made";

describe("Kratos' logins to its database", () => {
    let kratos: Made;
    before(async () => {
        kratos = await made({ mailServer: MAIL });
    });

    it("has logins of their own for the courier and the migration", () => {
        assert.deepEqual(files(kratos, "kratos-courier-database"), { "courier.json": { dsn: COURIER_DSN } });
        assert.deepEqual(files(kratos, "kratos-migrate-database"), { "migration.json": { dsn: MIGRATION_DSN } });
        assert.deepEqual(text(kratos, "kratos-courier-connection"), {
            "pg_service.conf": service("kratos_courier_a", "of/the courier"),
        });
        assert.deepEqual(text(kratos, "kratos-migrate-connection"), {
            "pg_service.conf": service("kratos_a", "of/the owner"),
        });
    });

    it("has the one login for all where somebody else's database knows no other", async () => {
        const { server } = DATABASE.logins;
        const logins = { server, courier: server, migration: server };
        const one = await made({ mailServer: MAIL, database: { ...DATABASE, logins } });
        const databases = one.recording.names().filter((name) => /Secret::.*-(database|connection)$/.test(name));
        assert.deepEqual(databases, [
            "kubernetes:core/v1:Secret::kratos-cleanup-connection",
            "kubernetes:core/v1:Secret::kratos-courier-connection",
            "kubernetes:core/v1:Secret::kratos-database",
        ]);
        for (const name of [COURIER, MIGRATION]) {
            const { inputs } = one.recording.one(name);
            assert.match(JSON.stringify(inputs), /--config=\/etc\/kratos\/database\/database\.json/);
        }
        assert.doesNotMatch(JSON.stringify(one.recording.one(MIGRATION).inputs), /GRANT/);
    });
});
