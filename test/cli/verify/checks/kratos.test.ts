import assert from "node:assert/strict";
import { type Check } from "../../../../cli/verify/check";
import { ThrowAwayAccount, throwAwayAddress } from "../../../../cli/verify/checks/account";
import { accountChecks } from "../../../../cli/verify/checks/accounts";
import { kratosChecks } from "../../../../cli/verify/checks/kratos";
import { madeUp } from "../../../../cli/verify/checks/traits";
import { Cleanup } from "../../../../cli/verify/cleanup";
import type { Request } from "../../../../cli/verify/net/http";
import defaultSchema from "../../../../components/identity/identity.schema.json";
import { answerOf, answers, answerTo, HttpDouble, noPause, promised } from "../doubles";

describe("the Kratos checks", () => {
    const flow = JSON.stringify({ ui: { action: "https://auth.karima.com/x" } });
    const outside = (respond: Partial<Record<string, ReturnType<typeof answerOf>>>) =>
        new HttpDouble(({ path }) => respond[path.split("?")[0] ?? ""] ?? answerOf(404));
    const healthy = { public: new HttpDouble(() => answerOf(200)), admin: new HttpDouble(() => answerOf(200)) };

    it("ask both ports inside, and on every host the guide's path, for a flow and for the admin API", async () => {
        const http = outside({ "/self-service/login/api": answerOf(200, {}, flow) });
        const results = await answers(kratosChecks(promised, http, healthy, "1a2b"));
        assert.deepEqual(Object.entries(results).map(([name, { status }]) => [name, status]), [
            ["ready, database included (inside, 4433)", "ok"],
            ["admin port alive (inside, 4434)", "ok"],
            ["public API on auth.karima.com", "ok"],
            ["no admin API on auth.karima.com", "ok"],
        ]); // prettier-ignore
        assert.deepEqual(healthy.public.requests, [{ host: "kratos.kratos.svc", path: "/health/ready" }]);
        assert.deepEqual(healthy.admin.requests, [{ host: "kratos-admin.kratos.svc", path: "/health/alive" }]);
        // Setup guide, "Step 6: Verify Deployment".
        assert.equal(http.requests[0]?.path, "/.well-known/ory/kratos/public");
    });

    it("follow the admin port to where it has its health check now", async () => {
        const admin = new HttpDouble(({ path }) => answerOf(path === "/admin/health/alive" ? 200 : 307));
        const checks = kratosChecks(promised, outside({}), { ...healthy, admin }, "1a2b");
        assert.equal((await answerTo(checks, "admin port")).status, "ok");
    });

    it("fail for a Kratos that is not ready, a gateway's error and an admin API that shows", async () => {
        const ill = { public: new HttpDouble(() => answerOf(503)), admin: new HttpDouble(() => answerOf(200)) };
        const bad = kratosChecks(promised, outside({ "/.well-known/ory/kratos/public": answerOf(502) }), ill, "1a2b");
        const seen = async (checks: readonly Check[], name: string) => {
            const result = await answerTo(checks, name);
            return [result.status, result.seen];
        };
        assert.deepEqual(await seen(bad, "ready"), ["failed", "503"]);
        assert.deepEqual(await seen(bad, "public API"), ["failed", "502 for /.well-known/ory/kratos/public"]);
        const noFlow = kratosChecks(promised, outside({}), healthy, "1a2b");
        assert.deepEqual(await seen(noFlow, "public API"), ["failed", "404 for /self-service/login/api"]);
        for (const [answer, text] of [
            [answerOf(200), "200"],
            [answerOf(307, { location: "https://kratos-admin.kratos.svc:4434/admin/identities" }), "307 to https://kratos-admin.kratos.svc:4434/admin/identities"],
        ] as const) {
            const checks = kratosChecks(promised, outside({ "/admin/identities": answer }), healthy, "1a2b");
            assert.deepEqual(await seen(checks, "no admin API"), ["failed", text]);
        } // prettier-ignore
    });
});

