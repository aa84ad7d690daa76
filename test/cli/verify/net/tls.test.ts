import assert from "node:assert/strict";
import { type AddressInfo, connect } from "node:net";
import { createServer } from "node:tls";
import { judge } from "../../../../cli/verify/checks/stores";
import type { Reaction } from "../../../../cli/verify/net/converse";
import { HttpsClient } from "../../../../cli/verify/net/http";
import { HTTP, inspect } from "../../../../cli/verify/net/tls";
import { certificate, keyPem } from "../../../support/pki";

const HOST = "store.test";
const day = 24 * 3600 * 1000;
const { key, pem } = certificate({
    name: HOST,
    hosts: [HOST],
    from: new Date(Date.now() - day),
    to: new Date(Date.now() + day),
});

/**
 * A server that speaks one protocol and refuses a client that offers others alone, as PostgreSQL does since 17 and every
 * port of gRPC. The PostgreSQL of the machines that run the tests may be older, and ignores what is offered.
 */
async function withServer(
    protocol: string,
    use: (port: number, agreed: () => string | false | null) => Promise<void>,
): Promise<void> {
    let agreed: string | false | null = null;
    const server = createServer({ key: keyPem(key), cert: pem, ALPNProtocols: [protocol] }, (socket) => {
        agreed = socket.alpnProtocol;
        socket.on("error", () => undefined);
        socket.once("data", () => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
    });
    server.on("tlsClientError", () => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
        await use((server.address() as AddressInfo).port, () => agreed);
    } finally {
        await new Promise((resolve) => server.close(resolve));
    }
}

describe("TLS of verify", () => {
    for (const protocol of ["postgresql", "h2"]) {
        it(`offers nothing to a store, which refuses what it does not speak (${protocol})`, () =>
            withServer(protocol, async (port) => {
                const open = () => Promise.resolve(connect(port, "127.0.0.1"));
                const refusal = ({ kind }: Reaction) => (kind === "closed" ? "hangs up" : undefined);
                assert.deepEqual(await judge({ hello: Buffer.from("plain\n"), refusal }, open, HOST, pem), {
                    status: "ok",
                    seen: "TLSv1.3; a plain connection: hangs up",
                });
                await assert.rejects(inspect(await open(), { servername: HOST, authorities: [pem], protocols: HTTP }), {
                    name: "HandshakeError",
                    message: /no application protocol/,
                });
            }));
    }

    it("offers HTTP/1.1 to whom it sends requests", () =>
        withServer("http/1.1", async (port, agreed) => {
            const client = new HttpsClient(() => Promise.resolve(connect(port, "127.0.0.1")), [pem]);
            assert.equal((await client.send({ host: HOST, path: "/" })).status, 204);
            assert.equal(agreed(), "http/1.1");
        }));
});
