import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { ask, raw } from "../nginx/client";
import { Authority } from "../support/certificates";
import { typeLine } from "../support/runbook";
import { until } from "../support/until";
import { Kato } from "./kato";
import { Proxy } from "./proxy";

const NAME = "kato.kato.svc";

describe("The proxy that speaks TLS for KATO", () => {
    let folder: string;
    let kato: Kato;
    let proxy: Proxy;
    let authority: Authority;

    beforeEach(async () => {
        folder = mkdtempSync(join(tmpdir(), "kato-authority-"));
        authority = new Authority(folder);
        kato = await Kato.start();
        proxy = await Proxy.start(authority.issue(NAME), kato.endpoint);
    });
    afterEach(async () => {
        await Promise.all([proxy.remove(), kato.stop()]);
        rmSync(folder, { recursive: true });
    });

    const trusting = () => ({ servername: NAME, ca: readFileSync(authority.file), rejectUnauthorized: true });
    const send = (path: string, more: object = {}) =>
        ask({ port: proxy.port, host: NAME, path, tls: trusting(), ...more });

    /** A connection as the edge opens it. */
    async function opened(options: object = {}): Promise<TLSSocket> {
        return await new Promise((resolve, reject) => {
            const socket = connect({ host: "127.0.0.1", port: proxy.port, ...trusting(), ...options }, () =>
                resolve(socket),
            );
            socket.once("error", reject);
        });
    }

    it("is looked at as docs/runbooks/certificates.md says", () => {
        const here = [["localhost:8443", `localhost:${proxy.port}`]] as const;
        const { stdout } = typeLine("docs/runbooks/certificates.md", "localhost:8443", here);
        assert.match(stdout, /^issuer=CN = test CA\nnotBefore=.*\nnotAfter=/);
    });

    it("has a certificate of the internal authority for the Service, and hands requests to loopback", async () => {
        assert.equal((await send("/health")).body, "answer");
        assert.deepEqual(
            kato.received.map(({ url, from }) => [url, from]),
            [["/health", "127.0.0.1"]],
        );
    });

    it('speaks TLS 1.3 and nothing else (security guide, checklist: "TLS 1.3 enabled")', async () => {
        const socket = await opened();
        assert.equal(socket.getProtocol(), "TLSv1.3");
        socket.destroy();
        await assert.rejects(opened({ minVersion: "TLSv1.2", maxVersion: "TLSv1.2" }), {
            code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
        });
        const plain = await raw({
            port: proxy.port,
            host: NAME,
            plain: true,
            bytes: "GET /plain HTTP/1.1\r\nHost: a\r\n\r\n",
        }).catch(() => "");
        assert.doesNotMatch(plain, /HTTP\/1/);
        assert.deepEqual(kato.received, []);
    });

    it("answers nobody where it has no certificate, rather than in plain text", async () => {
        const bare = await Proxy.start(undefined, kato.endpoint);
        try {
            await assert.rejects(ask({ port: bare.port, host: NAME, path: "/", tls: trusting() }));
            assert.match(bare.output, /cannot load certificate "[^"]*\/tls\.crt"/);
            assert.deepEqual(kato.received, []);
        } finally {
            await bare.remove();
        }
    });

    it("passes large bodies in both directions", async () => {
        const body = randomBytes(20 * 2 ** 20);
        const { body: digest } = await send("/digest", { method: "POST", body });
        assert.equal(digest, createHash("sha256").update(body).digest("hex"));
        assert.equal((await send(`/large/${20 * 2 ** 20}`)).body.length, 20 * 2 ** 20);
    });

    it("holds nothing back of an answer that is still being made, or of a request", async () => {
        const seen: string[] = [];
        await new Promise<void>((resolve, reject) => {
            const sent = httpsRequest({
                host: "127.0.0.1",
                port: proxy.port,
                path: "/slowly",
                method: "POST",
                ...trusting(),
            });
            sent.once("error", reject);
            sent.once("response", (response) => {
                response.on("data", (chunk: Buffer) => {
                    seen.push(chunk.toString());
                    if (seen.length === 1) sent.end("go on");
                });
                response.once("end", resolve);
            });
            sent.flushHeaders();
        });
        assert.deepEqual(seen, ["first ", "second"]);
    });

    it("passes a changed protocol on, as WebSocket is", async () => {
        const socket = await opened();
        let answer = "";
        socket.on("data", (data: Buffer) => (answer += data.toString()));
        socket.write(`GET /ws HTTP/1.1\r\nHost: ${NAME}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
        await until("the protocol has changed", () => answer.includes("101 Switching") || undefined);
        socket.write("frame one");
        await until("what was sent comes back", () => answer.endsWith("frame one") || undefined);
        socket.destroy();
    });

    it("ends what has begun when it is told to stop, takes nothing new, and then is gone", async () => {
        const socket = await opened();
        let answer = "";
        socket.on("data", (data: Buffer) => (answer += data.toString()));
        socket.write(`POST /slowly HTTP/1.1\r\nHost: ${NAME}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n`);
        await until("the answer has begun", () => answer.includes("first") || undefined);
        proxy.quit();
        await until("nobody is let in any more", async () => {
            const refused = await opened().then(
                (another) => (another.destroy(), false),
                () => true,
            );
            return refused || undefined;
        });
        socket.write("go");
        await until("the answer has ended", () => answer.includes("second") || undefined);
        assert.equal(await proxy.end(), 0);
    });

    it("says nothing of a request when KATO is away, and closes its connection", async () => {
        await kato.stop();
        await assert.rejects(send("/sessions?token=in-a-query", { headers: { "X-API-Key": "in-a-header" } }));
        assert.match(proxy.output, /connect\(\) failed \(111: Connection refused\)/);
        assert.doesNotMatch(proxy.output, /in-a-query|in-a-header|sessions/);
        kato = await Kato.start();
    });
});
