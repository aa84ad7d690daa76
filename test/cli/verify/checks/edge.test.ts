import assert from "node:assert/strict";
import { accessLogChecks } from "../../../../cli/verify/checks/access-log";
import { headerChecks } from "../../../../cli/verify/checks/headers";
import { hostChecks } from "../../../../cli/verify/checks/hosts";
import { limitChecks } from "../../../../cli/verify/checks/limits";
import { tlsChecks } from "../../../../cli/verify/checks/tls";
import { type Handshake, HandshakeError } from "../../../../cli/verify/net/tls";
import type { Request } from "../../../../cli/verify/net/http";
import { answerOf, answers, answerTo, clusterDouble, HttpDouble, noPause, podDouble, promised } from "../doubles";

/** Security guide, "TLS Configuration Best Practices: Security headers", with today's X-XSS-Protection. */
const HEADERS = {
    "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-xss-protection": "0",
    "permissions-policy": "camera=()",
    server: "nginx",
};

describe("the header checks", () => {
    const statusOf = ({ path }: Request): number => (/health|login/.test(path) ? 200 : 404);

    it("ask every host for an answer, for what is not there, and for what leads nowhere", async () => {
        const http = new HttpDouble((request) => answerOf(statusOf(request), HEADERS));
        const results = await answers(headerChecks(promised, http, "1a2b"));
        assert.deepEqual(Object.fromEntries(Object.entries(results).map(([name, { status }]) => [name, status])), {
            "kato.yourdomain.com/health (200)": "ok",
            "kato.yourdomain.com/kato-platform-verify-… (404)": "ok",
            "kato.yourdomain.com/metrics (404)": "ok",
            "auth.karima.com/self-service/login/api (200)": "ok",
            "auth.karima.com/kato-platform-verify-… (404)": "ok",
            "auth.karima.com/admin (404)": "ok",
        });
        assert.ok(http.requests.every(({ scheme = "https" }) => scheme === "https"));
    });

    it("do not ask the stand-in for what is not there: it answers everything", () => {
        const http = new HttpDouble(() => answerOf(200));
        const names = headerChecks({ ...promised, standIn: true }, http, "1a2b").map(({ name }) => name);
        assert.ok(!names.includes("kato.yourdomain.com/kato-platform-verify-… (404)"));
    });

    const wrong: readonly (readonly [string, Record<string, string>, string])[] = [
        ["a header with another value", { "x-frame-options": "SAMEORIGIN" }, "x-frame-options: SAMEORIGIN"],
        ["a shorter HSTS", { "strict-transport-security": "max-age=1" }, "strict-transport-security: max-age=1"],
        [
            "the guide's outdated X-XSS-Protection",
            { "x-xss-protection": "1; mode=block" },
            "x-xss-protection: 1; mode=block",
        ],
        ["an empty Permissions-Policy", { "permissions-policy": "" }, "permissions-policy: (missing)"],
        ["a server version", { server: "nginx/1.29.0" }, "server: nginx/1.29.0"],
        ["what the application runs", { "x-powered-by": "Express" }, "x-powered-by: Express"],
    ];
    for (const [what, headers, seen] of wrong) {
        it(`fail for ${what}`, async () => {
            const http = new HttpDouble(() => answerOf(200, { ...HEADERS, ...headers }));
            const result = await answerTo(headerChecks(promised, http, "1a2b"), "/health");
            assert.deepEqual([result.status, result.seen], ["failed", seen]);
            assert.match(result.expected ?? "", /x-frame-options: DENY/);
        });
    }

    for (const name of Object.keys(HEADERS).filter((one) => one !== "server")) {
        it(`fail without ${name}, and with two of it`, async () => {
            for (const values of [[], [HEADERS[name as keyof typeof HEADERS], "another"]]) {
                const answer = answerOf(200, HEADERS);
                const headers = new Map([...answer.headers, [name, values]]);
                const http = new HttpDouble(() => ({ ...answer, headers }));
                const result = await answerTo(headerChecks(promised, http, "1a2b"), "/health");
                assert.equal(result.status, "failed");
                assert.ok(result.seen.includes(name), result.seen);
            }
        });
    }

    it("fail for another answer than the one that was meant", async () => {
        const http = new HttpDouble(() => answerOf(502, HEADERS));
        const { status, seen, expected } = await answerTo(headerChecks(promised, http, "1a2b"), "/health");
        assert.deepEqual(
            [status, seen, expected],
            ["failed", "an answer with status 502", "an answer with status 200"],
        );
    });
});

