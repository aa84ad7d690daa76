import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { katoTlsChecks } from "../../../cli/verify/checks/kato-tls";
import { answerTo, clusterDouble, podDouble } from "../../cli/verify/doubles";
import { Authority } from "../support/certificates";
import { Kato } from "../tls-proxy/kato";
import { Proxy } from "../tls-proxy/proxy";

describe("verify against the proxy beside KATO", () => {
    let folder: string;
    let authority: Authority;
    let kato: Kato;
    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "kato-verify-"));
        authority = new Authority(folder);
        kato = await Kato.start();
    });
    after(async () => {
        await kato.stop();
        rmSync(folder, { recursive: true });
    });

    async function seen(name: string, { plain = false, hours = 0 } = {}): Promise<[status: string, seen: string]> {
        const proxy = await Proxy.start(authority.issue(name), kato.endpoint);
        try {
            const cluster = clusterDouble({
                pods: () => Promise.resolve([podDouble("kato", "kato-0")]),
                forward: (_pod, port) => {
                    assert.equal(port, 8443);
                    const to = plain ? Number(kato.endpoint.split(":")[1]) : proxy.port;
                    return Promise.resolve(connect(to, "127.0.0.1"));
                },
            });
            const pem = () => Promise.resolve(readFileSync(authority.file, "utf8"));
            const now = () => new Date(Date.now() + hours * 3600 * 1000);
            const checks = katoTlsChecks({ katoTls: true }, cluster, pem, now);
            const { status, seen } = await answerTo(checks, "kato/kato:8443");
            return [status, seen];
        } finally {
            await proxy.remove();
        }
    }

    it("sees TLS 1.3 with the internal authority's certificate, and nothing beside it", async () => {
        const [status, text] = await seen("kato.kato.svc");
        assert.equal(status, "ok", text);
        assert.match(text, /^TLSv1\.3; a plain connection: hangs up/);
    });

    it("notices another name, an end that is near, and a server that is plain", async () => {
        const [wrong, name] = await seen("kratos.kratos.svc");
        assert.deepEqual([wrong, /ERR_TLS_CERT_ALTNAME_INVALID/.test(name)], ["failed", true], name);
        const [late, end] = await seen("kato.kato.svc", { hours: 19 });
        assert.equal(late, "failed", end);
        assert.match(end, /^only 0 of 1 days left: it should have been renewed by now/);
        const [open] = await seen("kato.kato.svc", { plain: true });
        assert.equal(open, "failed");
    });

    it("says where the hop is plain by the stack's own choice", async () => {
        const checks = katoTlsChecks({ katoTls: false }, clusterDouble({}), () => Promise.resolve(""));
        const { status, seen: why } = await answerTo(checks, "kato/kato:8443");
        assert.deepEqual([status, why], ["skipped", "the edge reaches KATO in plain text (kato.tls.enabled: false)"]);
    });
});
