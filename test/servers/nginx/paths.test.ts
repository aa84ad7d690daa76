import assert from "node:assert/strict";
import { connect as connectHttp2 } from "node:http2";
import { ask, raw, statuses } from "./client";
import { KATO, KRATOS, KRATOS_API, World } from "./world";

/** Ways to write a path that a proxy and an application may read differently. */
function spellings(path: string): string[] {
    const [, first = "", ...rest] = path;
    const encoded = `%${first.charCodeAt(0).toString(16)}`;
    const tail = rest.join("");
    return [
        path,
        `${path}/`,
        `${path}/identities`,
        `${path}?x=1`,
        `${path}#x`,
        path.toUpperCase(),
        `/${first.toUpperCase()}${tail}/identities`,
        `/${encoded}${tail}/identities`,
        `/${encoded.toUpperCase()}${tail}`,
        `/%${first.toUpperCase().charCodeAt(0).toString(16)}${tail}/identities`,
        `/${path}/identities`,
        `//${path}`,
        `/.${path}/identities`,
        `/./${path}`,
        `/x/..${path}/identities`,
        `/x/%2e%2e${path}/identities`,
        `/x/.%2E${path}`,
        `/x%2f..%2f${path.slice(1)}/identities`,
        `/%2f${path.slice(1)}`,
        `/%2F${path}`,
        `/\\${path.slice(1)}`,
        `/%5c${path.slice(1)}`,
        `/x/..;${path}`,
        `${path};x=1/identities`,
        `${path}%20`,
        `${path}%00`,
        `${path}%0a`,
        `${path}.json`,
        `/self-service/..${path}/identities`,
        `/self-service/login/../..${path}/identities`,
        `/sessions/whoami/%2e%2e/%2e%2e${path}`,
        `http://${KRATOS}${path}/identities`,
        `https://${KRATOS}${path}`,
        `https://${KRATOS}/${path}`,
    ];
}

describe("The edge's paths", function () {
    this.timeout(60_000);
    let world: World;
    before(async () => {
        world = await World.start();
    });
    after(async () => {
        await world.stop();
    });

    /** What one request line leads to: the status, and the path that an application got. */
    async function send(host: string, target: string, method = "GET"): Promise<[status: number, reached: string[]]> {
        const upstream = host === KATO ? world.kato : world.kratos;
        const before = upstream.received.length;
        const bytes = `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
        const answer = await raw({ port: world.ports.https, host, bytes });
        return [statuses(answer)[0] ?? 0, upstream.received.slice(before).map(({ url }) => url)];
    }

    for (const path of ["/admin", "/metrics", "/version", "/health/ready"]) {
        it(`never lead to Kratos' ${path}, however it is written`, async () => {
            for (const host of [KRATOS, KRATOS_API]) {
                for (const target of spellings(path)) {
                    const [status, reached] = await send(host, target);
                    // An application that undoes what is left of it must find no such path.
                    const dangerous = reached.filter((url) => {
                        const decoded = decodeURIComponent(url.split(/[?#]/)[0] ?? "").toLowerCase();
                        return new URL(decoded, "http://x").pathname.replaceAll(/\/+/g, "/").startsWith(path);
                    });
                    assert.deepEqual(dangerous, [], `${target} ${status}`);
                    assert.ok([400, 404, 421, 0, 200].includes(status), `${target} ${status}`);
                }
            }
        });
    }

    it("answer 404 for what is denied, with every method", async () => {
        for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
            assert.deepEqual(await send(KRATOS, "/admin/identities", method), [404, []]);
        }
        assert.deepEqual(await send(KATO, "/metrics"), [404, []]);
    });

    it("answer 404 for what is denied over HTTP/2 too", async () => {
        const before = world.kratos.received.length;
        const client = connectHttp2(`https://127.0.0.1:${world.ports.https}`, {
            servername: KRATOS,
            rejectUnauthorized: false,
        });
        const statusOf = async (path: string) =>
            await new Promise((resolve, reject) => {
                const stream = client.request({ ":path": path, ":authority": KRATOS });
                stream.once("response", (headers) => {
                    resolve(headers[":status"]);
                });
                stream.once("error", reject);
                stream.resume().end();
            });
        const seen = [await statusOf("/admin/identities"), await statusOf("/%61dmin"), await statusOf("//admin")];
        client.close();
        assert.deepEqual(seen, [404, 404, 400]);
        assert.equal(world.kratos.received.length, before);
    });

    it("refuse what nginx and an application could read differently", async () => {
        for (const target of [
            "//x",
            "/a//b",
            "/a/../b",
            "/a/./b",
            "/a/..",
            "/%2e/a",
            "/a%2fb",
            "/a%2Fb",
            "/a%5Cb",
            "/a\\b",
        ]) {
            assert.deepEqual(await send(KATO, target), [400, []], target);
        }
    });

    it("let everything else through as it came", async () => {
        for (const target of [
            "/",
            "/sessions/0b5c/observe",
            "/a.b/c..d/..e",
            "/.well-known/ory/kratos/public",
            "/%C3%A4%20x",
            "/a%25b",
            "/x?next=https://karima.com//a/../b&y=%2F%2e",
        ]) {
            assert.deepEqual(await send(KATO, target), [200, [target]], target);
        }
        for (const target of ["/health/alive", "/self-service/login/browser?return_to=https%3A%2F%2Fkarima.com%2F"]) {
            assert.deepEqual(await send(KRATOS, target), [200, [target]], target);
        }
    });

    it("change protocols for nobody: what follows would pass unseen", async () => {
        const before = world.kratos.received.length;
        for (const upgrade of ["h2c", "websocket", "TLS/1.0"]) {
            const { status } = await ask({
                port: world.ports.https,
                host: KRATOS,
                headers: { connection: "Upgrade, HTTP2-Settings", upgrade, "http2-settings": "AAMAAABkAAQAAP__" },
            });
            assert.equal(status, 400, upgrade);
        }
        assert.equal(world.kratos.received.length, before);
    });

    it("hand the application one request for one, whatever its framing claims", async () => {
        const upstream = world.kratos.received;
        const smuggled = "GET /admin/identities HTTP/1.1\r\nHost: x\r\n\r\n";
        for (const framing of [
            `Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
            `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`,
            `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
            `Content-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
            `X: 1\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n${smuggled}`,
        ]) {
            const bytes = `POST /sessions HTTP/1.1\r\nHost: ${KRATOS}\r\nConnection: close\r\n${framing}`;
            await raw({ port: world.ports.https, host: KRATOS, bytes });
        }
        assert.deepEqual(
            upstream.filter(({ url }) => url.includes("admin")),
            [],
        );
    });
});
