import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { eventually } from "../../support/process";
import { codeFrom, register } from "../flows";
import type { Given } from "../given";

function rows({ world }: Given, sql: string): string {
    return world.postgres.asSuperuser(`SELECT count(*) FROM ${sql}`, "kratos");
}

const RIGHTS = `SELECT relname, relacl, attname, attacl FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace ORDER BY 1, 3`;

export function migration(given: () => Given): void {
    describe("its migration", () => {
        const count = (sql: string): string => rows(given(), sql);

        it("does not talk to a database that another authority vouches for", async () => {
            const { world, stack } = given();
            const mount = "/etc/kratos/ca";
            const wrong = { "ca.crt": readFileSync(world.authority.file, "utf8") };
            const job = await world.start("migration", stack, (pod) => ({
                ...pod,
                folders: { ...pod.folders, [mount]: wrong },
            }));
            await eventually("it refuses", () => /certificate signed by unknown authority/.test(job.output));
            await world.stop("migration");
            assert.equal(count("pg_tables WHERE schemaname = 'public'"), "0");
        });

        it("makes the tables in an empty database", async () => {
            const { world, stack } = given();
            const { status, output } = await world.finish("migration", stack);
            assert.equal(status, 0, output);
            assert.match(output, /Successfully applied SQL migrations!/);
            assert.ok(Number(count("schema_migration")) > 100);
            assert.equal(count("pg_tables WHERE tablename = 'identities' AND tableowner = 'kratos'"), "1");
        });

        it("grants the other logins what they need", async () => {
            const { world, stack } = given();
            const { status, output } = await world.finish("grants", stack);
            assert.equal(status, 0, output);
            assert.equal(count("networks"), "1");
        });

        it("changes nothing when the database is up to date", async () => {
            const { world, stack } = given();
            const rights = (): string => world.postgres.asSuperuser(RIGHTS, "kratos");
            const before = [count("schema_migration"), count("networks"), rights()];
            const { status, output } = await world.finish("migration", stack);
            assert.equal(status, 0, output);
            assert.doesNotMatch(output, /running migration/);
            assert.equal((await world.finish("grants", stack)).status, 0);
            assert.deepEqual([count("schema_migration"), count("networks"), rights()], before);
        });
    });
}

export function cleanUp(given: () => Given): void {
    describe("its clean-up, after 90 days (security guide, “GDPR Compliance”)", () => {
        const [older, younger] = ["older@example.org", "younger@example.org"];
        const flow = (days: number, times: number): string => `
            INSERT INTO selfservice_login_flows (id, nid, request_url, issued_at, expires_at, csrf_token, type, ui, active_method,
                internal_context, created_at, updated_at)
            SELECT gen_random_uuid(), (SELECT id FROM networks), 'https://karima.com/', ended - interval '10 minutes', ended,
                '', 'browser', '{}', '', '{}', ended, ended
            FROM (SELECT now() - interval '${days} days' AS ended FROM generate_series(1, ${times})) AS flows`;
        /** How many mails to an address there are, and how many attempts to send one. */
        const mails = (email: string): string[] => [
            rows(given(), `courier_messages WHERE recipient = '${email}'`),
            rows(given(), `courier_message_dispatches JOIN courier_messages ON courier_messages.id = message_id WHERE recipient = '${email}'`), // prettier-ignore
        ];
        const attempts = (): number => Number(rows(given(), "courier_message_dispatches"));

        async function mailed(email: string, age: string): Promise<void> {
            const { world } = given();
            await register(world.browser(), email, world.password());
            await codeFrom(world, email);
            // The courier notes that a mail is gone only after the mail server has it.
            await eventually(`a mail to ${email} is sent`, () => mails(email)[1] === "1");
            const created = `created_at = now() AT TIME ZONE 'UTC' - interval '${age}'`;
            world.postgres.asSuperuser(`UPDATE courier_messages SET ${created} WHERE recipient = '${email}'`, "kratos");
        }

        before(async () => {
            // More than Kratos deletes by default, which is 100 of a kind.
            given().world.postgres.asSuperuser(flow(91, 300), "kratos");
            given().world.postgres.asSuperuser(flow(89, 5), "kratos");
            await mailed(older, "90 days 1 hour");
            await mailed(younger, "89 days 23 hours");
        });

        it("deletes everything that ended before, and nothing else; Kratos itself leaves all mails", async () => {
            const { world, stack } = given();
            const { status, output } = await world.finish("cleanup", stack);
            assert.equal(status, 0, output);
            const recent = rows(given(), "selfservice_login_flows WHERE expires_at < now() - interval '1 day'");
            assert.equal(recent, "5");
            assert.deepEqual([mails(older), mails(younger)], [["1", "1"], ["1", "1"]]); // prettier-ignore
        });

        it("deletes no mail in a database that another authority vouches for", async () => {
            const { world, stack } = given();
            const wrong = { "ca.crt": readFileSync(world.authority.file, "utf8") };
            const { status, output } = await world.finish("mails", stack, (pod) => ({
                ...pod,
                folders: { ...pod.folders, "/etc/kratos/ca": wrong },
            }));
            assert.equal(status, 2, output);
            assert.match(output, /certificate verify failed/);
            assert.deepEqual(mails(older), ["1", "1"]);
        });

        it("deletes older mails with the attempts to send them, leaves younger ones, and logs a number", async () => {
            const { world, stack } = given();
            const before = attempts();
            const { status, output } = await world.finish("mails", stack);
            assert.deepEqual([status, output], [0, "DELETE 1\n"]);
            assert.deepEqual([mails(older), mails(younger)], [["0", "0"], ["1", "1"]]); // prettier-ignore
            assert.equal(attempts(), before - 1);
        });
    });
}
