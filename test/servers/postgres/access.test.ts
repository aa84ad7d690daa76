import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Pod } from "./pod";

describe("a running kratos-postgres: who gets in", function () {
    this.timeout(60_000);
    let pod: Pod;
    const password = randomBytes(16).toString("hex");

    before(async () => {
        pod = await Pod.make();
        pod.mountLogins({ kratos_a: password, kratos_server_a: password, kratos_courier_a: password });
        await pod.start();
    });
    after(async () => {
        await pod.remove();
    });

    const refused = (connection: Record<string, string>, reason: RegExp): void => {
        const { status, stderr } = pod.asClient({ user: "kratos_a", password, ...connection }, "SELECT 1");
        assert.notEqual(status, 0);
        assert.match(stderr, reason);
    };

    it("lets the login in over TLS 1.3", () => {
        const { stdout, stderr } = pod.asClient({ user: "kratos_a", password }, "\\conninfo");
        assert.match(stdout, /TLSv1\.3/, stderr);
    });

    it("can be used with channel binding, which only SCRAM over TLS offers", () => {
        const client = { user: "kratos_a", password, channel_binding: "require" };
        assert.equal(pod.asClient(client, "SELECT 1").stdout, "1\n");
    });

    it("refuses a connection without TLS", () => {
        refused({ sslmode: "disable" }, /pg_hba\.conf rejects connection .* no encryption/);
    });

    it("refuses TLS 1.2", () => {
        refused({ ssl_max_protocol_version: "TLSv1.2" }, /alert protocol version|unsupported protocol/);
    });

    it("refuses a wrong password", () => {
        refused({ password: "wrong" }, /password authentication failed/);
    });

    it("refuses the superuser over TCP", () => {
        refused({ user: "postgres", dbname: "postgres" }, /pg_hba\.conf rejects connection/);
        refused({ user: "postgres" }, /pg_hba\.conf rejects connection/);
    });

    it("refuses the owner, who is not a login", () => {
        refused({ user: "kratos" }, /pg_hba\.conf rejects connection/);
    });

    it("refuses other databases", () => {
        refused({ dbname: "postgres" }, /pg_hba\.conf rejects connection/);
        refused({ dbname: "template1" }, /pg_hba\.conf rejects connection/);
    });

    it("refuses replication", () => {
        // No walsender exists at all, which the server says before it looks at pg_hba.conf.
        refused({ replication: "true" }, /exceeds "?max_wal_senders"? \(currently 0\)/);
    });

    it("refuses the login over the socket, where there is no TLS", () => {
        refused({ host: pod.path("socket") }, /pg_hba\.conf rejects connection|Permission denied/);
    });

    it("refuses the login of the generation that does not exist yet", () => {
        refused({ user: "kratos_b" }, /password authentication failed|not permitted to log in/);
    });

    it("keeps passwords as SCRAM verifiers and gives the superuser and the owner none", () => {
        const sql =
            "SELECT rolname, rolcanlogin, left(rolpassword, 14) FROM pg_authid WHERE rolname !~ '^pg_' ORDER BY 1";
        assert.equal(
            pod.asSuperuser(sql),
            [
                ...["kratos|f|", "kratos_a|t|SCRAM-SHA-256$", "kratos_b|f|"],
                ...["kratos_courier|f|", "kratos_courier_a|t|SCRAM-SHA-256$", "kratos_courier_b|f|"],
                ...["kratos_server|f|", "kratos_server_a|t|SCRAM-SHA-256$", "kratos_server_b|f|", "postgres|t|"],
            ].join("\n"),
        );
    });

    it("lets each login act as its role, which until the owner grants something may connect and no more", () => {
        for (const [user, role] of [
            ["kratos_a", "kratos"],
            ["kratos_server_a", "kratos_server"],
            ["kratos_courier_a", "kratos_courier"],
        ] as const) {
            assert.equal(pod.asClient({ user, password }, "SELECT current_user").stdout, `${role}\n`);
            const { status, stderr } = pod.asClient(
                { user, password },
                "CREATE TABLE IF NOT EXISTS public.mine (id int)",
            );
            assert.equal(status === 0, role === "kratos", stderr);
        }
        const { stderr } = pod.asClient({ user: "kratos_courier_a", password }, "SELECT * FROM public.mine");
        assert.match(stderr, /permission denied for schema public/);
    });

    it("gives PUBLIC nothing", () => {
        const databases =
            "SELECT count(*) FROM pg_database, aclexplode(datacl) WHERE grantee = 0 AND datname <> 'template0'";
        assert.equal(pod.asSuperuser(databases), "0");
        assert.equal(pod.asSuperuser("SELECT bool_and(datacl IS NOT NULL) FROM pg_database"), "t");
        const schema = "SELECT count(*) FROM pg_namespace, aclexplode(nspacl) WHERE grantee = 0 AND nspname = 'public'";
        assert.equal(pod.asSuperuser(schema, "kratos"), "0");
    });

    it("makes what the login creates belong to the owner", () => {
        const sql = "CREATE TABLE made_by_a (id int); SELECT tableowner FROM pg_tables WHERE tablename = 'made_by_a'";
        assert.equal(pod.asClient({ user: "kratos_a", password }, sql).stdout, "kratos\n");
    });

    it("sums its pages and sorts by code point", () => {
        assert.equal(pod.asSuperuser("SHOW data_checksums"), "on");
        assert.equal(pod.asSuperuser("SELECT 'a' > 'B'", "kratos"), "t");
    });

    it("says who connected and who was refused, and never what was said", async () => {
        pod.asClient({ user: "kratos_a", password: "wrong" }, "SELECT 1");
        pod.asClient({ user: "kratos_a", password }, "SELECT 'personal data' FROM missing");
        const log = await pod.serverLog(/relation "missing".*\n.*disconnection/);
        assert.match(log, /connection received: host=127\.0\.0\.1/);
        assert.match(log, /connection authorized: user=kratos_a database=kratos .*SSL enabled \(protocol=TLSv1\.3/);
        assert.match(log, /FATAL: {2}password authentication failed for user "kratos_a"/);
        assert.doesNotMatch(log, /personal data/);
        assert.ok(!log.includes(password));
    });
});
