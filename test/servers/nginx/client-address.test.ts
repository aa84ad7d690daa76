import assert from "node:assert/strict";
import { until } from "../support/until";
import { ask, raw, statuses } from "./client";
import { KATO, World } from "./world";

/** What clients may send to be taken for another, or for having asked for something else. */
const CLAIMS = {
    "x-forwarded-for": "203.0.113.9, 10.0.0.1",
    "x-real-ip": "203.0.113.9",
    "x-forwarded-proto": "http",
    "x-forwarded-host": "evil.example",
    "x-forwarded-port": "1",
    "x-forwarded-prefix": "/admin",
    "x-forwarded-server": "evil.example",
    forwarded: "for=203.0.113.9;host=evil.example",
    "true-client-ip": "203.0.113.9",
    "x-client-ip": "203.0.113.9",
    "x-original-url": "/admin",
    "x-rewrite-url": "/admin",
    "x-http-method-override": "DELETE",
    "cf-connecting-ip": "203.0.113.9",
};

describe("Who the edge takes a client for", () => {
    describe("without a proxy", () => {
        let world: World;
        before(async () => {
            world = await World.start();
        });
        after(async () => {
            await world.stop();
        });

        it('is whoever connects; the application is told so (security guide, "proxy_set_header")', async () => {
            await ask({ port: world.ports.https, host: KATO, path: "/who", from: "127.0.0.7", headers: CLAIMS });
            const { headers } = world.kato.last;
            assert.deepEqual(
                { ...headers, "x-forwarded-port": undefined },
                {
                    host: "kato.yourdomain.com",
                    "x-real-ip": "127.0.0.7",
                    "x-forwarded-for": "127.0.0.7",
                    "x-forwarded-proto": "https",
                    "x-forwarded-host": "kato.yourdomain.com",
                    "x-forwarded-port": undefined,
                    // Means nothing to anybody here.
                    "cf-connecting-ip": "203.0.113.9",
                },
            );
            assert.equal(headers["x-forwarded-port"], `${world.ports.https}`);
            assert.equal((await world.logOf("/who"))["client"], "127.0.0.7");
        });

        it("passes on what identifies the caller to the application", async () => {
            const headers = { "x-api-key": "k", authorization: "Bearer t", cookie: "a=b", "x-session-token": "s" };
            await ask({ port: world.ports.https, host: KATO, headers });
            for (const [name, value] of Object.entries(headers)) {
                assert.equal(world.kato.last.headers[name], value);
            }
        });
    });

    describe("behind a proxy", () => {
        let world: World;
        before(async () => {
            const proxy = { ranges: ["127.0.5.0/24", "127.0.6.0/24"], realIpHeader: "CF-Connecting-IP" };
            world = await World.start({ settings: { proxy } });
        });
        after(async () => {
            await world.stop();
        });

        it("is whom the proxy names", async () => {
            await ask({ port: world.ports.https, host: KATO, path: "/trusted", from: "127.0.5.1", headers: CLAIMS });
            const { headers } = world.kato.last;
            assert.deepEqual([headers["x-real-ip"], headers["x-forwarded-for"]], ["203.0.113.9", "203.0.113.9"]);
            assert.equal(headers["cf-connecting-ip"], undefined);
            assert.equal((await world.logOf("/trusted"))["client"], "203.0.113.9");
        });

        it("is whoever connects from anywhere else, whatever it claims", async () => {
            await ask({ port: world.ports.https, host: KATO, path: "/untrusted", from: "127.0.7.1", headers: CLAIMS });
            const { headers } = world.kato.last;
            assert.deepEqual([headers["x-real-ip"], headers["x-forwarded-for"]], ["127.0.7.1", "127.0.7.1"]);
            assert.equal(headers["cf-connecting-ip"], undefined);
            assert.equal((await world.logOf("/untrusted"))["client"], "127.0.7.1");
        });

        it("is counted by limits: one proxy's clients apart, and one client over two proxies", async () => {
            const statusOf = async (from: string, client: string) => {
                const headers = { "cf-connecting-ip": client };
                return (await ask({ port: world.ports.https, host: KATO, path: "/auth", from, headers })).status;
            };
            const seen: number[] = [];
            for (const from of ["127.0.5.1", "127.0.6.1", "127.0.5.1", "127.0.6.1", "127.0.5.1"]) {
                seen.push(await statusOf(from, "198.51.100.1"));
            }
            assert.deepEqual(seen, [200, 200, 200, 200, 429]);
            assert.equal(await statusOf("127.0.5.1", "198.51.100.2"), 200);
        });
    });

    it("behind a proxy that lists addresses, is the last that is no proxy", async () => {
        const proxy = { ranges: ["127.0.5.0/24", "192.0.2.0/24"], realIpHeader: "X-Forwarded-For" };
        const world = await World.start({ settings: { proxy } });
        try {
            const headers = { "x-forwarded-for": "203.0.113.9, 198.51.100.1, 192.0.2.1" };
            await ask({ port: world.ports.https, host: KATO, from: "127.0.5.1", headers });
            assert.equal(world.kato.last.headers["x-real-ip"], "198.51.100.1");
        } finally {
            await world.stop();
        }
    });

    describe("behind a network load balancer", () => {
        let world: World;
        before(async () => {
            world = await World.start({ settings: { exposure: "aws-nlb" } });
        });
        after(async () => {
            await world.stop();
        });

        const host = KATO;
        const get = `GET /nlb HTTP/1.1\r\nHost: ${KATO}\r\nConnection: close\r\n\r\n`;

        it("every connection begins with the PROXY protocol, or is closed", async () => {
            const { http: port } = world.ports;
            const line = "PROXY TCP4 198.51.100.1 10.0.0.1 4711 80\r\n";
            assert.deepEqual(statuses(await raw({ port, host, plain: true, bytes: line + get })), [308]);
            assert.equal(await raw({ port, host, plain: true, bytes: get }), "");
        });

        it("is believed from private addresses alone: loopback is none of them", async () => {
            const bytes = `PROXY TCP4 198.51.100.1 10.0.0.1 4711 80\r\n${get}`;
            await raw({ port: world.ports.http, host, plain: true, bytes, from: "127.0.0.8" });
            const line = await until("a line", () => world.log().find(({ client }) => client === "127.0.0.8"));
            assert.equal(line["path"], "/nlb");
            assert.ok(!world.logText().includes("198.51.100.1"));
        });
    });
});
