import assert from "node:assert/strict";
import type { Browser } from "../browser";
import { register, whoAmI } from "../flows";
import type { Given } from "../given";

/** Why the pod must leave its Service soon (docs/runbooks/postgres.md, "The database is away"). */
export function outage(given: () => Given): void {
    describe("without its database", () => {
        let browser: Browser;
        before(async () => {
            browser = given().world.browser();
            await register(browser, "outage@example.org", given().world.password());
            assert.ok(await whoAmI(browser));
            await given().world.postgres.server?.kill();
        });

        it("calls nobody logged in, but itself not ready either", async () => {
            const { world } = given();
            assert.equal(await whoAmI(browser), undefined);
            assert.equal((await world.public("/health/ready")).status, 503);
            assert.equal((await world.public("/health/alive")).status, 200);
        });

        it("has ended no session: everybody is logged in again once the database is back", async () => {
            await given().world.postgres.start();
            assert.ok(await whoAmI(browser));
        });
    });
}
