import assert from "node:assert/strict";
import { connect } from "node:net";
import { ADMINISTRATION, APPLICATION, type Command, DATA, OVERSIGHT, UNUSED } from "./commands";
import { type Connection, Refusal } from "./connection";
import { passwordOf } from "./manifests";
import { Pod } from "./pod";

describe("a running redis-kb: who gets in and what they may do", function () {
    this.timeout(60_000);
    let pod: Pod;
    const open: Connection[] = [];

    before(async () => {
        pod = await Pod.make();
        await pod.start();
    });
    afterEach(() => {
        open.splice(0).forEach((connection) => connection.close());
    });
    after(async () => {
        await pod.remove();
    });

    const login = async (user: Parameters<Pod["login"]>[0]): Promise<Connection> => {
        const connection = await pod.login(user);
        open.push(connection);
        return connection;
    };

    const refuses = async (connection: Connection, command: Command, reason = /^NOPERM /): Promise<void> => {
        await assert.rejects(
            connection.call(...command),
            (error: unknown) => error instanceof Refusal && reason.test(error.message),
            command.join(" "),
        );
    };

    const refusesAll = async (connection: Connection, ...tables: readonly (readonly Command[])[]) => {
        for (const command of tables.flat()) {
            // Two commands are switched off for everybody, which is said first.
            await refuses(connection, command, /^NOPERM |^ERR (DEBUG|MODULE) command not allowed/);
        }
    };

    it("speaks TLS 1.3 under its own name", async () => {
        const connection = await login("kato_user");
        assert.equal(connection.protocol, "TLSv1.3");
        assert.equal(connection.serial, pod.authority.lastSerial);
    });

    it("refuses TLS 1.2", async () => {
        await assert.rejects(pod.connect({ maxVersion: "TLSv1.2" }), /protocol version/);
    });

    it("answers nothing without TLS", async () => {
        const answer = await new Promise<string>((resolve) => {
            let received = "";
            const socket = connect({ host: "127.0.0.1", port: pod.port });
            socket.on("connect", () => socket.write("PING\r\n"));
            socket.on("data", (bytes) => (received += bytes.toString("latin1")));
            // A reset is as good as a goodbye.
            socket.on("error", () => undefined);
            socket.on("close", () => resolve(received));
        });
        assert.doesNotMatch(answer, /PONG|NOAUTH/);
    });

    it("does nothing for a client that has not said who it is", async () => {
        const connection = await pod.connect();
        open.push(connection);
        for (const command of [["PING"], ["GET", "key"], ["INFO"], ["ACL", "WHOAMI"], ["SUBSCRIBE", "channel"]]) {
            await refuses(connection, command, /^NOAUTH /);
        }
    });

    it("refuses the user `default`, whatever the password", async () => {
        for (const password of ["", passwordOf("kato_user", 1)]) {
            await assert.rejects(pod.connect({ login: { user: "default", password } }), /^Error: WRONGPASS /);
        }
        const connection = await pod.connect();
        open.push(connection);
        // As `REDIS_URL=redis://:password@…` of the seed would.
        await refuses(connection, ["AUTH", passwordOf("kato_user", 1)], /^WRONGPASS /);
    });

    it("refuses a wrong password, another user's, and one that is a hash", async () => {
        const hash = /user kato_user on #(\w+) /.exec(pod.made.users["users.acl"] ?? "")?.[1] ?? "";
        assert.equal(hash.length, 64);
        for (const password of ["wrong", passwordOf("keeper", 1), hash, `#${hash}`]) {
            await assert.rejects(pod.connect({ login: { user: "kato_user", password } }), /^Error: WRONGPASS /);
        }
    });

    it("lets the application do what applications do", async () => {
        const connection = await login("kato_user");
        for (const command of APPLICATION) {
            await assert.doesNotReject(connection.call(...command), command.join(" "));
        }
        assert.deepEqual(await connection.call("GET", "kb:frequency:p1"), "5");
        assert.deepEqual(await connection.call("SUBSCRIBE", "channel"), ["subscribe", "channel", 1]);
    });

    it("lets the application's library introduce itself, where the server knows how", async () => {
        const connection = await login("kato_user");
        const answer = await connection.call("CLIENT", "SETINFO", "LIB-NAME", "redis-py").catch(String);
        assert.doesNotMatch(String(answer), /NOPERM/);
    });

    it("lets the application administrate nothing", async () => {
        await refusesAll(await login("kato_user"), ADMINISTRATION, OVERSIGHT, UNUSED);
    });

    it("lets no script or transaction do what its user may not", async () => {
        const connection = await login("kato_user");
        const scripted = ["EVAL", "return redis.call('FLUSHALL')", "0"];
        await refuses(connection, scripted, /can't run this command|ACL failure in script/);
        await connection.call("MULTI");
        await refuses(connection, ["FLUSHALL"]);
        await refuses(connection, ["EXEC"], /^EXECABORT /);
    });

    it("lets the probe ping", async () => {
        const connection = await login("probe");
        assert.equal(await connection.call("PING"), "PONG");
        await refusesAll(connection, DATA, ADMINISTRATION, OVERSIGHT, UNUSED, [["ACL", "LOAD"]]);
    });

    it("lets the keeper load users and certificates, and see nothing", async () => {
        const connection = await login("keeper");
        assert.equal(await connection.call("CLIENT", "KILL", "USER", "nobody").catch(() => 0), 0);
        const others = ADMINISTRATION.filter(([command, sub]) => command !== "CONFIG" || sub !== "SET");
        await refusesAll(connection, DATA, others, UNUSED, [["INFO"], ["CLIENT", "LIST"]]);
    });

    it("lets nobody change where the server writes or what it loads at start", async () => {
        const connection = await login("keeper");
        for (const [name, value] of [
            ["dir", "/tmp"],
            ["dbfilename", "authorized_keys"],
            ["aclfile", "/tmp/users"],
            ["enable-debug-command", "yes"],
        ] as const) {
            await refuses(connection, ["CONFIG", "SET", name, value], /CONFIG SET failed.*(protected|immutable)/);
        }
    });

    it("lets the operator see how it is, and no key or value", async () => {
        const connection = await login("operator");
        for (const command of [["PING"], ["ACL", "LOG"], ["INFO", "memory"], ["CLIENT", "LIST"], ["BGREWRITEAOF"]]) {
            await assert.doesNotReject(connection.call(...command), command.join(" "));
        }
        const others = ADMINISTRATION.filter((command) => command.join(" ") !== "ACL LOG");
        await refusesAll(connection, DATA, others, UNUSED, [["ACL", "LOAD"]]);
    });

    it("shows the operator who was refused what", async () => {
        const connection = await login("kato_user");
        await refuses(connection, ["FLUSHDB"]);
        const log = pod.asOperator("acl", "log");
        assert.match(log, /flushdb\nusername\nkato_user/);
        assert.match(pod.asOperator("info", "memory"), /maxmemory_policy:noeviction/);
    });

    it("knows these users and no others", () => {
        const names = (pod.made.users["users.acl"] ?? "").split("\n").map((line) => line.split(" ")[1]);
        assert.deepEqual(names, ["default", "kato_user", "probe", "keeper", "operator", undefined]);
    });

    it("writes neither passwords, hashes, keys nor values to its log", () => {
        const log = `${pod.server?.output ?? ""}${pod.keeper?.output ?? ""}`;
        const hashes = (pod.made.users["users.acl"] ?? "").match(/[0-9a-f]{64}/g) ?? [];
        assert.equal(hashes.length, 4);
        const passwords = (["kato_user", "probe", "keeper", "operator"] as const).map((user) => passwordOf(user, 1));
        for (const secret of [...hashes, ...passwords, "session:p", "frequency"]) {
            assert.ok(!log.includes(secret), secret);
        }
    });
});
