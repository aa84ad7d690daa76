import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { accessLogChecks } from "../../../cli/verify/checks/access-log";
import { headerChecks } from "../../../cli/verify/checks/headers";
import { hostChecks } from "../../../cli/verify/checks/hosts";
import { limitChecks } from "../../../cli/verify/checks/limits";
import { tlsChecks } from "../../../cli/verify/checks/tls";
import type { Dial } from "../../../cli/verify/net/dial";
import { HttpsClient } from "../../../cli/verify/net/http";
import { inspect } from "../../../cli/verify/net/tls";
import { answers, answerTo, clusterDouble, noPause, podDouble, promised as prod } from "../../cli/verify/doubles";
import { KATO, KRATOS, World } from "../nginx/world";
import { Careless } from "./careless";

// The stand-in upstreams answer 200 to everything, as development's does.
const promised = { ...prod, hosts: { kato: KATO, kratos: [KRATOS] }, standIn: true };

/** Where nginx or a server like it listens on this machine, and who signed its certificates. */
function client(ports: { readonly http: number; readonly https: number }, authority: string) {
    const dial: Dial = (_host, port) =>
        new Promise<Duplex>((resolve, reject) => {
            const socket = connect(port === 443 ? ports.https : ports.http, "127.0.0.1");
            socket.once("error", reject);
            socket.once("connect", () => {
                socket.removeListener("error", reject);
                resolve(socket);
            });
        });
    const authorities = [authority];
    return {
        dial,
        http: new HttpsClient(dial, authorities),
        shakeHands: async (host: string, version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3") =>
            inspect(await dial(host, 443), { servername: host, authorities, minVersion: version, maxVersion: version }),
    };
}

describe("verify against real nginx with the edge's directives", () => {
    let world: World;
    let edge: ReturnType<typeof client>;
    before(async () => {
        world = await World.start();
        edge = client(world.ports, readFileSync(join(world.folder, "ca.crt"), "utf8"));
    });
    after(async () => {
        await world.stop();
    });

    it("sees TLS 1.3 alone", async () => {
        const results = Object.values(await answers(tlsChecks(promised, edge.shakeHands)));
        assert.deepEqual(results.map(({ status }) => status), ["ok", "ok", "ok", "ok"]); // prettier-ignore
        assert.match(results[1]?.seen ?? "", /^refused: .*protocol version/);
    });

    it("sees TLS 1.2 where the stack file permits it, and would not want it otherwise", async () => {
        const older = await World.start({ settings: { tls: { minVersion: "1.2", stapling: false } } });
        try {
            const { shakeHands } = client(older.ports, readFileSync(join(older.folder, "ca.crt"), "utf8"));
            const permitted = Object.values(await answers(tlsChecks({ ...promised, minVersion: "1.2" }, shakeHands)));
            assert.deepEqual([...new Set(permitted.map(({ status }) => status))], ["ok"]);
            const { status, seen } = await answerTo(tlsChecks(promised, shakeHands), `${KATO} refuses`);
            assert.deepEqual([status, seen], ["failed", "a handshake in TLSv1.2"]);
        } finally {
            await older.stop();
        }
    });

    it("sees every header on answers and on the edge's own errors, and the applications' duplicates nowhere", async () => {
        const results = await answers(headerChecks(promised, edge.http, "1a2b"));
        assert.deepEqual(Object.entries(results).map(([name, { status, seen }]) => [name, status, seen]), [
            [`${KATO}/health (200)`, "ok", "all 6, each once"],
            [`${KATO}/metrics (404)`, "ok", "all 6, each once"],
            [`${KRATOS}/self-service/login/api (200)`, "ok", "all 6, each once"],
            [`${KRATOS}/kato-platform-verify-… (404)`, "failed", "an answer with status 200"],
            [`${KRATOS}/admin (404)`, "ok", "all 6, each once"],
        ]); // prettier-ignore
    });

    it("sees redirects, and unknown hosts closed", async () => {
        const results = await answers(hostChecks(promised, edge.http, edge.dial, "1a2b"));
        assert.deepEqual(Object.values(results).map(({ status }) => status), ["ok", "ok", "ok", "ok"]); // prettier-ignore
    });

    it("finds its own line in the log, masked", async () => {
        const cluster = clusterDouble({
            pods: () => Promise.resolve([podDouble("nginx-ingress", "one")]),
            log: () => Promise.resolve(`${world.logText()}\n${world.errors}`),
        });
        const [check] = accessLogChecks(promised, edge.http, cluster, "1a2b", noPause);
        assert.equal((await answers([check!]))["the line of a request"]?.status, "ok");
    });

    it("runs into the limit of /auth with the fifth request", async () => {
        const { status, seen } = await answerTo(limitChecks(promised, edge.http), "/auth");
        assert.deepEqual([status, seen], ["ok", "request 5 got 429, retry after 12 s"]);
    });
});

describe("verify against an edge that keeps none of the promises", () => {
    let careless: Careless;
    let edge: ReturnType<typeof client>;
    before(async () => {
        careless = await Careless.start([KATO, KRATOS]);
        edge = client(careless.ports, careless.authority);
    });
    after(async () => {
        await careless.stop();
    });

    it("sees TLS 1.2 spoken", async () => {
        const results = Object.values(await answers(tlsChecks(promised, edge.shakeHands)));
        assert.deepEqual(results.map(({ status }) => status), ["ok", "failed", "ok", "failed"]); // prettier-ignore
    });

    it("sees each header missing", async () => {
        const results = Object.values(await answers(headerChecks({ ...promised, standIn: false }, edge.http, "1a2b")));
        assert.deepEqual([...new Set(results.map(({ status }) => status))], ["failed"]);
        assert.match(results[0]?.seen ?? "", /strict-transport-security: \(missing\).* · server: careless\/1\.2\.3/);
    });

    it("sees no redirect, and an unknown host served, by HTTP and by HTTPS", async () => {
        const results = Object.values(await answers(hostChecks(promised, edge.http, edge.dial, "1a2b")));
        assert.deepEqual(results.map(({ status }) => status), ["failed", "failed", "failed", "failed"]); // prettier-ignore
        assert.equal(results.at(-1)?.seen, "an answer: HTTP/1.1 200 OK");
    });

    it("sees no limit", async () => {
        assert.equal((await answerTo(limitChecks(promised, edge.http), "/auth")).status, "failed");
    });

    it("sends nothing to a server whose certificate it does not trust", async () => {
        const stranger = client(careless.ports, careless.anotherAuthority);
        const before = careless.requests;
        await assert.rejects(
            stranger.http.send({ host: KATO, path: "/sessions", headers: { "x-api-key": "not-to-be-sent" } }),
            { name: "HandshakeError", message: /unable to verify the first certificate/ },
        );
        await assert.rejects(edge.http.send({ host: "other.example", path: "/" }), { name: "HandshakeError" });
        assert.equal(careless.requests, before);
    });
});
