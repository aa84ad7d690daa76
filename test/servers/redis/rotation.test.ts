import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { eventually } from "../support/process";
import { until } from "../support/until";
import { Application } from "./application";
import { manifests, passwordOf } from "./manifests";
import { Pod } from "./pod";

describe("a running redis-kb: rotation", function () {
    this.timeout(120_000);
    let pod: Pod;

    before(async () => {
        pod = await Pod.make();
        await pod.start();
    });
    after(async () => {
        await pod.remove();
    });

    const works = async (user: Parameters<Pod["login"]>[0], generation: number): Promise<boolean> => {
        try {
            (await pod.login(user, generation)).close();
            return true;
        } catch (error) {
            assert.match(String(error), /WRONGPASS/);
            return false;
        }
    };

    it("never fails an application that is rolled over to each new password", async () => {
        const all: Application[] = [];
        const roll = (generation: number, count: number): Application[] => {
            const started = Array.from(
                { length: count },
                (_, index) => new Application(pod, `pod-${generation}-${index}`, generation),
            );
            all.push(...started);
            return started;
        };
        let serving = roll(1, 3);
        await delay(300);
        for (const generation of [2, 3]) {
            await pod.raise({ login: generation, internal: 1 });
            // One pod after another, the new one before the old one ends.
            for (const old of serving.splice(0)) {
                serving.push(...roll(generation, 1));
                await delay(150);
                await old.stop();
            }
            serving = all.slice(-3);
        }
        await delay(300);
        await Promise.all(serving.map((application) => application.stop()));
        assert.deepEqual(
            all.flatMap(({ failures }) => failures),
            [],
        );
        const written = all.flatMap((application) => application.written);
        assert.ok(written.length > 100, String(written.length));
        const connection = await pod.login("kato_user", 3);
        assert.equal(await connection.call("EXISTS", ...written), written.length);
        connection.close();
    });

    it("accepts the current and the previous password and no other", async () => {
        assert.deepEqual(await Promise.all([1, 2, 3, 4].map((generation) => works("kato_user", generation))), [
            false,
            true,
            true,
            false,
        ]);
    });

    it("ends what is connected with a password that is dropped", async () => {
        const before = await pod.login("kato_user", 2);
        await pod.raise({ login: 4, internal: 1 });
        await eventually("the connection ends", () => before.isClosed);
        assert.equal(await works("kato_user", 2), false);
    });

    it("changes its own users' passwords, whichever volume Kubernetes renews first, and is probed all the time", async () => {
        for (const [internal, first, second] of [
            [2, "users", "keeper"],
            [3, "keeper", "users"],
        ] as const) {
            const secret = await manifests("64Mi", { login: 4, internal });
            for (const volume of [first, second]) {
                const before = pod.keeper?.output ?? "";
                pod.mountUsers(secret, [volume]);
                assert.equal(pod.probe("readinessProbe"), 0);
                await pod.applied(before);
                assert.equal(pod.probe("readinessProbe"), 0);
                assert.equal(pod.probe("livenessProbe"), 0);
            }
            assert.match(pod.asOperator("ping"), /^PONG$/m);
        }
        for (const user of ["probe", "keeper", "operator"] as const) {
            assert.deepEqual([await works(user, 1), await works(user, 2), await works(user, 3)], [false, true, true]);
        }
        assert.doesNotMatch(pod.keeper?.output ?? "", /WRONGPASS|NOAUTH/);
    });

    it("goes on serving, and being ready, when its probes' password is one that it never knew", async () => {
        const { users } = await manifests("64Mi", { login: 4, internal: 9 });
        const passwords = pod.path("unknown");
        writeFileSync(passwords, users["probe"] ?? "", { mode: 0o644 });
        const probe = (question: string) =>
            pod.exec("redis", ["/bin/sh", "/etc/redis/config/probe.sh", question, passwords]).status;
        assert.deepEqual([probe("ready"), probe("alive")], [0, 0]);
    });

    it("keeps the users it has when the new file has a mistake, and says so without a hash", async () => {
        const good = await manifests("64Mi", { login: 4, internal: 3 });
        const acl = good.users["users.acl"] ?? "";
        const mistakes: readonly (readonly [string, string])[] = [
            ["an unknown category", `${acl}user extra on +@nonsense\n`],
            ["an unknown word", `${acl}user extra on nonsense\n`],
            ["a user twice", `${acl}user kato_user on nopass +@all ~*\n`],
            ["no user at all", `${acl}nonsense\n`],
            ["something that is no hash", acl.replace(/#[0-9a-f]{60}/, "#zz")],
            ["a file without `default`, who then may do everything", acl.replace("user default off\n", "")],
            ["a file without the keeper", acl.replace(/^user keeper .*\n/m, "")],
            ["an empty file", ""],
        ];
        for (const [mistake, text] of mistakes) {
            const before = pod.keeper?.output ?? "";
            const said = () => (pod.keeper?.output ?? "").slice(before.length);
            pod.mountUsers({ users: { ...good.users, "users.acl": text } }, ["users"]);
            await eventually(`the keeper refuses ${mistake}`, () => said().includes("not applied"), 5_000);
            assert.match(said(), /^apply: ACL /m, mistake);
            assert.doesNotMatch(said(), /[0-9a-f]{16}/, mistake);
            assert.equal(await works("kato_user", 4), true, mistake);
            await assert.rejects(pod.connect({ login: { user: "default", password: "" } }), /WRONGPASS/, mistake);
        }
        // Applied before the next raise: the keeper says of neither which one it was.
        const refused = (pod.keeper?.output ?? "").length;
        pod.mountUsers(good);
        const applied = () => (pod.keeper?.output ?? "").slice(refused).includes("keeper: applied");
        await eventually("the keeper applies what is right again", applied, 10_000);
        await pod.raise({ login: 5, internal: 3 });
        assert.equal(await works("kato_user", 5), true);
    });

    it("serves a renewed certificate without a restart", async () => {
        const started = pod.server?.pid;
        const served = async (): Promise<string> => {
            const connection = await pod.login("kato_user", 5);
            const { serial } = connection;
            connection.close();
            return serial;
        };
        const first = await served();
        const before = pod.keeper?.output ?? "";
        pod.mountCertificate();
        await pod.applied(before);
        assert.notEqual(await served(), first);
        assert.equal(await served(), pod.authority.lastSerial);
        assert.equal(pod.server?.pid, started);
    });

    it("keeps the certificate it has when the new one does not fit its key, and takes a new password all the same", async () => {
        const before = pod.keeper?.output ?? "";
        const [one, other] = [pod.authority.issue("redis-kb.kato.svc"), pod.authority.issue("redis-kb.kato.svc")];
        pod.mountFiles("tls", { "tls.crt": one["tls.crt"], "tls.key": other["tls.key"] });
        pod.mountUsers(await manifests("64Mi", { login: 6, internal: 3 }));
        await eventually("the keeper says so", () =>
            /^apply: CONFIG SET: /m.test((pod.keeper?.output ?? "").slice(before.length)),
        );
        await until("the password is taken", async () => (await works("kato_user", 6)) || undefined);
        const repaired = pod.keeper?.output ?? "";
        pod.mountCertificate();
        await pod.applied(repaired);
    });

    it("leaves no password or hash on a command line", () => {
        const spy = pod.path("spy");
        const seen = pod.path("run/keeper/seen");
        mkdirSync(spy);
        const { path } = pod.installation;
        for (const tool of ["sh", "redis-cli", "sha256sum"]) {
            const script = `#!/bin/sh\nprintf '%s\\n' "$0" "$@" >>'${seen}'\nexec "$(PATH='${path}' command -v ${tool})" "$@"\n`;
            writeFileSync(`${spy}/${tool}`, script, { mode: 0o755 });
        }
        const env = { PATH: `${spy}:${path}`, KEEPER_STATE: pod.path("run/keeper") };
        const { status, stdout, stderr } = pod.exec("keeper", ["sh", "/etc/redis/config/apply.sh"], env);
        assert.equal(status, 0, stderr);
        assert.equal(pod.probe("readinessProbe", env), 0);
        const commands = readFileSync(seen, "utf8");
        assert.match(commands, /redis-cli\n(.*\n)*--user\nkeeper\nACL\nLOAD\n/);
        assert.match(commands, /redis-cli\n(.*\n)*--user\nprobe\nping\n/);
        const server =
            readFileSync(`/proc/${pod.server?.pid ?? 0}/cmdline`, "utf8") +
            readFileSync(`/proc/${pod.server?.pid ?? 0}/environ`, "utf8");
        const passwords = ([1, 2, 3, 4, 5, 6] as const).flatMap((generation) =>
            (["kato_user", "probe", "keeper", "operator"] as const).map((user) => passwordOf(user, generation)),
        );
        for (const text of [commands, stdout, stderr, server, pod.server?.output ?? "", pod.keeper?.output ?? ""]) {
            assert.ok(passwords.every((password) => !text.includes(password)));
            assert.doesNotMatch(text, /[0-9a-f]{64}/);
        }
    });
});
