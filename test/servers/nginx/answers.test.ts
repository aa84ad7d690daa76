import assert from "node:assert/strict";
import { type Answer, ask, raw, statuses } from "./client";
import { KATO, KRATOS, KRATOS_API, World } from "./world";

/** Security guide, "TLS Configuration Best Practices"; X-XSS-Protection and Permissions-Policy as ADR 15 has them. */
const HEADERS: readonly [name: string, value: string][] = [
    ["strict-transport-security", "max-age=63072000; includeSubDomains; preload"],
    ["x-frame-options", "DENY"],
    ["x-content-type-options", "nosniff"],
    ["x-xss-protection", "0"],
    ["referrer-policy", "strict-origin-when-cross-origin"],
    [
        "permissions-policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    ],
];

/** Each header once, nothing of the application's own, and no version. */
function assertHeaders({ rawHeaders, headers }: Pick<Answer, "rawHeaders" | "headers">, of: string): void {
    const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
    for (const [name, value] of HEADERS) {
        assert.deepEqual([headers[name], names.filter((each) => each === name).length], [value, 1], `${of} ${name}`);
    }
    assert.equal(headers.server, "nginx", of);
    assert.equal(headers["x-powered-by"], undefined, of);
}

describe("The edge's answers", function () {
    this.timeout(60_000);
    let world: World;
    let http: number;
    let https: number;
    before(async () => {
        world = await World.start();
        ({ http, https } = world.ports);
    });
    after(async () => {
        await world.stop();
    });

    for (const host of [KATO, KRATOS, KRATOS_API]) {
        it(`carry every header once: ${host}`, async () => {
            const large = Buffer.alloc(20_000);
            const cases: [status: number, request: Partial<Parameters<typeof ask>[0]>][] = [
                [200, { path: "/" }],
                [204, { path: "/status/204" }],
                [302, { path: "/status/302" }],
                [401, { path: "/status/401" }],
                [404, { path: "/status/404" }],
                [404, { path: "/metrics" }],
                [405, { method: "TRACE" }],
                [413, { method: "POST", body: large }],
                [500, { path: "/status/500" }],
                [502, { path: "/reset" }],
                [503, { path: "/status/503" }],
                [504, { path: "/silent" }],
                [400, { path: "/a/../b" }],
                [414, { path: `/${"a".repeat(9000)}` }],
                [421, { tls: { servername: host === KATO ? KRATOS : KATO } }],
                [308, { plain: true, port: http }],
            ];
            for (const [status, request] of cases) {
                const answer = await ask({ port: https, host, ...request });
                const of = `${host} ${JSON.stringify(request.path ?? request.method ?? status).slice(0, 40)}`;
                assert.equal(answer.status, status, of);
                assertHeaders(answer, of);
            }
        });
    }

    it("carry every header when a limit rejects a request", async () => {
        for (const [host, path] of [
            [KATO, "/auth/login"],
            [KRATOS, "/self-service/login"],
        ] as const) {
            const answers: Answer[] = [];
            for (let count = 0; count < 14; count += 1) {
                answers.push(await ask({ port: https, host, path, from: "127.0.1.1" }));
            }
            const rejected = answers.at(-1)!;
            assert.equal(rejected.status, 429);
            assertHeaders(rejected, `${host} 429`);
        }
    });

    it("carry every header when nginx cannot make sense of a request", async () => {
        for (const bytes of [
            "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
            `GET / HTTP/1.1\r\nHost: ${KATO}\r\nX-Large: ${"a".repeat(9000)}\r\n\r\n`,
            `GET / HTTP/1.1\r\nHost: ${KATO}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
            `GET / HTTP/1.1\r\nHost: ${KATO}\r\nTransfer-Encoding: identity\r\n\r\n`,
            `GET / HTTP/1.1\r\nHost: ${KATO}\r\nHost: ${KRATOS}\r\n\r\n`,
        ]) {
            const answer = await raw({ port: https, host: KATO, bytes });
            assert.ok([400, 501].includes(statuses(answer)[0] ?? 0), answer.slice(0, 200));
            for (const [name, value] of HEADERS) {
                assert.ok(
                    answer.toLowerCase().includes(`\r\n${name}: ${value.toLowerCase()}\r\n`),
                    `${name}: ${answer}`,
                );
            }
        }
    });

    it("let CORS and cookies of the applications pass", async () => {
        assert.deepEqual((await ask({ port: https, host: KATO })).headers["set-cookie"], ["session=1; HttpOnly"]);
        await ask({ port: https, host: KATO, method: "OPTIONS", headers: { origin: "https://app.yourdomain.com" } });
        assert.deepEqual(
            [world.kato.last.method, world.kato.last.headers.origin],
            ["OPTIONS", "https://app.yourdomain.com"],
        );
    });

    it("on the plain port are a redirect that keeps method, path and query: 308", async () => {
        const before = world.kato.received.length;
        for (const method of ["GET", "POST", "DELETE"]) {
            const { status, headers } = await ask({
                port: http,
                host: KATO,
                plain: true,
                method,
                path: "/sessions/%C3%A4?a=1&b=%2F",
            });
            assert.deepEqual([status, headers.location], [308, `https://${KATO}/sessions/%C3%A4?a=1&b=%2F`]);
        }
        assert.equal(world.kato.received.length, before);
    });

    it("on the plain port never lead to another host", async () => {
        for (const host of [`${KATO}:8080`, KATO.toUpperCase(), `${KATO}.`]) {
            const { headers } = await ask({ port: http, host, plain: true, path: "//evil.example/" });
            assert.equal(headers.location, `https://${KATO}//evil.example/`, host);
        }
    });

    it("are none for a host that is not served: the connection is closed", async () => {
        for (const host of ["evil.example", "127.0.0.1", `x.${KATO}`, "localhost"]) {
            const bytes = `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
            assert.equal(await raw({ port: http, host, plain: true, bytes }), "", host);
            // The handshake was for a host that is.
            assert.equal(await raw({ port: https, host: KATO, bytes }), "", host);
        }
    });

    it("treat port, letter case and a final dot of a host as it is meant", async () => {
        for (const host of [`${KATO}:443`, KATO.toUpperCase(), `${KATO}.`]) {
            const { status } = await ask({ port: https, host, tls: { servername: KATO } });
            assert.deepEqual([status, world.kato.last.headers.host], [200, KATO], host);
        }
    });

    it("take a whole address for the path in it, and no other host's", async () => {
        const get = (target: string) =>
            raw({
                port: https,
                host: KATO,
                bytes: `GET ${target} HTTP/1.1\r\nHost: ${KATO}\r\nConnection: close\r\n\r\n`,
            });
        assert.deepEqual(statuses(await get(`https://${KATO}/whole`)), [200]);
        assert.equal(world.kato.last.url, "/whole");
        assert.deepEqual(statuses(await get(`https://${KRATOS}/whole`)), [421]);
        assert.equal(await get("https://evil.example/whole"), "");
    });

    it("carry every header for an application without pods: 502", async () => {
        const empty = await World.start({ kratosRuns: false });
        try {
            const answer = await ask({ port: empty.ports.https, host: KRATOS });
            assert.equal(answer.status, 502);
            assertHeaders(answer, "no pods");
        } finally {
            await empty.stop();
        }
    });

    it("close a connection whose client does not finish the head of its request", async () => {
        const started = Date.now();
        await raw({ port: https, host: KATO, bytes: `GET / HTTP/1.1\r\nHost: ${KATO}\r\nX-Slow: ` });
        assert.ok(Date.now() - started < 10_000);
    });
});
