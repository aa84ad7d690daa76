import assert from "node:assert/strict";
import { ask, raw } from "./client";
import { KATO, KRATOS, World, type WorldArgs } from "./world";

/** What must never be in a log; security guide, "Enable Audit Logging", logs ten characters of the key (ADR 16). */
const SECRETS = {
    "x-api-key": "api-key-0123456789",
    authorization: "Bearer token-0123456789",
    cookie: "ory_kratos_session=cookie-0123456789",
    "x-session-token": "session-0123456789",
    referer: "https://karima.com/?code=referer-0123456789",
};
const QUERY = "token=query-0123456789&flow=1";

describe("The edge's access log", () => {
    let world: World;
    before(async () => {
        world = await World.start();
    });
    after(async () => {
        await world.stop();
    });

    it("has one JSON object a request, with these fields and no other", async () => {
        const headers = { ...SECRETS, "user-agent": 'a "quoted"\\ agent\u00e9' };
        await ask({ port: world.ports.https, host: KATO, method: "POST", path: `/sessions/1?${QUERY}`, headers });
        const entry = await world.logOf("/sessions/1");
        assert.deepEqual(Object.keys(entry), [
            "time",
            "request_id",
            "client",
            "method",
            "host",
            "path",
            "status",
            "bytes",
            "duration",
            "upstream_duration",
            "upstream",
            "upstream_status",
            "reason",
            "user_agent",
        ]);
        assert.match(entry["time"] ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
        assert.match(entry["request_id"] ?? "", /^[0-9a-f]{32}$/);
        assert.match(entry["duration"] ?? "", /^\d+\.\d{3}$/);
        assert.match(entry["upstream_duration"] ?? "", /^\d+\.\d{3}$/);
        assert.ok((entry["user_agent"] ?? "").startsWith('a "quoted"\\ agent'));
        const { client, method, host, path, status } = entry;
        assert.deepEqual(
            { client, method, host, path, status },
            { client: "127.0.0.1", method: "POST", host: KATO, path: "/sessions/1", status: "200" },
        );
    });

    it("has no key, token, cookie or query, whatever becomes of the request, and neither has the error log", async () => {
        const { http, https } = world.ports;
        for (const [host, path] of [
            [KATO, "/"],
            [KATO, "/reset"],
            [KATO, "/silent"],
            [KATO, "/a/../b"],
            [KATO, "/metrics"],
            [KRATOS, "/admin/identities"],
            [KRATOS, "/status/500"],
            ...Array.from({ length: 6 }, () => [KATO, "/auth"] as const),
        ] as const) {
            await ask({ port: https, host, path: `${path}?${QUERY}`, headers: SECRETS });
        }
        await ask({ port: http, host: KATO, plain: true, path: `/?${QUERY}`, headers: SECRETS });
        await ask({ port: https, host: KATO, path: `/?${QUERY}`, headers: SECRETS, tls: { servername: KRATOS } });
        await ask({
            port: https,
            host: KATO,
            method: "POST",
            path: `/?${QUERY}`,
            headers: SECRETS,
            body: Buffer.alloc(20_000),
        });
        const head = Object.entries(SECRETS).map(([name, value]) => `${name}: ${value}\r\n`);
        for (const host of ["evil.example", KATO]) {
            const bytes = `GET /?${QUERY} HTTP/1.1\r\nHost: ${host}\r\n${head.join("")}Transfer-Encoding: x\r\n\r\n`;
            await raw({ port: http, host, plain: true, bytes });
        }
        await raw({ port: http, host: "x", plain: true, bytes: `GET /?${QUERY} HTTP/1.1\r\nHost: x\r\n\r\n` });
        // The last of them.
        await ask({ port: https, host: KATO, path: "/end" });
        await world.logOf("/end");
        const everything = world.logText() + world.errors;
        assert.deepEqual(everything.match(/[\w-]*0123456789/g), null);
        assert.ok(!everything.includes("?"), everything);
    });

    it("names every outcome", () => {
        const seen = new Set(world.log().map(({ status }) => status));
        for (const status of ["200", "308", "400", "404", "413", "421", "429", "444", "500", "502", "504"]) {
            assert.ok(seen.has(status), status);
        }
    });

    it("cannot be made to say what did not happen", async () => {
        const path = '/%0a%22},{"x';
        const agent = '"}\\n{"time":"';
        const bytes = `GET ${path} HTTP/1.1\r\nHost: ${KATO}\r\nUser-Agent: ${agent}\r\nConnection: close\r\n\r\n`;
        await raw({ port: world.ports.https, host: KATO, bytes });
        assert.equal((await world.logOf(path))["user_agent"], agent);
    });
});

describe("The edge's access log of a 502 or 504", () => {
    /** The line of the last request to a world that is made and ended for it. */
    const lineOf = async (args: WorldArgs, host: string, path: string): Promise<Record<string, string>> => {
        const world = await World.start(args);
        try {
            await ask({ port: world.ports.https, host, path: `${path}?${QUERY}`, headers: SECRETS });
            return { ...(await world.logOf(path)), endpoint: world.kato.endpoint };
        } finally {
            await world.stop();
        }
    };

    it("says that no pod is ready", async () => {
        const line = await lineOf({ kratosRuns: false }, KRATOS, "/x");
        assert.deepEqual([line["status"], line["reason"]], ["502", "no pod is ready"]);
    });

    it("says that a certificate is not trusted", async () => {
        const line = await lineOf({ kratosSignedByAnother: true }, KRATOS, "/x");
        const reason = "no connection: refused, or a certificate that is not trusted";
        assert.deepEqual([line["status"], line["upstream_status"], line["reason"]], ["502", "502", reason]);
    });

    it("says which pod closed the connection or was silent, and what an application answers itself", async () => {
        const closed = await lineOf({}, KATO, "/reset");
        assert.equal(closed["upstream"], closed["endpoint"]);
        assert.equal(closed["reason"], "the pod closed the connection without an answer");
        const silent = await lineOf({}, KATO, "/silent");
        assert.deepEqual([silent["status"], silent["reason"]], ["504", "no answer in time"]);
        const own = await lineOf({}, KATO, "/status/502");
        assert.deepEqual([own["status"], own["reason"]], ["502", "the pod itself answered so"]);
        const well = await lineOf({}, KATO, "/status/500");
        assert.deepEqual([well["status"], well["reason"]], ["500", ""]);
    });
});
