import assert from "node:assert/strict";
import { chownSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { hereDocuments, lineWith, pageText, typed } from "../../docs/commands/pages";
import type { Words } from "../../docs/commands/shell";
import { typeLine } from "../support/runbook";
import { Pod } from "./pod";

const PAGE = "docs/runbooks/postgres.md";
const PERSONAL_DATA = "docs/runbooks/personal-data.md";

describe("what the runbooks type into the pod of kratos-postgres", function () {
    this.timeout(60_000);
    let pod: Pod;

    before(async () => {
        pod = await Pod.make();
        pod.mountLogins({ kratos_a: "of the test" });
        await pod.start();
        const tables = "CREATE TABLE courier_messages (recipient text); CREATE TABLE identities (id int)";
        pod.asSuperuser(
            `SET ROLE kratos; ${tables}; INSERT INTO identities SELECT generate_series(1, 100000)`,
            "kratos",
        );
        pod.asSuperuser("INSERT INTO courier_messages VALUES ('person@example.org'), ('other@example.org')", "kratos");
    });
    after(async () => {
        await pod.remove();
    });

    /** The command after `--` of the page's `kubectl exec`, whose words include these. */
    const inPod = (page: string, ...words: readonly string[]): Words => {
        const found = typed(page, "kubectl").filter(
            (each) => each.words.includes("exec") && words.every((word) => each.words.includes(word)),
        );
        assert.equal(found.length, 1, words.join(" "));
        const all = found[0]?.words ?? [];
        return all.slice(all.indexOf("--") + 1);
    };
    const type = (to: Pod, [program = "", ...args]: Words, input: string | Buffer = ""): Buffer => {
        const here = args.map((word) => (word === "/var/run/postgresql" ? to.path("socket") : word));
        const { status, stdout, stderr } = spawnSync(program, here, { ...to.launch, input });
        assert.equal(status, 0, stderr.toString());
        return stdout;
    };
    const superuser = inPod(PAGE, "-it", "psql");

    it("who may do what", () => {
        const output = type(pod, inPod(PAGE, "\\dp")).toString();
        assert.match(output, /courier_messages/);
        assert.match(output, /Default access privileges/);
    });

    it("what takes the most room, and giving it back", () => {
        const [, statement = ""] = /^ {8}(SELECT relname[^;]*;)/m.exec(pageText(PAGE)) ?? [];
        assert.match(type(pod, superuser, statement).toString(), /identities +\| \d+/);
        const [, vacuum = ""] = /`(VACUUM FULL <table>)`/.exec(pageText(PAGE)) ?? [];
        assert.match(type(pod, superuser, `${vacuum.replace("<table>", "identities")};`).toString(), /VACUUM/);
    });

    it("a person's mails are deleted, and nobody else's", () => {
        const [statement = ""] = hereDocuments(PERSONAL_DATA);
        assert.match(type(pod, inPod(PERSONAL_DATA, "psql"), statement).toString(), /DELETE 1/);
        assert.equal(pod.asSuperuser("SELECT recipient FROM courier_messages", "kratos"), "other@example.org");
    });

    it("a dump, its check, the mark on the old folder, and the restore as the owner", async () => {
        const dump = type(pod, inPod(PAGE, "pg_dump"));
        const list = inPod(PAGE, "pg_restore", "--list");
        assert.match(type(pod, list, dump).toString(), /TABLE DATA public identities/);

        const [touch = "", marked = ""] = inPod(PAGE, "touch");
        const newer = await Pod.make();
        try {
            // The data of the version before, in the place that the page names.
            const old = newer.path(marked.replace("/var/lib/postgresql/data", "volume").replace("/replaced", ""));
            assert.notEqual(old, newer.path("volume"));
            mkdirSync(old);
            writeFileSync(`${old}/PG_VERSION`, "14\n");
            chownSync(old, newer.installation.user.uid, newer.installation.user.gid);
            newer.mountLogins({ kratos_a: "of the test" });
            type(newer, [touch, `${old}/replaced`]);
            await newer.start();
            assert.ok(existsSync(`${old}/PG_VERSION`));
            type(newer, inPod(PAGE, "pg_restore", "-d"), dump);
            const owner = "SELECT tableowner FROM pg_tables WHERE tablename = 'identities'";
            assert.equal(newer.asSuperuser(owner, "kratos"), "kratos");
            assert.equal(newer.asSuperuser("SELECT count(*) FROM identities", "kratos"), "100000");
        } finally {
            await newer.remove();
        }
    });

    it("until when the certificate is that is served", () => {
        const { stdout } = typeLine(PAGE, "openssl s_client", [["5432", String(pod.port)]]);
        assert.match(stdout, /^notAfter=/);
    });

    it("the dump is kept by the name that it is restored from", () => {
        assert.match(lineWith(PAGE, "pg_dump"), /> kratos\.dump`$/);
        assert.match(lineWith(PAGE, "--role=kratos"), /< kratos\.dump`$/);
    });
});
