import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server } from "node:tls";
import { certificateChecks } from "../../../cli/verify/checks/certificates";
import { inspect } from "../../../cli/verify/net/tls";
import { answerTo, promised as prod } from "../../cli/verify/doubles";
import { run } from "../support/process";

const HOST = "kato.yourdomain.com";
const promised = { ...prod, hosts: { kato: HOST, kratos: [] } };
const DAY = 24 * 3600 * 1000;

interface Wanted {
    /** @default HOST */
    readonly name?: string;
    /** @default 90 */
    readonly days?: number;
    /** What the key is made by. @default P-256 */
    readonly key?: readonly string[];
    /** Subject of the authority. @default a public one's */
    readonly authority?: string;
    readonly selfSigned?: boolean;
}

describe("verify against a server with a certificate", () => {
    const folder = mkdtempSync(join(tmpdir(), "kato-certificates-"));
    const servers: Server[] = [];
    let made = 0;
    after(() => {
        servers.forEach((server) => server.close());
        rmSync(folder, { recursive: true });
    });

    function openssl(...args: readonly string[]): void {
        const { status, stderr } = run("openssl", args, { env: { PATH: process.env["PATH"] ?? "" } });
        assert.equal(status, 0, stderr);
    }

    const P256 = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

    /** A certificate as wanted, and the authority that clients trust. */
    function certificate({
        name = HOST,
        days = 90,
        key = P256,
        authority = "/O=An authority/CN=R1",
        selfSigned,
    }: Wanted) {
        const own = join(folder, String((made += 1)));
        mkdirSync(own);
        const file = (suffix: string): string => join(own, suffix);
        const names = `subjectAltName=DNS:${name}`;
        const keyOptions = ["-newkey", ...key, "-nodes", "-keyout", file("key")];
        openssl("req", "-x509", "-newkey", ...P256, "-nodes", "-days", "1000", "-subj", authority, "-keyout", file("ca.key"), "-out", file("ca.crt")); // prettier-ignore
        if (selfSigned === true) {
            openssl("req", "-x509", ...keyOptions, "-days", String(days), "-subj", `/CN=${name}`, "-addext", names, "-out", file("crt")); // prettier-ignore
        } else {
            writeFileSync(file("ext"), names);
            openssl("req", ...keyOptions, "-subj", "/CN=server", "-out", file("csr"));
            openssl("x509", "-req", "-in", file("csr"), "-CA", file("ca.crt"), "-CAkey", file("ca.key"), "-days", String(days), "-extfile", file("ext"), "-out", file("crt")); // prettier-ignore
        }
        const read = (suffix: string): string => readFileSync(file(suffix), "utf8");
        return { cert: read("crt"), key: read("key"), authority: read("ca.crt") };
    }

    /** What verify says of it, on that day of its life. */
    async function judged(wanted: Wanted, change: object = {}, day = 0, trusts = true) {
        const { authority, ...pair } = certificate(wanted);
        const server = createServer(pair);
        servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const look = (host: string) => {
            const connection = connect((server.address() as AddressInfo).port, "127.0.0.1");
            return inspect(connection, { servername: host, authorities: trusts ? [authority] : [] });
        };
        // A minute on, since a certificate begins with a full second.
        const now = new Date(Date.now() + day * DAY + 60_000);
        const { status, seen } = await answerTo(
            certificateChecks({ ...promised, ...change }, look, () => now),
            HOST,
        );
        return [status, seen];
    }

    it("is content with one that clients trust", async () => {
        assert.deepEqual(await judged({}), ["ok", "89 days left, EC prime256v1, issued by An authority / R1"]);
        const rsa = await judged({ key: ["rsa:3072"] });
        assert.deepEqual(rsa, ["ok", "89 days left, RSA 3072, issued by An authority / R1"]);
    });

    it("notices one for another host", async () => {
        const seen = "it is for DNS:other.yourdomain.com, not for kato.yourdomain.com";
        assert.deepEqual(await judged({ name: "other.yourdomain.com" }), ["failed", seen]);
    });

    it("notices one that has ended, and one that has not begun", async () => {
        for (const day of [91, -1]) {
            const [status, seen] = await judged({}, {}, day);
            assert.equal(status, "failed");
            assert.match(String(seen), /^valid from \S+ to \S+ only$/);
        }
    });

    it("notices one that should have been renewed: less than a quarter of its life is left", async () => {
        assert.equal((await judged({}, {}, 67))[0], "ok");
        const seen = "only 21 of 90 days left: it should have been renewed by now";
        assert.deepEqual(await judged({}, {}, 68), ["failed", seen]);
        // 45 days, as they will be.
        assert.equal((await judged({ days: 45 }, {}, 30))[0], "ok");
    });

    it("speaks of one that a person renews three weeks before its end", async () => {
        const provided = { issuer: "provided" };
        assert.equal((await judged({ days: 365 }, provided, 343))[0], "ok");
        assert.deepEqual(await judged({ days: 365 }, provided, 345), ["failed", "only 19 of 365 days left"]);
    });

    it("notices a key that is too short, but not a proxy's", async () => {
        const seen = "its key is RSA 2048, which is weaker than RSA 3072 or P-256";
        assert.deepEqual(await judged({ key: ["rsa:2048"] }), ["failed", seen]);
        assert.equal((await judged({ key: ["rsa:2048"] }, { behindProxy: true }))[0], "ok");
    });

    it("notices one of Let's Encrypt's staging authority", async () => {
        const [status, seen] = await judged({
            authority: "/O=(STAGING) Let's Encrypt/CN=(STAGING) Riddling Rhubarb R12",
        });
        assert.equal(status, "failed");
        assert.match(String(seen), /^issued by Let's Encrypt's staging authority/);
    });

    it("notices a self-signed one, and one of an authority that clients do not know", async () => {
        assert.deepEqual(await judged({ selfSigned: true }), ["failed", "it is self-signed"]);
        const [status, seen] = await judged({}, {}, 0, false);
        assert.equal(status, "failed");
        assert.match(
            String(seen),
            /^clients do not trust it \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\): signed by An authority \/ R1; .* does not send its intermediate$/,
        );
    });

    it("wants of development's that the internal authority has signed it", async () => {
        const internal = { development: true, issuer: "internal-ca" };
        assert.equal((await judged({}, internal))[0], "ok");
        assert.match(String((await judged({ selfSigned: true }, internal))[1]), /^clients do not trust it/);
    });
});
