import assert from "node:assert/strict";
import type { Browser, Page } from "../browser";
import { codeFrom, csrfToken, type Flow, KRATOS, logIn, open, read, register, type Session, submit, UI, whoAmI } from "../flows"; // prettier-ignore
import type { Given } from "../given";

const messages = (page: Page): unknown => (JSON.parse(page.body) as Flow).ui.messages?.map(({ text }) => text);

export function life(given: () => Given): void {
    describe("the life of an account", () => {
        let browser: Browser;
        const email = "person@example.org";
        let password = "";

        before(() => {
            browser = given().world.browser();
            password = given().world.password();
        });

        it("refuses a password shorter than 12 characters, or like the e-mail address", async () => {
            const short = await register(browser, email, given().world.password().slice(0, 11));
            assert.equal(short.status, 400);
            assert.match(short.body, /must be at least 12 characters long, but got 11/);
            const similar = await register(browser, email, email);
            assert.equal(similar.status, 400);
            assert.match(similar.body, /too similar/);
        });

        it("registers, opens a session of 24 hours and mails a code that verifies the address", async () => {
            const { world } = given();
            const page = await register(browser, email, password);
            assert.equal(page.status, 200, page.body);
            assert.deepEqual(page.refusedCookies, []);
            const { continue_with } = JSON.parse(page.body) as { continue_with: { action: string; flow: Flow }[] };
            const next = continue_with.find(({ action }) => action === "show_verification_ui");
            const session = (await whoAmI(browser)) as Session;
            assert.equal(session.identity.traits.email, email);
            assert.deepEqual(session.identity.verifiable_addresses.map(({ verified }) => verified), [false]); // prettier-ignore
            const lasts = Date.parse(session.expires_at) - Date.parse(session.authenticated_at);
            assert.ok(Math.abs(lasts - 24 * 3600 * 1000) < 5000);

            const code = await codeFrom(world, email);
            const flow = await read(browser, "verification", next?.flow.id ?? "");
            const wrong = code === "000000" ? "111111" : "000000";
            const refused = await submit(browser, flow, { method: "code", code: wrong });
            assert.match(String(messages(refused)), /verification code is invalid or has already been used/);
            const verified = await submit(browser, flow, { method: "code", code });
            assert.deepEqual(messages(verified), ["You successfully verified your email address."]);
            const { identity } = (await whoAmI(browser)) as Session;
            assert.deepEqual(identity.verifiable_addresses.map(({ verified }) => verified), [true]); // prettier-ignore
        });

        it("mails a link too, which opens the form with the code filled in, from a mail site as well", async () => {
            const { world } = given();
            const [other, address] = [world.browser(), "link@example.org"];
            await register(other, address, world.password());
            const code = await codeFrom(world, address);
            const text = world.mail.mails.findLast(({ to }) => to === address)?.text.replaceAll("=\r\n", "") ?? "";
            const link = /^(https:\S+verification\?\S+)\r$/m.exec(text)?.[1]?.replaceAll("=3D", "=") ?? "";
            assert.ok(link.startsWith(`${KRATOS}/`) && link.includes(`code=${code}`));
            const page = await other.visit(link, "https://mail.example");
            assert.equal(page.url.origin + page.url.pathname, "https://karima.com/verification");
            const flow = await read(other, "verification", page.url.searchParams.get("flow") ?? "");
            const filledIn = flow.ui.nodes.find(({ attributes }) => attributes.name === "code")?.attributes.value;
            assert.equal(filledIn, code);
            const verified = await submit(other, flow, { method: "code", code });
            assert.deepEqual(messages(verified), ["You successfully verified your email address."]);
        });

        it("logs in by a form, which leads back to the UI", async () => {
            const other = given().world.browser();
            const flow = await open(other, "login");
            const values = { method: "password", identifier: email, password, csrf_token: csrfToken(flow) };
            const page = await other.visit(flow.ui.action, UI, values);
            assert.equal(page.url.href, "https://karima.com/");
            assert.deepEqual(page.refusedCookies, []);
            assert.equal((await whoAmI(other))?.identity.traits.email, email);
            // Whoever is sent on by the UI may only be sent to the UI.
            const elsewhere = await other.visit(
                `${KRATOS}/self-service/login/browser?return_to=https://evil.example/`,
                UI,
            );
            assert.equal(elsewhere.url.origin + elsewhere.url.pathname, "https://karima.com/error");
        });

        it("does not say whether it was the address or the password that was wrong", async () => {
            const { world } = given();
            const wrongPassword = await logIn(world.browser(), email, world.password());
            const wrongAddress = await logIn(world.browser(), "nobody@example.org", world.password());
            assert.deepEqual([wrongPassword.status, wrongAddress.status], [400, 400]);
            assert.deepEqual(messages(wrongPassword), messages(wrongAddress));
            assert.match(String(messages(wrongPassword)), /credentials are invalid/);
        });

        it("refuses a form without the token against forgery", async () => {
            const other = given().world.browser();
            const flow = await open(other, "login");
            const values = { method: "password", identifier: email, password, csrf_token: "" };
            const page = await submit(other, flow, values);
            assert.equal(page.status, 403);
            assert.match(page.body, /security_csrf_violation/);
            assert.equal(await whoAmI(other), undefined);
        });

        it("changes the password within 15 minutes of a login, and asks for another login afterwards", async () => {
            const { world } = given();
            const [old, next] = [password, world.password()];
            const elsewhere = world.browser();
            await logIn(elsewhere, email, old);
            assert.ok(await whoAmI(elsewhere));
            const changed = await submit(browser, await open(browser, "settings"), {
                method: "password",
                password: next,
            });
            assert.deepEqual(messages(changed), ["Your changes have been saved!"]);
            assert.equal(await whoAmI(elsewhere), undefined, "a new password ends the other sessions");
            password = next;
            assert.equal((await logIn(world.browser(), email, old)).status, 400);
            assert.equal((await logIn(world.browser(), email, next)).status, 200);

            const session = (await whoAmI(browser)) as Session;
            world.postgres.asSuperuser(
                `UPDATE sessions SET authenticated_at = now() - interval '16 minutes' WHERE id = '${session.id}'`,
                "kratos",
            );
            const late = { method: "password", password: world.password() };
            const refused = await submit(browser, await open(browser, "settings"), late);
            assert.equal(refused.status, 403);
            assert.match(refused.body, /session_refresh_required/);
            assert.equal((await logIn(browser, email, password, "?refresh=true")).status, 200);
            const accepted = await submit(browser, await open(browser, "settings"), late);
            assert.deepEqual(messages(accepted), ["Your changes have been saved!"]);
            password = late.password;
        });

        it("recovers by a mailed code, ends the earlier sessions and sets a new password", async () => {
            const { world } = given();
            const [other, seen] = [world.browser(), world.mail.mails.length];
            assert.ok(await whoAmI(browser));
            const asked = await submit(other, await open(other, "recovery"), { method: "code", email });
            const code = await codeFrom(world, email, seen);
            const entered = await submit(other, JSON.parse(asked.body) as Flow, { method: "code", code });
            // The UI is told where to go on: to the settings.
            assert.equal(entered.status, 422, entered.body);
            const { redirect_browser_to: next } = JSON.parse(entered.body) as { redirect_browser_to: string };
            assert.match(next, /^https:\/\/karima\.com\/settings\?flow=/);
            assert.equal(await whoAmI(browser), undefined);
            assert.ok(await whoAmI(other));

            password = world.password();
            const flow = await read(other, "settings", new URL(next).searchParams.get("flow") ?? "");
            assert.equal((await submit(other, flow, { method: "password", password })).status, 200);
            assert.equal((await logIn(browser, email, password)).status, 200);
        });

        it("answers the same for an address that it does not know, and mails nothing", async () => {
            const { world } = given();
            const [one, other] = [world.browser(), world.browser()];
            const ask = async (from: Browser, address: string): Promise<unknown> =>
                messages(await submit(from, await open(from, "recovery"), { method: "code", email: address }));
            const seen = world.mail.mails.length;
            const unknown = await ask(one, "nobody@example.org");
            assert.deepEqual(unknown, await ask(other, email));
            // The later mail is there; there was none before it.
            await codeFrom(world, email, seen);
            assert.deepEqual(world.mail.mails.slice(seen).map(({ to }) => to), [email]); // prettier-ignore
        });

        it("logs out: the cookie is gone, and of no use to whoever kept it", async () => {
            const kept = browser.jar.named("ory_kratos_session")?.value ?? "";
            const out = await browser.fetch(UI, `${KRATOS}/self-service/logout/browser`);
            const { logout_url, logout_token } = JSON.parse(out.body) as Record<string, string>;
            given().world.confidential.add(logout_token ?? "");
            const page = await browser.visit(logout_url ?? "", UI);
            assert.equal(page.url.href, "https://karima.com/");
            assert.equal(browser.jar.named("ory_kratos_session"), undefined);
            assert.equal(await whoAmI(browser), undefined);
            const headers = { cookie: `ory_kratos_session=${kept}` };
            assert.equal((await given().world.public("/sessions/whoami", { headers })).status, 401);
        });

        it("gives API clients on the additional host a token instead of a cookie", async () => {
            const { world } = given();
            const json = { "content-type": "application/json", host: "auth.ks-backend.cloud" };
            const flow = JSON.parse((await world.public("/self-service/login/api", { headers: json })).body) as Flow;
            const { pathname, search } = new URL(flow.ui.action);
            const body = JSON.stringify({ method: "password", identifier: email, password });
            const answer = await world.public(`${pathname}${search}`, { method: "POST", headers: json, body });
            assert.equal(answer.status, 200, answer.body);
            const { session_token: token } = JSON.parse(answer.body) as { session_token: string };
            world.confidential.add(token);
            assert.deepEqual(answer.headers["set-cookie"] ?? [], []);
            const headers = { host: "auth.ks-backend.cloud", "x-session-token": token };
            const { body: session } = await world.public("/sessions/whoami", { headers });
            assert.equal((JSON.parse(session) as Session).identity.traits.email, email);
        });
    });
}
