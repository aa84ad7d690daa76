import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { grants } from "../../../components/identity/kratos-grants";
import { DATABASE } from "../../components/identity/made";
import { run } from "../support/process";
import { Pod } from "./pod";

const RUNBOOK = readFileSync(join(__dirname, "../../../docs/runbooks/postgres.md"), "utf8");

/** The runbook's statements, but those by which a person types a password. */
const [fresh = "", formerly = ""] = [...RUNBOOK.matchAll(/```sql\n([^]*?)```/g)].map(([, sql = ""]) =>
    sql.replaceAll(/^\\password .*\n/gm, ""),
);

/** As much of Kratos' tables as the grants name, and one that they do not. */
const TABLES = `
    CREATE TABLE schema_migration (version text);
    CREATE TABLE networks (id uuid, created_at timestamp, updated_at timestamp);
    CREATE TABLE courier_messages (id uuid, body text, status int, send_count int);
    CREATE TABLE courier_message_dispatches (id uuid);
    CREATE TABLE identities (id uuid);`;

describe("a Postgres that somebody else runs, as docs/runbooks/postgres.md sets it up", function () {
    this.timeout(60_000);
    let pod: Pod;

    before(async () => {
        pod = await Pod.make();
        await pod.start();
    });
    after(async () => {
        await pod.remove();
    });

    // As the server that it stands for: without what our keeper has made.
    beforeEach(async () => {
        await pod.keeper?.kill();
        pod.asSuperuser("DROP DATABASE IF EXISTS kratos");
        const roles = pod.asSuperuser("SELECT string_agg(rolname, ', ') FROM pg_roles WHERE rolname ~ '^kratos'");
        if (roles !== "") {
            pod.asSuperuser(`DROP ROLE ${roles}`);
        }
    });

    const each = (sql: string): void => {
        for (const statement of sql.split(/;\s*/).filter((text) => text.trim() !== "")) {
            pod.asSuperuser(statement);
        }
    };
    /** Statements as a role, which the test logs in as nobody. */
    const as = (role: string, sql: string): { status: number | null; stderr: string } =>
        run("psql", ["-X", "-q", "-U", "postgres", "-d", "kratos", "-v", "ON_ERROR_STOP=1", "-c", `SET SESSION AUTHORIZATION ${role}`, "-c", sql], pod.launch); // prettier-ignore
    const granted = (migration: string, server: string, courier: string): void => {
        const login = (role: string) => ({ user: role, role, password: "" });
        const logins = { migration: login(migration), server: login(server), courier: login(courier) };
        const { status, stderr } = as(migration, grants({ ...DATABASE, logins }) ?? "");
        assert.equal(status, 0, stderr);
    };
    const hasItsRights = (server: string, courier: string): void => {
        for (const [role, sql, allowed] of [
            [server, "INSERT INTO identities VALUES (gen_random_uuid()); DELETE FROM identities", true],
            [server, "DELETE FROM schema_migration", false],
            [server, "CREATE TABLE mine (id int)", false],
            [server, "DROP TABLE identities", false],
            [courier, "SELECT id FROM networks; SELECT body FROM courier_messages", true],
            [courier, "UPDATE courier_messages SET status = 1, send_count = 1", true],
            [courier, "INSERT INTO courier_message_dispatches VALUES (gen_random_uuid())", true],
            [courier, "UPDATE courier_messages SET body = ''", false],
            [courier, "SELECT * FROM identities", false],
            [courier, "CREATE TABLE mine (id int)", false],
        ] as const) {
            const { status, stderr } = as(role, sql);
            assert.equal(status === 0, allowed, `${role}: ${sql}: ${stderr}`);
        }
        assert.equal(pod.asSuperuser("SELECT count(*) FROM networks", "kratos"), "1");
    };

    it("lets the owner migrate and grant, the server change rows, and the courier see mails", () => {
        each(fresh);
        assert.equal(as("kratos_owner", TABLES).status, 0);
        granted("kratos_owner", "kratos", "kratos_courier");
        granted("kratos_owner", "kratos", "kratos_courier");
        hasItsRights("kratos", "kratos_courier");
    });

    it("moves over from one login, which stays the owner and loses nothing", () => {
        each("CREATE ROLE kratos LOGIN; CREATE DATABASE kratos OWNER kratos");
        assert.equal(as("kratos", TABLES).status, 0);
        each(formerly);
        granted("kratos", "kratos_server", "kratos_courier");
        hasItsRights("kratos_server", "kratos_courier");
        assert.equal(as("kratos", "INSERT INTO schema_migration VALUES ('1'); DROP TABLE identities").status, 0);
    });
});