describe("the TLS checks", () => {
    const handshake = (protocol: string): Handshake => ({ protocol, distrust: undefined, chain: [] });
    const spoken =
        (...versions: string[]) =>
        (_host: string, version: string): Promise<Handshake> =>
            versions.includes(version)
                ? Promise.resolve(handshake(version))
                : Promise.reject(new HandshakeError("tlsv1 alert protocol version"));

    it("want TLS 1.3, and 1.2 refused, of every host", async () => {
        const results = await answers(tlsChecks(promised, spoken("TLSv1.3")));
        assert.deepEqual(
            Object.entries(results).map(([name, { status, seen }]) => [name, status, seen]),
            [
                ["kato.yourdomain.com speaks TLSv1.3", "ok", "TLSv1.3"],
                ["kato.yourdomain.com refuses TLSv1.2", "ok", "refused: tlsv1 alert protocol version"],
                ["auth.karima.com speaks TLSv1.3", "ok", "TLSv1.3"],
                ["auth.karima.com refuses TLSv1.2", "ok", "refused: tlsv1 alert protocol version"],
            ],
        );
    });

    it("fail where TLS 1.2 is spoken, and where 1.3 is not", async () => {
        const both = tlsChecks(promised, spoken("TLSv1.2", "TLSv1.3"));
        const { status, seen } = await answerTo(both, "kato.yourdomain.com refuses");
        assert.deepEqual([status, seen], ["failed", "a handshake in TLSv1.2"]);
        const old = await answerTo(tlsChecks(promised, spoken("TLSv1.2")), "auth.karima.com speaks");
        assert.deepEqual([old.status, old.seen], ["failed", "could not be checked: tlsv1 alert protocol version"]);
    });

    it("do not take a server that is not there for one that refuses", async () => {
        const gone = () => Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
        const { status, seen } = await answerTo(tlsChecks(promised, gone), "auth.karima.com refuses");
        assert.deepEqual([status, seen], ["failed", "could not be checked: connect ECONNREFUSED"]);
    });

    it("want exactly what the stack file says: with 1.2, that it is spoken and 1.1 is not", async () => {
        const checks = tlsChecks({ ...promised, minVersion: "1.2" }, spoken("TLSv1.2", "TLSv1.3"));
        const results = await answers(checks.slice(0, 3));
        assert.deepEqual(Object.entries(results).map(([name, { status }]) => [name, status]), [
            ["kato.yourdomain.com speaks TLSv1.2", "ok"],
            ["kato.yourdomain.com speaks TLSv1.3", "ok"],
            ["kato.yourdomain.com refuses TLSv1.1", "ok"],
        ]); // prettier-ignore
    });
});

describe("the host checks", () => {
    const closed = () => Promise.reject(new Error("not tried"));

    it("want 308 to the same path and query over https", async () => {
        const http = new HttpDouble(({ host, path }) => answerOf(308, { location: `https://${host}${path}` }));
        const checks = hostChecks(promised, http, closed, "1a2b");
        assert.equal((await answerTo(checks, "http://kato.yourdomain.com")).status, "ok");
        assert.equal((await answerTo(checks, "http://auth.karima.com")).status, "ok");
        assert.deepEqual(http.requests[0], {
            scheme: "http",
            host: "kato.yourdomain.com",
            path: "/kato-platform-verify-1a2b?a=b",
        });
    });

    for (const [status, location] of [
        [301, "https://kato.yourdomain.com/kato-platform-verify-1a2b?a=b"],
        [308, "https://kato.yourdomain.com/"],
        [308, "https://evil.example/kato-platform-verify-1a2b?a=b"],
        [200, ""],
    ] as const) {
        it(`fail for ${status} to ${location || "nowhere"}`, async () => {
            const http = new HttpDouble(() => answerOf(status, location === "" ? {} : { location }));
            const result = await answerTo(hostChecks(promised, http, closed, "1a2b"), "http://kato");
            assert.deepEqual([result.status, result.seen], ["failed", `${status} to ${location || "nowhere"}`]);
        });
    }

    it("do not ask a proxy in front about unknown hosts", async () => {
        const http = new HttpDouble(() => answerOf(308));
        const checks = hostChecks({ ...promised, behindProxy: true }, http, closed, "1a2b");
        const statuses = [await answerTo(checks, "host, plain"), await answerTo(checks, "host, HTTPS")];
        assert.deepEqual(statuses.map(({ status }) => status), ["skipped", "skipped"]); // prettier-ignore
    });
});

