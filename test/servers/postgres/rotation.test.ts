import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { run, Running } from "../support/process";
import { Pod } from "./pod";

describe("a running kratos-postgres: rotation", function () {
    this.timeout(120_000);
    let pod: Pod;
    const passwords = ["", ...[1, 2, 3].map(() => randomBytes(16).toString("hex"))];
    const password = (generation: number) => passwords[generation] ?? "";
    const login = (generation: number) => ({
        user: generation % 2 === 1 ? "kratos_a" : "kratos_b",
        password: password(generation),
    });
    const works = (generation: number) => pod.asClient(login(generation), "SELECT 1").status === 0;

    /** Raises the generation as a deployment does: the Secret changes, and the keeper notices. */
    const raise = async (generation: number): Promise<void> => {
        const before = pod.keeper?.output ?? "";
        const mounted = [login(generation), login(generation - 1)].filter((each) => each.password !== "");
        pod.mountLogins(Object.fromEntries(mounted.map((each) => [each.user, each.password])));
        await pod.applied(before);
    };

    before(async () => {
        pod = await Pod.make();
        pod.mountLogins({ kratos_a: password(1) });
        await pod.start();
    });
    after(async () => {
        await pod.remove();
    });

    it("never refuses an application that changes login some time after each raise", async () => {
        let generation = 1;
        const application = new AbortController();
        const failures: string[] = [];
        const requests = (async () => {
            while (!application.signal.aborted) {
                const sql = "CREATE TABLE IF NOT EXISTS visits (at timestamptz); INSERT INTO visits VALUES (now())";
                const { status, stderr } = pod.asClient(login(generation), sql);
                if (status !== 0) {
                    failures.push(`generation ${generation}: ${stderr}`);
                }
                await delay(50);
            }
        })();
        for (const next of [2, 3]) {
            await raise(next);
            await delay(500);
            generation = next;
            await delay(500);
        }
        application.abort();
        await requests;
        assert.deepEqual(failures, []);
        assert.ok(Number(pod.asSuperuser("SELECT count(*) FROM public.visits", "kratos")) > 10);
        assert.equal(
            pod.asSuperuser("SELECT tableowner FROM pg_tables WHERE tablename = 'visits'", "kratos"),
            "kratos",
        );
    });

    it("accepts the current and the previous generation and no other", () => {
        assert.deepEqual([works(1), works(2), works(3)], [false, true, true]);
    });

    it("ends the sessions of a password that is dropped, and no others", async () => {
        const session = (generation: number) => {
            const { user, password } = login(generation);
            const connection = `host=localhost port=${pod.port} dbname=kratos user=${user} sslmode=verify-full sslrootcert=${pod.authority.file}`;
            return new Running("psql", ["-X", "-d", connection, "-c", "SELECT pg_sleep(30)"], {
                ...pod.installation.user,
                env: { PATH: pod.installation.path, PGPASSWORD: password },
            });
        };
        const [previous, current] = [session(2), session(3)];
        await pod.serverLog(/authorized: user=kratos_b[^]*authorized: user=kratos_a|user=kratos_a[^]*user=kratos_b/);
        await delay(500);
        const before = pod.keeper?.output ?? "";
        pod.mountLogins({ kratos_a: password(3) });
        await pod.applied(before);
        assert.notEqual(await previous.end(), 0);
        assert.match(previous.output, /terminating connection due to administrator command/);
        assert.equal(pod.asSuperuser("SELECT count(*) FROM pg_stat_activity WHERE usename = 'kratos_a'"), "1");
        await current.kill();
    });

    it("closes a login whose password is no longer mounted", () => {
        assert.deepEqual([works(2), works(3)], [false, true]);
        const sql = "SELECT rolcanlogin, rolpassword IS NULL FROM pg_authid WHERE rolname = 'kratos_b'";
        assert.equal(pod.asSuperuser(sql), "f|t");
    });

    it("serves a renewed certificate without a restart", async () => {
        const served = () => {
            const address = `localhost:${pod.port}`;
            const args = [
                "-c",
                `openssl s_client -starttls postgres -connect ${address} </dev/null | openssl x509 -noout -serial`,
            ];
            return run("sh", args, { env: { PATH: pod.installation.path } }).stdout.trim();
        };
        const started = pod.asSuperuser("SELECT pg_postmaster_start_time()");
        assert.equal(served(), `serial=${pod.authority.lastSerial}`);
        const before = pod.keeper?.output ?? "";
        pod.mountCertificate();
        await pod.applied(before);
        await delay(200);
        assert.equal(served(), `serial=${pod.authority.lastSerial}`);
        assert.equal(pod.authority.lastSerial, "03EA");
        assert.equal(pod.asSuperuser("SELECT pg_postmaster_start_time()"), started);
        assert.ok(works(3));
    });

    it("is not misled by what the database's owner has set or made", () => {
        const traps = [
            "CREATE FUNCTION public.format(text, text) RETURNS text LANGUAGE sql AS $$ SELECT 'ALTER ROLE kratos SUPERUSER' $$",
            "CREATE TABLE public.pg_roles (rolname name)",
            "ALTER DATABASE kratos SET search_path = public, pg_catalog",
            "ALTER DATABASE kratos SET role = kratos",
            "ALTER DATABASE kratos SET default_transaction_read_only = on",
        ];
        for (const trap of traps) {
            const { status, stderr } = pod.asClient(login(3), trap);
            assert.equal(status, 0, stderr);
        }
        const { status, stderr } = pod.apply();
        assert.equal(status, 0, stderr);
        assert.equal(pod.asSuperuser("SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolsuper"), "postgres");
    });

    it("leaves no password in a log, on a command line or in an environment", () => {
        const spy = pod.path("spy");
        const seen = pod.path("state/seen");
        const path = pod.installation.path;
        mkdirSync(spy);
        for (const tool of ["psql", "cat", "sha256sum"]) {
            const record = `{ printf '%s\n' "$0" "$@"; env; } >>'${seen}'`;
            const script = `#!/bin/sh
${record}
exec "$(PATH='${path}' command -v ${tool})" "$@"
`;
            writeFileSync(`${spy}/${tool}`, script, { mode: 0o755 });
        }
        const { status, stdout, stderr } = pod.apply({ PATH: `${spy}:${path}` });
        assert.equal(status, 0, stderr);
        const processes = readFileSync(seen, "utf8");
        assert.ok(processes.includes(`${spy}/psql\n`));
        assert.ok(processes.includes(`${spy}/cat\n${pod.path("logins/kratos_a")}\n`));
        for (const text of [processes, stdout, stderr, pod.server?.output ?? "", pod.keeper?.output ?? ""]) {
            assert.ok(passwords.slice(1).every((each) => !text.includes(each)));
        }
    });
});
