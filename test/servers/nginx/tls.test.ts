import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect as connectHttp2, type IncomingHttpHeaders } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, getCiphers, type ConnectionOptions, type TLSSocket } from "node:tls";
import { mkdtempSync, rmSync } from "node:fs";
import { run } from "../support/process";
import { ask } from "./client";
import { KATO, KRATOS, World } from "./world";

/** The connection as the two agreed on it, or the error that ended the handshake. */
async function handshake(port: number, options: ConnectionOptions): Promise<TLSSocket | string> {
    return await new Promise((resolve) => {
        const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false, ...options }, () => {
            resolve(socket);
        });
        socket.on("error", (error: NodeJS.ErrnoException) => {
            resolve(error.code ?? error.message);
        });
    });
}

async function agreed(port: number, options: ConnectionOptions): Promise<string> {
    const socket = await handshake(port, options);
    if (typeof socket === "string") {
        return socket;
    }
    const answer = `${socket.getProtocol() ?? ""} ${socket.getCipher().standardName}`;
    socket.destroy();
    return answer;
}

const only = (version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3"): ConnectionOptions => ({
    minVersion: version,
    maxVersion: version,
    ...(version === "TLSv1.1" ? { ciphers: "DEFAULT:@SECLEVEL=0" } : {}),
});

describe("The edge's TLS", () => {
    let world: World;
    before(async () => {
        world = await World.start();
    });
    after(async () => {
        await world.stop();
    });

    it('is version 1.3 and no other (security guide, "ssl_protocols TLSv1.3")', async () => {
        const of = { servername: KATO };
        assert.match(await agreed(world.ports.https, { ...of, ...only("TLSv1.3") }), /^TLSv1\.3 /);
        for (const older of ["TLSv1.2", "TLSv1.1"] as const) {
            const refused = await agreed(world.ports.https, { ...of, ...only(older) });
            assert.equal(refused, "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION");
        }
    });

    it("chooses the suite itself, the strongest first, of three", async () => {
        const chosen = async (ciphers: string) => await agreed(world.ports.https, { servername: KATO, ciphers });
        assert.equal(
            await chosen("TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384"),
            "TLSv1.3 TLS_AES_256_GCM_SHA384",
        );
        assert.equal(
            await chosen("TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256"),
            "TLSv1.3 TLS_CHACHA20_POLY1305_SHA256",
        );
        assert.equal(await chosen("TLS_AES_128_GCM_SHA256"), "TLSv1.3 TLS_AES_128_GCM_SHA256");
        assert.equal(await chosen("TLS_AES_128_CCM_SHA256"), "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE");
    });

    it("resumes sessions from the cache, by an identifier and not by a ticket that holds their keys", async () => {
        const session = await new Promise<Buffer>((resolve, reject) => {
            const options = { host: "127.0.0.1", port: world.ports.https, servername: KATO, rejectUnauthorized: false };
            const first = connect(options, () => first.write(`GET / HTTP/1.1\r\nHost: ${KATO}\r\n\r\n`));
            first.once("session", (made: Buffer) => {
                first.destroy();
                resolve(made);
            });
            first.once("error", reject);
        });
        // In OpenSSL's form: [10] EXPLICIT OCTET STRING of 32 bytes, an identifier. A ticket with keys has over 200.
        assert.ok(session.includes(Buffer.from([0xaa, 0x22, 0x04, 0x20])));
        const again = await handshake(world.ports.https, { servername: KATO, session });
        assert.ok(typeof again !== "string");
        assert.equal(again.isSessionReused(), true);
        again.destroy();
    });

    it("speaks HTTP/2, with the same headers", async () => {
        const client = connectHttp2(`https://127.0.0.1:${world.ports.https}`, {
            servername: KATO,
            rejectUnauthorized: false,
        });
        const headers = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
            const stream = client.request({ ":path": "/h2", ":authority": KATO });
            stream.once("response", (answer) => {
                resolve(answer);
            });
            stream.once("error", reject);
            stream.resume().end();
        });
        client.close();
        assert.equal(headers[":status"], 200);
        assert.equal(headers["strict-transport-security"], "max-age=63072000; includeSubDomains; preload");
        assert.equal(world.kato.last.url, "/h2");
    });

    it("refuses a name that it does not serve, and none, in the handshake", async () => {
        for (const options of [{ servername: "evil.example" }, {}]) {
            assert.equal(await agreed(world.ports.https, options), "ERR_SSL_TLSV1_UNRECOGNIZED_NAME");
        }
    });
});

