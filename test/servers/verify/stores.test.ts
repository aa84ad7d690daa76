import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext, TLSSocket } from "node:tls";
import * as plainText from "../../../cli/verify/checks/plain-text";
import { judge, storeChecks } from "../../../cli/verify/checks/stores";
import { answerTo, clusterDouble, podDouble, promised } from "../../cli/verify/doubles";
import { Pod as Postgres } from "../postgres/pod";
import { Pod as Redis } from "../redis/pod";
import { Authority } from "../support/certificates";
import { until } from "../support/until";

/** A connection as a port-forward makes it: to the pod's loopback. */
const to = (port: number) => () => Promise.resolve(connect(port, "127.0.0.1"));

describe("verify against real stores", function () {
    this.timeout(60_000);

    it("sees that Redis talks TLS alone", async () => {
        const redis = await Redis.make();
        try {
            await redis.start();
            const authority = readFileSync(redis.authority.file, "utf8");
            const cluster = clusterDouble({
                pods: (namespace, labels) => {
                    assert.deepEqual([namespace, labels], ["kato", { app: "redis-kb" }]);
                    return Promise.resolve([podDouble("kato", "redis-kb-0")]);
                },
                forward: (_pod, port) => {
                    assert.equal(port, 6379);
                    return to(redis.port)();
                },
            });
            const checks = storeChecks(promised, cluster, () => Promise.resolve(authority));
            const { status, seen } = await answerTo(checks, "kato/redis-kb:6379");
            assert.equal(status, "ok", seen);
            assert.match(seen, /^TLSv1\.3; a plain connection: hangs up/);
        } finally {
            await redis.remove();
        }
    });

    it("sees that Postgres refuses a plain connection, and notices when it no longer does", async () => {
        const postgres = await Postgres.make();
        try {
            postgres.mountLogins({});
            await postgres.start();
            const authority = readFileSync(postgres.authority.file, "utf8");
            const ask = () => judge(plainText.postgres, to(postgres.port), "localhost", authority);
            assert.deepEqual(await ask(), {
                status: "ok",
                seen: "TLSv1.3; a plain connection: pg_hba.conf rejects it",
            });

            const another = judge(plainText.postgres, to(postgres.port), "other.name", authority);
            await assert.rejects(another, { name: "HandshakeError", message: /ERR_TLS_CERT_ALTNAME_INVALID/ });

            writeFileSync(
                postgres.path("config/pg_hba.conf"),
                "host all all all scram-sha-256\nlocal all postgres peer\n",
            );
            postgres.asSuperuser("SELECT pg_reload_conf()");
            const open = await until("the new rules are in force", async () => {
                const outcome = await ask();
                return outcome.status === "failed" ? outcome : undefined;
            });
            assert.equal(open.seen, "a plain connection is answered");
        } finally {
            await postgres.remove();
        }
    });
});

describe("verify against a store that talks TLS, and without TLS as well", () => {
    const folder = mkdtempSync(join(tmpdir(), "kato-both-"));
    const authority = new Authority(folder);
    const pair = authority.issue("store");
    const context = createSecureContext({ cert: pair["tls.crt"], key: pair["tls.key"] });
    const servers: Server[] = [];
    const sockets = new Set<Socket>();
    afterEach(async () => {
        sockets.forEach((socket) => socket.destroy());
        await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
    });
    after(() => rmSync(folder, { recursive: true }));

    /** Takes TLS where it comes, and answers everything else with `plain`. */
    async function both(plain: string | undefined, upgrade?: Buffer): Promise<number> {
        const server = createServer((socket) => {
            sockets.add(socket);
            socket.on("error", () => undefined);
            const encrypt = (): void => {
                new TLSSocket(socket, { isServer: true, secureContext: context }).on("error", () => undefined);
            };
            socket.once("data", (data: Buffer) => {
                if (upgrade?.equals(data) === true) {
                    socket.write("S");
                    encrypt();
                } else if (data[0] === 0x16) {
                    socket.pause();
                    socket.unshift(data);
                    encrypt();
                } else if (plain !== undefined) {
                    socket.write(plain, "latin1");
                }
            });
        });
        servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return (server.address() as AddressInfo).port;
    }

    /** What each of them says to a client without TLS that it lets in. */
    const welcome = {
        redis: "+PONG\r\n",
        http: "HTTP/1.1 200 OK\r\n\r\n",
        http2: "\0\0\0\x04\0\0\0\0\0",
        mongodb: "\x26\0\0\0\x01\0\0\0\x01\0\0\0\xdd\x07\0\0",
        // AuthenticationSASL: it asks for the password, in plain text's company.
        postgres: "R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0",
    } as const;
    for (const [name, answer] of Object.entries(welcome)) {
        it(`is noticed: ${name}`, async () => {
            const plain = plainText[name as keyof typeof welcome];
            const port = await both(answer, plain.upgrade?.request);
            const outcome = await judge(plain, to(port), "store", readFileSync(authority.file, "utf8"));
            assert.deepEqual(outcome, { status: "failed", seen: "a plain connection is answered" });
        });
    }

    it("is noticed where it talks no TLS at all", async () => {
        const port = await both("N");
        const outcome = await judge(plainText.postgres, to(port), "store", readFileSync(authority.file, "utf8"));
        assert.deepEqual(outcome, { status: "failed", seen: 'no TLS: asked for it, it answers "N"' });
    });
});
