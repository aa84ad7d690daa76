import assert from "node:assert/strict";
import { request } from "node:http";
import type { Given } from "../given";

export function boundaries(given: () => Given): void {
    describe("its public port", () => {
        const preflight = async (origin: string) =>
            await given().world.public("/self-service/login/flows", {
                method: "OPTIONS",
                headers: {
                    origin,
                    "access-control-request-method": "POST",
                    "access-control-request-headers": "content-type,x-csrf-token,x-session-token",
                },
            });
        const actual = async (origin: string) =>
            await given().world.public("/sessions/whoami", { headers: { origin } });

        // Setup guide, "Step 3": the origins that may call.
        for (const origin of ["https://karima.com", "https://admin.ks-backend.cloud"]) {
            it(`answers pages of ${origin}, with credentials`, async () => {
                const { status, headers } = await preflight(origin);
                assert.ok(status === 200 || status === 204);
                assert.equal(headers["access-control-allow-origin"], origin);
                assert.equal(headers["access-control-allow-credentials"], "true");
                assert.equal(headers["access-control-max-age"], "3600");
                assert.equal(headers["access-control-allow-methods"], "POST");
                const allowed = String(headers["access-control-allow-headers"]).toLowerCase().split(/ *, */);
                assert.deepEqual(allowed.sort(), ["content-type", "x-csrf-token", "x-session-token"]);
                const answer = await actual(origin);
                assert.equal(answer.headers["access-control-allow-origin"], origin);
                assert.equal(answer.headers["access-control-allow-credentials"], "true");
                assert.match(String(answer.headers.vary), /\bOrigin\b/);
            });
        }

        for (const origin of [
            "http://karima.com",
            "https://karima.com:8443",
            "https://auth.karima.com",
            "https://evilkarima.com",
            "https://karima.com.evil.example",
            "https://evil.example",
            "null",
        ]) {
            it(`does not answer pages of ${origin}`, async () => {
                for (const { headers } of [await preflight(origin), await actual(origin)]) {
                    const names = Object.keys(headers).filter((name) => name.startsWith("access-control-allow"));
                    assert.deepEqual(names, []);
                }
            });
        }

        it("has none of the admin API: at most it says where that is", async () => {
            const { world } = given();
            const paths = [
                ["GET", "/identities"], ["POST", "/identities"], ["GET", "/courier/messages"], ["POST", "/recovery/code"],
                ["GET", "/sessions"], ["GET", "/health/config"], ["GET", "/version"],
            ] as const; // prettier-ignore
            for (const [method, path] of paths) {
                assert.ok((await world.admin(`/admin${path}`, { method })).status !== 404, path);
                const answer = await world.public(`/admin${path}`, { method });
                if (answer.status === 307) {
                    assert.equal(answer.headers.location, `https://kratos-admin.kratos.svc:4434/admin${path}`);
                } else {
                    // A write without the token against forgery is refused before anything else is looked at.
                    assert.ok([403, 404].includes(answer.status), `${method} ${path}: ${answer.status}`);
                }
                assert.doesNotMatch(answer.body, /traits|recovery_code|@example\.org/);
            }
        });

        it("has no metrics, which are on the admin port", async () => {
            const { world } = given();
            const metrics = await world.admin("/admin/metrics/prometheus");
            assert.equal(metrics.status, 200);
            assert.match(metrics.body, /^http_requests_total\{.*\} \d+$/m);
            for (const path of ["/metrics/prometheus", "/admin/metrics/prometheus", "/metrics"]) {
                assert.equal((await world.public(path)).status, 404, path);
            }
        });

        it("has the health checks for the kubelet", async () => {
            assert.equal((await given().world.public("/health/alive")).status, 200);
            assert.equal((await given().world.public("/health/ready")).status, 200);
        });
    });

    for (const name of ["public", "admin"] as const) {
        it(`refuses plain HTTP on its ${name} port`, async () => {
            const answer = await new Promise<string>((resolve, reject) => {
                const port = given().world.ports[name];
                const sent = request({ host: "127.0.0.1", port, path: "/health/ready", agent: false }, (response) => {
                    const chunks: Buffer[] = [];
                    response.on("data", (chunk: Buffer) => chunks.push(chunk));
                    response.once("end", () => {
                        resolve(`${response.statusCode ?? 0} ${Buffer.concat(chunks).toString()}`);
                    });
                });
                sent.once("error", reject);
                sent.end();
            });
            assert.equal(answer, "400 Client sent an HTTP request to an HTTPS server.\n");
        });
    }
}
