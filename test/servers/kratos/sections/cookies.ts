import assert from "node:assert/strict";
import type { Browser } from "../browser";
import { KRATOS, logIn, open, register, UI, whoAmI } from "../flows";
import type { Given } from "../given";
import type { DescribedPod } from "../manifests";

export function cookies(given: () => Given): void {
    describe("its cookies", () => {
        let browser: Browser;
        const whoami = new URL(`${KRATOS}/sessions/whoami`);

        before(async () => {
            browser = given().world.browser();
            assert.equal((await register(browser, "cookies@example.org", given().world.password())).status, 200);
        });

        it("are HttpOnly, Secure, SameSite=Strict and the domain's", () => {
            const seen = browser.jar.all.map(({ name, value: _, expires, ...attributes }) => {
                const hours = ((expires ?? 0) - Date.now()) / 3_600_000;
                return { name: name.replace(/_[0-9a-f]{64}$/, ""), lasts: `${Math.round(hours)} h`, ...attributes };
            });
            const common = { domain: "karima.com", hostOnly: false, path: "/", secure: true, httpOnly: true };
            // Setup guide, "Security Improvements Made": HttpOnly, Secure, SameSite=Strict; session of 24 hours.
            assert.deepEqual(seen.sort((one, other) => one.name.localeCompare(other.name)), [
                { name: "csrf_token", lasts: "8760 h", ...common, sameSite: "Strict" },
                { name: "ory_kratos_session", lasts: "24 h", ...common, sameSite: "Strict" },
            ]); // prettier-ignore
        });

        it("are sent by the UI's pages", async () => {
            assert.equal((await whoAmI(browser))?.identity.traits.email, "cookies@example.org");
        });

        for (const [what, topLevel, method] of [
            ["a page that fetches", false, "GET"],
            ["a form", true, "POST"],
            ["a link", true, "GET"],
        ] as const) {
            it(`are not sent by another site: ${what}`, () => {
                assert.notEqual(browser.jar.header(whoami, { origin: UI, topLevel, method }), "");
                for (const origin of ["https://evil.example", "https://admin.ks-backend.cloud", "http://karima.com"]) {
                    assert.equal(browser.jar.header(whoami, { origin, topLevel, method }), "", origin);
                }
            });
        }

        it("do not help a page of the same site that is not allowed", async () => {
            const origin = "https://blog.karima.com";
            assert.notEqual(browser.jar.header(whoami, { origin, topLevel: false, method: "GET" }), "");
            await assert.rejects(whoAmI(browser, origin), /CORS: https:\/\/blog\.karima\.com may not read the answer/);
        });
    });

    describe("with the UI and Kratos on different sites, as the seed has them", () => {
        const kratos = "https://auth.ks-backend.cloud";
        /** Setup guide, "Step 2": the UI on karima.com, Kratos on auth.ks-backend.cloud, `same_site: Strict`. */
        const asSeed = (pod: DescribedPod): DescribedPod => {
            const mount = "/etc/kratos/config";
            const files = pod.folders[mount] ?? {};
            const config = (files["kratos.yml"] ?? "")
                .replace("base_url: https://auth.karima.com/", `base_url: ${kratos}/`)
                .replace("domain: karima.com", "domain: ks-backend.cloud");
            return { ...pod, folders: { ...pod.folders, [mount]: { ...files, "kratos.yml": config } } };
        };

        before(async () => {
            await given().world.start("server", given().stack, asSeed);
        });
        after(async () => {
            await given().world.start("server", given().stack);
        });

        it("nobody can log in, because the browser withholds the cookies", async () => {
            const { world } = given();
            const browser = world.browser();
            await assert.rejects(open(browser, "login", "", kratos), /security_csrf_violation/);
            assert.equal(browser.jar.named("ory_kratos_session"), undefined);
            assert.notEqual(browser.jar.all.length, 0);
            const url = new URL(`${kratos}/sessions/whoami`);
            assert.equal(browser.jar.header(url, { origin: UI, topLevel: false, method: "GET" }), "");
        });

        it("and with the platform's own values they can", async () => {
            const { world, stack } = given();
            await world.start("server", stack);
            const [browser, password] = [world.browser(), world.password()];
            await register(world.browser(), "same-site@example.org", password);
            assert.equal((await logIn(browser, "same-site@example.org", password)).status, 200);
            assert.ok(await whoAmI(browser));
        });
    });
}
