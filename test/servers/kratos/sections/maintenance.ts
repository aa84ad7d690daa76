import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { eventually } from "../../support/process";
import type { Given } from "../given";

function rows({ world }: Given, sql: string): string {
    return world.postgres.asSuperuser(`SELECT count(*) FROM ${sql}`, "kratos");
}

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

        it("changes nothing when the database is up to date", async () => {
            const { world, stack } = given();
            const before = count("schema_migration");
            const { status, output } = await world.finish("migration", stack);
            assert.equal(status, 0, output);
            assert.doesNotMatch(output, /running migration/);
            assert.equal(count("schema_migration"), before);
        });
    });
}

export function cleanUp(given: () => Given): void {
    it("cleans up everything that ended more than 30 days ago, and nothing else", async () => {
        const { world, stack } = given();
        const flow = (days: number, times: number): string => `
                INSERT INTO selfservice_login_flows (id, nid, request_url, issued_at, expires_at, csrf_token, type, ui, active_method,
                    internal_context, created_at, updated_at)
                SELECT gen_random_uuid(), (SELECT id FROM networks), 'https://karima.com/', ended - interval '10 minutes', ended,
                    '', 'browser', '{}', '', '{}', ended, ended
                FROM (SELECT now() - interval '${days} days' AS ended FROM generate_series(1, ${times})) AS flows`;
        // More than Kratos deletes by default, which is 100 of a kind.
        world.postgres.asSuperuser(flow(31, 300), "kratos");
        world.postgres.asSuperuser(flow(29, 5), "kratos");
        const { status, output } = await world.finish("cleanup", stack);
        assert.equal(status, 0, output);
        const recent = rows(given(), "selfservice_login_flows WHERE expires_at < now() - interval '1 day'");
        assert.equal(recent, "5");
    });
}
