import assert from "node:assert/strict";
import { connect as connectHttp2 } from "node:http2";
import { type Answer, ask } from "./client";
import { KATO, KRATOS, World } from "./world";

describe("The edge's limits", function () {
    this.timeout(60_000);
    let world: World;
    let clients = 0;
    before(async () => {
        world = await World.start();
    });
    after(async () => {
        await world.stop();
    });

    /** An address that has asked for nothing yet. */
    const newClient = (): string => {
        clients += 1;
        return `127.0.2.${clients}`;
    };

    interface Burst {
        readonly accepted: number;
        readonly rejected: Answer[];
        readonly seconds: number;
    }

    /** Requests one after another; each may have a path, a method and a host of its own. */
    async function burst(requests: readonly Partial<Parameters<typeof ask>[0]>[]): Promise<Burst> {
        const from = newClient();
        const started = Date.now();
        const answers: Answer[] = [];
        for (const request of requests) {
            answers.push(await ask({ port: world.ports.https, host: KATO, from, ...request }));
        }
        const rejected = answers.filter(({ status }) => status === 429);
        const accepted = answers.filter(({ status }) => status === 200).length;
        assert.equal(accepted + rejected.length, requests.length);
        return { accepted, rejected, seconds: (Date.now() - started) / 1000 };
    }

    const times = <T>(count: number, what: T): T[] => Array.from({ length: count }, () => what);

    /** Exact, but for what the rate adds while a slow machine is at it. */
    function assertAccepted({ accepted, seconds }: Burst, expected: number, perMinute: number): void {
        assert.ok(accepted >= expected, `${accepted} of ${expected}`);
        assert.ok(accepted <= expected + Math.floor((seconds * perMinute) / 60), `${accepted} in ${seconds} s`);
    }

    it('of /auth: 5 a minute, 3 ahead (security guide, "Nginx Rate Limiting", auth_limit)', async () => {
        const result = await burst(times(10, { path: "/auth/login", method: "POST" }));
        assertAccepted(result, 4, 5);
        for (const { headers } of result.rejected) {
            assert.equal(headers["retry-after"], "12");
        }
    });

    it('of /sessions: 100 a minute, 20 ahead (security guide, "Nginx Rate Limiting", api_limit)', async () => {
        const options = { servername: KATO, rejectUnauthorized: false, localAddress: newClient() };
        const client = connectHttp2(`https://127.0.0.1:${world.ports.https}`, options);
        const started = Date.now();
        const answers = await Promise.all(
            times(40, "/sessions").map(
                async (path) =>
                    await new Promise<[status: unknown, retryAfter: unknown]>((resolve, reject) => {
                        const stream = client.request({ ":path": path, ":authority": KATO });
                        stream.once("response", (headers) => {
                            resolve([headers[":status"], headers["retry-after"]]);
                        });
                        stream.once("error", reject);
                        stream.resume().end();
                    }),
            ),
        );
        const seconds = (Date.now() - started) / 1000;
        client.close();
        const accepted = answers.filter(([status]) => status === 200).length;
        assertAccepted({ accepted, rejected: [], seconds }, 21, 100);
        const rejected = answers.filter(([status]) => status === 429);
        assert.equal(accepted + rejected.length, 40);
        assert.deepEqual(new Set(rejected.map(([, retryAfter]) => retryAfter)), new Set(["1"]));
    });

    for (const flow of ["login", "registration", "recovery", "verification"]) {
        it(`of Kratos' ${flow}: 30 a minute, 10 ahead`, async () => {
            const path = `/self-service/${flow}?flow=1`;
            const result = await burst(times(15, { host: KRATOS, path, method: "POST" }));
            assertAccepted(result, 11, 30);
            assert.equal(result.rejected[0]?.headers["retry-after"], "2");
        });
    }

    it("count all of Kratos' submissions together", async () => {
        const flows = ["login", "registration", "recovery", "verification"];
        const requests = flows.flatMap((flow) => times(4, { host: KRATOS, path: `/self-service/${flow}` }));
        assertAccepted(await burst(requests), 11, 30);
    });

    it("are the same for every spelling and method", async () => {
        const spellings = ["/auth", "/AUTH", "/Auth/x", "/%61uth", "/%41UTH/", "/auth?x=1", "/authority", "/auth%20"];
        assertAccepted(await burst(spellings.map((path) => ({ path }))), 4, 5);
        const methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "BREW".toLowerCase()];
        assertAccepted(await burst(methods.slice(0, 7).map((method) => ({ path: "/auth", method }))), 4, 5);
        const kratos = ["/self-service/login", "/self-service/login/", "/SELF-SERVICE/LOGIN", "/self-service/l%6Fgin"];
        const requests = [...kratos, ...kratos, ...kratos, ...kratos].map((path) => ({ host: KRATOS, path }));
        assertAccepted(await burst(requests), 11, 30);
    });

    it("are not escaped by another name for the client", async () => {
        const claims: Record<string, string>[] = [
            { "x-forwarded-for": "203.0.113.1" },
            { "x-real-ip": "203.0.113.2" },
            { forwarded: "for=203.0.113.3" },
            { "cf-connecting-ip": "203.0.113.4" },
            { "true-client-ip": "203.0.113.5" },
            // The name of the variable that counts.
            { "edge-client-network": "203.0.113.6" },
            { "edge-client-network": "" },
            { edge_client_network: "203.0.113.7" },
        ];
        assertAccepted(await burst(claims.map((headers) => ({ path: "/auth", headers }))), 4, 5);
    });

    it("of one client are not another's, and one path's are not another's", async () => {
        assertAccepted(await burst(times(5, { path: "/auth" })), 4, 5);
        assertAccepted(await burst(times(4, { path: "/auth" })), 4, 5);
        const { rejected } = await burst([...times(4, { path: "/auth" }), ...times(10, { path: "/sessions" })]);
        assert.deepEqual(rejected, []);
    });

    it("do not reach what an application answers: its own 429 is its own", async () => {
        const { status, headers } = await ask({ port: world.ports.https, host: KATO, path: "/status/429" });
        assert.deepEqual([status, headers["retry-after"]], [429, undefined]);
    });

    it("are none on other paths", async () => {
        const { rejected } = await burst(times(60, { path: "/other" }));
        assert.deepEqual(rejected, []);
    });
});

describe("The edge's limits for clients of IPv6", () => {
    it("count networks of 64 bits", async () => {
        const proxy = { ranges: ["127.0.0.0/8"], realIpHeader: "CF-Connecting-IP" };
        const world = await World.start({ settings: { proxy } });
        const statusFor = async (address: string) => {
            const headers = { "cf-connecting-ip": address };
            return (await ask({ port: world.ports.https, host: KATO, path: "/auth", headers })).status;
        };
        try {
            const seen: number[] = [];
            for (const end of ["::1", "::2", ":0:0:0:3", ":ffff:ffff:ffff:4", "::5", ":aaaa::6"]) {
                seen.push(await statusFor(`2001:db8:1:2${end}`));
            }
            assert.deepEqual(seen, [200, 200, 200, 200, 429, 429]);
            assert.equal(await statusFor("2001:db8:1:3::1"), 200);
            // An IPv4 address counts by itself.
            assert.equal(await statusFor("203.0.113.1"), 200);
        } finally {
            await world.stop();
        }
    });
});
