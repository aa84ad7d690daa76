import assert from "node:assert/strict";
import { katoChecks } from "../../../../cli/verify/checks/kato";
import type { Request } from "../../../../cli/verify/net/http";
import { answerOf, answers, answerTo, clusterDouble, HttpDouble, promised } from "../doubles";

describe("the KATO checks", () => {
    const keys = "first-key,second-key";
    const cluster = clusterDouble({
        secretsOf: (namespace, deployment) => {
            assert.deepEqual([namespace, deployment], ["kato", "kato"]);
            return Promise.resolve(["kato-client-tls", "kato-secrets-1a2b"]);
        },
        secret: (_namespace, name) =>
            Promise.resolve<Record<string, string>>(
                name === "kato-secrets-1a2b" ? { API_KEYS: keys } : { "tls.key": "k" },
            ),
    });

    /** As the guide's code answers (security guide, "API Key Authentication"). */
    const kato = (request: Request) => {
        const key = request.headers?.["x-api-key"];
        if (request.path === "/health") {
            return answerOf(200);
        }
        return key === undefined ? answerOf(401) : keys.split(",").includes(key) ? answerOf(422) : answerOf(403);
    };

    it("want 401 without a key, 403 with a wrong one, and neither with a right one", async () => {
        const http = new HttpDouble(kato);
        const results = await answers(katoChecks(promised, http, cluster));
        assert.deepEqual(Object.entries(results).map(([name, { status, seen }]) => [name, status, seen]), [
            ["/health without a key", "ok", "200"],
            ["/sessions without a key", "ok", "401"],
            ["/sessions with a wrong key", "ok", "403"],
            ["/sessions with a right key", "ok", "422, which is not about the key"],
        ]); // prettier-ignore
        // No session is made: the guide's endpoint wants an object.
        assert.deepEqual(http.requests.slice(1).map(({ method, json }) => [method, json]), [["POST", []], ["POST", []], ["POST", []]]); // prettier-ignore
        assert.doesNotMatch(JSON.stringify(results), /first-key/);
    });

    it("fail where keys are not checked, and where the right one is refused", async () => {
        const open = await answers(katoChecks(promised, new HttpDouble(() => answerOf(201)), cluster));
        assert.deepEqual(Object.values(open).map(({ status }) => status), ["failed", "failed", "failed", "ok"]); // prettier-ignore
        for (const status of [401, 403, 404, 429, 502]) {
            const http = new HttpDouble(() => answerOf(status));
            const { status: result } = await answerTo(katoChecks(promised, http, cluster), "right key");
            assert.equal(result, "failed", String(status));
        }
    });

    it("fail where the pods have no keys", async () => {
        const none = clusterDouble({ secretsOf: () => Promise.resolve(["a"]), secret: () => Promise.resolve({}) });
        const { seen } = await answerTo(katoChecks(promised, new HttpDouble(kato), none), "right key");
        assert.equal(seen, "could not be checked: none of the Secrets that KATO's pods read has API_KEYS");
    });

    it("ask the stand-in nothing about keys, and say why", async () => {
        const http = new HttpDouble(() => answerOf(200));
        const results = Object.values(
            await answers(katoChecks({ ...promised, standIn: true }, http, clusterDouble({}))),
        );
        assert.deepEqual(results.map(({ status }) => status), ["ok", "skipped", "skipped", "skipped"]); // prettier-ignore
        assert.match(results[1]?.seen ?? "", /stand-in/);
        assert.equal(http.requests.length, 1);
    });
});