describe("the account checks", () => {
    /** Just enough of Kratos for one account; the servers tier has the real one. */
    function kratos(
        instead: Partial<Record<string, ReturnType<typeof answerOf>>> = {},
        mails = ["queued", "sent"],
        others: object[] = [],
    ) {
        const accounts = new Map<string, string>();
        const deleted: string[] = [];
        const public_ = new HttpDouble((request) => {
            const path = request.path.split("?")[0] ?? "";
            const flow = /^\/self-service\/(\w+)(\/api)?$/.exec(path);
            if (instead[path] !== undefined) {
                return instead[path];
            }
            if (flow?.[2] !== undefined) {
                // Development's base URL has a port that is not the edge's.
                const action = `https://localhost:4433/self-service/${flow[1] ?? ""}?flow=1`;
                return answerOf(200, {}, JSON.stringify({ ui: { action } }));
            }
            const sent = request.json as
                { password: string; traits?: { email: string }; identifier?: string } | undefined;
            if (flow?.[1] === "registration") {
                accounts.set(sent?.traits?.email ?? "", sent?.password ?? "");
                return answerOf(200);
            }
            if (flow?.[1] === "login") {
                const right = accounts.get(sent?.identifier ?? "") === sent?.password;
                return right ? answerOf(200, {}, JSON.stringify({ session_token: "t" })) : answerOf(400);
            }
            return answerOf(request.headers?.["x-session-token"] === "t" ? 200 : 401);
        });
        const admin = new HttpDouble(({ path, method }: Request) => {
            const query = new URL(path, "https://kratos").searchParams;
            if (path.startsWith("/admin/courier/messages")) {
                const status = mails.length > 1 ? mails.shift() : mails[0];
                const body = "the code is 123456";
                const list =
                    status === undefined || !accounts.has(query.get("recipient") ?? "") ? [] : [{ status, body }];
                return answerOf(200, {}, JSON.stringify(list));
            }
            if (method === "DELETE") {
                deleted.push(path);
                return answerOf(204);
            }
            const known = accounts.has(query.get("credentials_identifier") ?? "");
            const traits = { email: "x@example.org" };
            return answerOf(200, {}, JSON.stringify(known ? [{ id: "the-id", traits }, ...others] : []));
        });
        const cleanup = new Cleanup();
        const about = { host: "auth.karima.com", email: "x@example.org", schema: defaultSchema };
        const make = () => new ThrowAwayAccount(public_, admin, cleanup, about);
        return { make, admin, public_, cleanup, deleted };
    }

    it("register, log in, see the mail sent, and delete the account in the end", async () => {
        const { make, admin, public_, cleanup, deleted } = kratos();
        const results = await answers(accountChecks(promised, make, admin, noPause));
        assert.deepEqual(Object.entries(results).map(([name, { status, seen }]) => [name, status, seen]), [
            ["registration", "ok", "200"],
            ["login", "ok", "200, and the session is recognised"],
            ["mail", "ok", "sent to x@example.org"],
        ]); // prettier-ignore
        assert.deepEqual(deleted, []);
        assert.deepEqual(await cleanup.run(), []);
        assert.deepEqual(deleted, ["/admin/identities/the-id"]);
        assert.ok(public_.requests.every(({ host }) => host === "auth.karima.com"));
        assert.doesNotMatch(JSON.stringify(results), /123456/);
    });

    it("delete the account also when everything after the registration fails", async () => {
        const { make, admin, cleanup, deleted } = kratos({ "/self-service/login/api": answerOf(502) });
        const results = await answers(accountChecks(promised, make, admin, noPause));
        assert.equal(results["login"]?.seen, "could not be checked: no login flow: 502 from auth.karima.com");
        await cleanup.run();
        assert.deepEqual(deleted, ["/admin/identities/the-id"]);
    });

    it("look for an account to delete when the answer to the registration was lost", async () => {
        const { make, admin, cleanup, deleted } = kratos({ "/self-service/registration": answerOf(504) });
        const results = await answers(accountChecks(promised, make, admin, noPause));
        assert.equal(results["registration"]?.seen, "504");
        assert.equal(
            results["login"]?.seen,
            "could not be checked: there is no account, because the registration failed",
        );
        assert.deepEqual(await cleanup.run(), []);
        assert.deepEqual(deleted, []);
        assert.ok(
            admin.requests.some(({ path }) => path === "/admin/identities?credentials_identifier=x%40example.org"),
        );
    });

    it("delete nobody else, should the admin API list everybody", async () => {
        const others = [{ id: "a-person", traits: { email: "person@example.org" } }];
        const { make, admin, cleanup, deleted } = kratos({}, [], others);
        await answerTo(accountChecks(promised, make, admin, noPause), "registration");
        const [left] = await cleanup.run();
        assert.deepEqual(deleted, ["/admin/identities/the-id"]);
        assert.equal(left?.seen, "could not be removed: the admin API lists others than this account");
    });

    it("repeat what Kratos complains of, but not what was sent", async () => {
        const messages =
            '{"ui":{"messages":[{"id":1,"text":"Property role is missing.","type":"error","context":{}}]}}';
        const { make, admin } = kratos({ "/self-service/registration": answerOf(400, {}, messages) });
        const { seen } = await answerTo(accountChecks(promised, make, admin, noPause), "registration");
        assert.equal(seen, "400: Property role is missing.");
    });

    it("fail for a session that is not recognised", async () => {
        const { make, admin } = kratos({ "/sessions/whoami": answerOf(401) });
        const results = await answers(accountChecks(promised, make, admin, noPause));
        assert.deepEqual([results["login"]?.status, results["login"]?.seen], ["failed", "401 from /sessions/whoami"]);
    });

    for (const [mails, seen] of [
        [["queued"], "the courier's outbox has a mail that is queued"],
        [["queued", "abandoned"], "the courier's outbox has a mail that is abandoned"],
        [[], "the courier's outbox has no mail for it"],
    ] as const) {
        it(`fail for ${mails.at(-1) ?? "no"} mail`, async () => {
            const { make, admin } = kratos({}, [...mails]);
            const results = await answers(accountChecks(promised, make, admin, noPause));
            assert.deepEqual([results["mail"]?.status, results["mail"]?.seen], ["failed", seen]);
        });
    }

    it("do not wait for a mail where none is sent", async () => {
        const { make, admin } = kratos();
        const results = await answers(accountChecks({ mail: undefined }, make, admin, noPause));
        assert.deepEqual([results["mail"]?.status, results["mail"]?.seen], ["skipped", "the stack sends no mail (no kratos.smtp)"]); // prettier-ignore
    });

    it("send to nobody: Amazon's simulator, else the sender, else nowhere", () => {
        const from = { fromAddress: "no-reply@karima.com" };
        const ses = { host: "email-smtp.us-east-1.amazonaws.com", ...from };
        assert.equal(throwAwayAddress(ses, "1a2b"), "success+kato-platform-verify-1a2b@simulator.amazonses.com");
        const other = { host: "smtp.sendgrid.net", ...from };
        assert.equal(throwAwayAddress(other, "1a2b"), "no-reply+kato-platform-verify-1a2b@karima.com");
        assert.equal(throwAwayAddress(undefined, "1a2b"), "kato-platform-verify-1a2b@example.invalid");
    });
});