describe("the limit check", () => {
    const limited = (from: number, headers: Record<string, string>) =>
        new HttpDouble((_request, count) => (count < from ? answerOf(404) : answerOf(429, headers)));

    it("sees 429 with Retry-After on /auth, within ten requests", async () => {
        const http = limited(5, { "retry-after": "12" });
        const { status, seen } = await answerTo(limitChecks(promised, http), "/auth");
        assert.deepEqual([status, seen], ["ok", "request 5 got 429, retry after 12 s"]);
        assert.equal(http.requests.length, 10);
        assert.ok(http.requests.every(({ host, path }) => host === "kato.yourdomain.com" && path === "/auth"));
    });

    it("fails where nothing is limited", async () => {
        const { status, seen } = await answerTo(limitChecks(promised, limited(11, {})), "/auth");
        assert.deepEqual([status, seen], ["failed", `10 answers: ${Array(10).fill("404").join(", ")}`]);
    });

    it("fails without a Retry-After that is a number of seconds", async () => {
        for (const headers of [{}, { "retry-after": "0" }, { "retry-after": "soon" }] as Record<string, string>[]) {
            const { status, seen } = await answerTo(limitChecks(promised, limited(5, headers)), "/auth");
            assert.deepEqual([status, seen], ["failed", `request 5 got 429 with Retry-After: ${headers["retry-after"] ?? "(missing)"}`]); // prettier-ignore
        }
    });
});

describe("the access log check", () => {
    const line = (request: Request, more: object = {}): string =>
        JSON.stringify({
            method: "GET",
            host: request.host,
            path: request.path.split("?")[0],
            status: "404",
            user_agent: request.headers?.["user-agent"],
            ...more,
        });

    /** Two controllers; the second answers, and writes this into its log. */
    function logging(write: (request: Request) => string, from = 1) {
        let looks = 0;
        const http = new HttpDouble(() => answerOf(404));
        const pods = [podDouble("nginx-ingress", "one"), podDouble("nginx-ingress", "two")];
        const cluster = clusterDouble({
            pods: (namespace, labels) => {
                looks += 1;
                assert.equal(namespace, "nginx-ingress");
                assert.deepEqual(labels, { "app.kubernetes.io/name": "nginx-ingress" });
                return Promise.resolve(pods);
            },
            log: ({ name }) => {
                const own = name === "two" && looks >= from ? write(http.requests[0]!) : "";
                return Promise.resolve(`W1122 not JSON, and nobody's business\n${own}\n`);
            },
        });
        return answerTo(accessLogChecks(promised, http, cluster, "1a2b", noPause), "line");
    }

    it("finds the line of its request, and nothing confidential", async () => {
        const { status, seen } = await logging((request) => line(request));
        assert.deepEqual([status, seen], ["ok", "JSON with method, host, path and status, and nothing confidential"]);
    });

    it("waits for a line that comes late, and fails for one that never does", async () => {
        assert.equal((await logging((request) => line(request), 3)).status, "ok");
        const { status, seen } = await logging(() => "");
        assert.deepEqual([status, seen], ["failed", "no line of it in the log of any controller pod"]);
    });

    const leaks: readonly (readonly [string, (request: Request) => string | undefined])[] = [
        ["query", ({ path }) => path],
        ["X-API-Key", ({ headers }) => headers?.["x-api-key"]],
        ["Authorization", ({ headers }) => headers?.["authorization"]],
        ["Cookie", ({ headers }) => headers?.["cookie"]],
    ];
    for (const [what, value] of leaks) {
        it(`fails where the log has the ${what}, and does not repeat it`, async () => {
            let leaked = "";
            const { status, seen } = await logging((request) => {
                leaked = value(request) ?? "";
                return line(request, { leaked });
            });
            assert.deepEqual([status, seen], ["failed", `the log has the request's ${what}`]);
            assert.ok(leaked !== "" && !seen.includes(leaked));
        });
    }

    it("fails where another line has it, such as one of the error log", async () => {
        const { status } = await logging((request) => `${line(request)}\nlimiting requests: "GET ${request.path}"`);
        assert.equal(status, "failed");
    });

    it("fails for a line that is not JSON, and for one that lacks what an auditor needs", async () => {
        const plain = await logging((request) => `GET ${request.headers?.["user-agent"] ?? ""}`);
        assert.deepEqual([plain.status, plain.seen], ["failed", "a line that is not JSON"]);
        const short = await logging((request) => line(request, { status: "", host: "" }));
        assert.deepEqual(
            [short.status, short.seen],
            ["failed", "the line has no host kato.yourdomain.com, status 404"],
        );
    });

    it("leaves the log of a controller that is the cluster's own alone", async () => {
        const existing = { ...promised, controller: { ...promised.controller, ours: false } };
        const http = new HttpDouble(() => answerOf(404));
        const { status } = await answerTo(accessLogChecks(existing, http, clusterDouble({}), "1a2b", noPause), "line");
        assert.equal(status, "skipped");
        assert.equal(http.requests.length, 0);
    });
});
