import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOGINS, ROLES as OWNERS } from "../../../components/data/postgres/logins";
import { eventually, run } from "../support/process";
import { Pod } from "./pod";

const ROLES = `SELECT rolname, rolcanlogin, setconfig, left(rolpassword, 13)
    FROM pg_authid LEFT JOIN pg_db_role_setting ON setrole = pg_authid.oid WHERE rolname ~ '^kratos' ORDER BY 1`;
const DATABASES = "SELECT datname, pg_get_userbyid(datdba), datacl FROM pg_database ORDER BY 1";
const SCHEMA = "SELECT pg_get_userbyid(nspowner), nspacl FROM pg_namespace WHERE nspname = 'public'";

describe("kratos-postgres, interrupted", function () {
    this.timeout(300_000);
    let pod: Pod;
    const password = randomBytes(16).toString("hex");

    beforeEach(async () => {
        pod = await Pod.make();
        pod.mountLogins({ kratos_a: password });
    });
    afterEach(async () => {
        await pod.remove();
    });

    it("makes the cluster again when the first start is killed in the middle", async () => {
        const { major } = pod.installation;
        const first = pod.startServer();
        await eventually("initdb has begun", () => existsSync(pod.path(`volume/${major}.new/PG_VERSION`)));
        await first.kill();
        assert.deepEqual(readdirSync(pod.path("volume")), [`${major}.new`]);
        await pod.start();
        assert.deepEqual(readdirSync(pod.path("volume")), [String(major)]);
        assert.equal(pod.asClient({ user: "kratos_a", password }, "SELECT 1").stdout, "1\n");
    });

    it("comes to the same end from every statement after which the keeper can be stopped", async () => {
        pod.startServer();
        await eventually("the server accepts", () => run("pg_isready", ["-q"], pod.launch).status === 0);
        const state = () =>
            [pod.asSuperuser(ROLES), pod.asSuperuser(DATABASES), pod.asSuperuser(SCHEMA, "kratos")].join("\n");
        assert.equal(pod.apply().status, 0);
        const expected = state();
        assert.match(
            expected,
            /^kratos\|f\|\|\nkratos_a\|t\|\{role=kratos\}\|SCRAM-SHA-256\nkratos_b\|f\|\{role=kratos\}\|\nkratos_courier\|f\|\|\n/,
        );
        assert.match(expected, /^kratos_server_a\|f\|\{role=kratos_server\}\|$/m);
        for (const line of statementEnds()) {
            pod.asSuperuser("DROP DATABASE IF EXISTS kratos");
            pod.asSuperuser(`DROP ROLE IF EXISTS ${[...LOGINS.flat(), ...Object.values(OWNERS)].join(", ")}`);
            assert.equal(pod.apply({ PATH: `${psqlThatStopsAfter(line)}:${pod.installation.path}` }).status, 1);
            // Until all of it holds, nobody gets in.
            const early = pod.asClient({ user: "kratos_a", password }, "SELECT current_user").stdout;
            assert.ok(early === "" || (early === "kratos\n" && state() === expected), `stopped after line ${line}`);
            assert.equal(pod.apply().status, 0, `stopped after line ${line}`);
            assert.equal(state(), expected, `stopped after line ${line}`);
        }
    });

    /** Lines of what apply.sh gives to psql that end a statement, its last two being COMMIT and the reload. */
    const statementEnds = (): number[] => {
        const parts = ["database.sql", ...LOGINS.flat().map(() => "login.sql")].map((name) =>
            readFileSync(pod.path(`config/${name}`), "utf8"),
        );
        // apply.sh names the login and its role in two lines before each login.sql.
        const lines = parts.join("\\set login\n\\set role\n").split("\n").slice(0, -1);
        const ends = lines.flatMap((line, index) => (/;$|\\gexec$|^\\connect/.test(line) ? [index + 1] : []));
        assert.ok(ends.length > 15);
        return [...ends, lines.length + 1, lines.length + 2];
    };

    /** A folder with a `psql` that gets no more than the first lines of its input and is gone then. */
    const psqlThatStopsAfter = (lines: number): string => {
        const folder = pod.path(`stops-after-${lines}`);
        mkdirSync(folder);
        const script = `#!/bin/sh\nhead -n ${lines} | PATH='${pod.installation.path}' psql "$@"\nexit 1\n`;
        writeFileSync(join(folder, "psql"), script, { mode: 0o755 });
        return folder;
    };

    it("reports a script that cannot be read instead of doing half of it", async () => {
        await pod.start();
        const { status } = pod.apply({ SCRIPTS_FOLDER: pod.path("nowhere") });
        assert.notEqual(status, 0);
    });

    it("keeps data and logins over a restart, and over a lost node", async () => {
        await pod.start();
        const client = { user: "kratos_a", password };
        assert.equal(pod.asClient(client, "CREATE TABLE kept AS SELECT 42 AS answer").status, 0);
        for (const end of ["SIGINT", "SIGKILL"] as const) {
            const { server } = pod;
            server?.signal(end);
            await server?.end();
            await server?.kill();
            pod.startServer();
            await eventually("the server is back", () => run("pg_isready", ["-q"], pod.launch).status === 0);
            assert.equal(pod.asClient(client, "SELECT answer FROM kept").stdout, "42\n");
        }
    });
});