describe("a made-up person", () => {
    it("has no more than the built-in schema requires", () => {
        assert.deepEqual(madeUp(defaultSchema, "x@example.org"), {
            traits: { email: "x@example.org" },
            verifiesMail: true,
        });
    });

    it("has what another schema requires, and what it logs in with", () => {
        const schema = {
            properties: {
                traits: {
                    type: "object",
                    required: ["terms", "age", "role", "name"],
                    properties: {
                        login: { type: "string", "ory.sh/kratos": { credentials: { password: { identifier: true } } } },
                        terms: { type: "boolean" },
                        age: { type: "integer", minimum: 18 },
                        role: { enum: ["user", "admin"] },
                        name: { type: "object", required: ["first"], properties: { first: { type: "string", minLength: 8 }, last: { type: "string" } } },
                        shoe: { type: "number" },
                    },
                },
            },
        }; // prettier-ignore
        assert.deepEqual(madeUp(schema, "x@example.org"), {
            traits: { login: "x@example.org", terms: true, age: 18, role: "user", name: { first: "verify--" } },
            verifiesMail: false,
        });
    });

    it("cannot be where a value must match a pattern", () => {
        const traits = {
            type: "object",
            required: ["tax"],
            properties: { tax: { type: "string", pattern: "^\\d{11}$" } },
        };
        assert.throws(
            () => madeUp({ properties: { traits } }, "x@example.org"),
            /no value can be made up for traits\.tax/,
        );
    });
});