describe("The edge's TLS with minVersion 1.2", () => {
    let world: World;
    before(async () => {
        world = await World.start({
            settings: { tls: { minVersion: "1.2", stapling: false } },
            certificates: { [KRATOS]: rsaCertificate(KRATOS) },
        });
    });
    after(async () => {
        await world.stop();
    });

    /** Of all that this client knows. */
    async function accepted(servername: string): Promise<string[]> {
        const names = getCiphers().filter((name) => !name.startsWith("tls_"));
        const found: string[] = [];
        for (const name of names) {
            const ciphers = `${name.toUpperCase()}:@SECLEVEL=0`;
            const socket = await handshake(world.ports.https, { servername, ...only("TLSv1.2"), ciphers });
            if (typeof socket !== "string") {
                assert.equal(socket.getTLSTicket(), undefined);
                found.push(socket.getCipher().name);
                socket.destroy();
            }
        }
        return found.sort();
    }

    it('takes the ciphers of the security guide, "Strong cipher suites", and no other; no ticket is given', async () => {
        assert.deepEqual(await accepted(KATO), ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384"]);
        assert.deepEqual(await accepted(KRATOS), ["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384"]);
    });

    it("still prefers 1.3 and refuses 1.1", async () => {
        assert.match(await agreed(world.ports.https, { servername: KATO }), /^TLSv1\.3 /);
        const refused = await agreed(world.ports.https, { servername: KATO, ...only("TLSv1.1") });
        assert.equal(refused, "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION");
    });
});

describe("The edge's TLS with stapling", () => {
    it("serves certificates whose authority has no responder as well", async () => {
        const world = await World.start({ settings: { tls: { minVersion: "1.3", stapling: true } } });
        try {
            assert.equal((await ask({ port: world.ports.https, host: KATO })).status, 200);
        } finally {
            await world.stop();
        }
    });
});

describe("The hop from the edge to Kratos", () => {
    async function answer(args: Parameters<typeof World.start>[0]): Promise<[status: number, reached: number]> {
        const world = await World.start(args);
        try {
            const { status } = await ask({ port: world.ports.https, host: KRATOS, path: "/sessions/whoami" });
            return [status, world.kratos.received.length];
        } finally {
            await world.stop();
        }
    }

    it("is made to a server with the right name, signed by the internal authority", async () => {
        assert.deepEqual(await answer({}), [200, 1]);
    });

    it("sends nothing to one with another name or from another authority", async () => {
        assert.deepEqual(await answer({ kratosNames: ["kato.kato.svc"] }), [502, 0]);
        assert.deepEqual(await answer({ kratosSignedByAnother: true }), [502, 0]);
    });
});

function rsaCertificate(host: string): string {
    const folder = mkdtempSync(join(tmpdir(), "kato-rsa-"));
    const [key, certificate] = [join(folder, "key"), join(folder, "crt")];
    const subject = ["-subj", `/CN=${host}`, "-days", "1", "-keyout", key, "-out", certificate];
    const { status, stderr } = run("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...subject], {
        env: { PATH: process.env["PATH"] ?? "" },
    });
    assert.equal(status, 0, stderr);
    const both = readFileSync(certificate, "utf8") + readFileSync(key, "utf8");
    rmSync(folder, { recursive: true });
    return both;
}
