import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { ThrowAwayAccount } from "../../../cli/verify/checks/account";
import { accountChecks } from "../../../cli/verify/checks/accounts";
import { kratosChecks } from "../../../cli/verify/checks/kratos";
import { Cleanup } from "../../../cli/verify/cleanup";
import { HttpsClient } from "../../../cli/verify/net/http";
import { Interrupted, verify } from "../../../cli/verify/verify";
import identitySchema from "../../../components/identity/identity.schema.json";
import { answers, answerTo, noPause, promised } from "../../cli/verify/doubles";
import { prodStack } from "../kratos/stack";
import { World } from "../kratos/world";
import type { Recording } from "../../support/record";

const pause = () => delay(200);

describe("verify against a running Kratos", function () {
    this.timeout(120_000);
    let world: World;
    let stack: Recording;
    let http: HttpsClient;
    let admin: HttpsClient;

    before(async () => {
        stack = await prodStack();
        world = await World.make(stack);
        assert.equal((await world.finish("migration", stack)).status, 0);
        assert.equal((await world.finish("grants", stack)).status, 0);
        await world.start("server", stack);
        await world.start("courier", stack);
        const authority = readFileSync(world.authority.file, "utf8");
        const client = (port: number) =>
            new HttpsClient(() => Promise.resolve(connect(port, "127.0.0.1")), [authority]);
        http = client(world.ports.public);
        admin = client(world.ports.admin);
    });
    after(async () => {
        await world.remove();
    });

    /** The checks of an account of its own, and what removes it. */
    function account(email: string, schema: Readonly<Record<string, unknown>> = identitySchema) {
        const cleanup = new Cleanup();
        const about = { host: "auth.karima.com", email, schema };
        const make = () => new ThrowAwayAccount(http, admin, cleanup, about);
        return { cleanup, checks: (wait = pause) => accountChecks(promised, make, admin, wait) };
    }

    async function exists(email: string): Promise<boolean> {
        const { body } = await world.admin(`/admin/identities?credentials_identifier=${encodeURIComponent(email)}`);
        return (JSON.parse(body) as unknown[]).length > 0;
    }

    it("sees it healthy on both ports, and its public API; without the edge it tells where its admin API is", async () => {
        const results = await answers(kratosChecks(promised, http, { public: http, admin }, "1a2b"));
        assert.deepEqual(Object.entries(results).map(([name, { status, seen }]) => [name, status, seen]), [
            ["ready, database included (inside, 4433)", "ok", "200"],
            ["admin port alive (inside, 4434)", "ok", "200"],
            [
                "public API on auth.karima.com",
                "ok",
                "404 for /.well-known/ory/kratos/public (no version of Kratos has it), 200 and a flow for a login",
            ],
            [
                "no admin API on auth.karima.com",
                "failed",
                "307 to https://kratos-admin.kratos.svc:4434/admin/identities?ids=1a2b",
            ],
        ]); // prettier-ignore
    });

    it("registers, logs in, sees the mail sent, and leaves no account behind", async () => {
        const email = "success+kato-platform-verify-1@simulator.amazonses.com";
        const { checks, cleanup } = account(email);
        const results = await answers(checks());
        assert.deepEqual(Object.values(results).map(({ status, seen }) => [status, seen]), [
            ["ok", "200"],
            ["ok", "200, and the session is recognised"],
            ["ok", `sent to ${email}`],
        ]); // prettier-ignore
        assert.equal(world.mail.mails.filter(({ to }) => to === email).length, 1);
        assert.equal(await exists(email), true);
        assert.deepEqual(await cleanup.run(), []);
        assert.equal(await exists(email), false);
    });

    it("deletes the account also when it is interrupted", async () => {
        const email = "success+kato-platform-verify-2@simulator.amazonses.com";
        const interruption = new AbortController();
        const { checks, cleanup } = account(email);
        // While the mail is being waited for.
        await world.stop("courier");
        const waiting = checks(async () => {
            assert.equal(await exists(email), true);
            interruption.abort();
            await new Promise(() => undefined);
        });
        await assert.rejects(
            verify(waiting, cleanup, interruption.signal, () => undefined),
            Interrupted,
        );
        assert.equal(await exists(email), false);
    });

    it("notices that no mail is sent", async () => {
        const { checks, cleanup } = account("success+kato-platform-verify-3@simulator.amazonses.com");
        await world.stop("courier");
        const results = await answers(checks(noPause));
        assert.deepEqual([results["mail"]?.status, results["mail"]?.seen], ["failed", "the courier's outbox has a mail that is queued"]); // prettier-ignore
        await cleanup.run();
    });

    it("says what Kratos has against a registration, and has nothing to delete", async () => {
        const traits = { type: "object", properties: { login: { type: "string" } }, required: ["login"] };
        const { checks, cleanup } = account("kato-platform-verify-4@example.invalid", { properties: { traits } });
        const { status, seen } = await answerTo(checks(), "registration");
        assert.equal(status, "failed");
        assert.match(seen, /^400: .*(missing|not allowed)/);
        assert.deepEqual(await cleanup.run(), []);
    });

    it("says what is left when the admin API cannot be reached", async () => {
        const email = "success+kato-platform-verify-5@simulator.amazonses.com";
        const { checks, cleanup } = account(email);
        await answerTo(checks(), "registration");
        await world.stop("server");
        const [left] = await cleanup.run();
        assert.deepEqual([left?.check, left?.status], [`account ${email}`, "failed"]);
        assert.match(left?.seen ?? "", /^could not be removed: .*ECONNREFUSED/);
        const results = await answers(kratosChecks(promised, http, { public: http, admin }, "1a2b"));
        assert.deepEqual([...new Set(Object.values(results).map(({ status }) => status))], ["failed"]);
    });
});
