import assert from "node:assert/strict";
import type { Browser } from "../browser";
import { codeFrom, register, whoAmI } from "../flows";
import type { Given } from "../given";

/** What the runbook on personal data tells an operator to do (docs/runbooks/personal-data.md). */
export function requests(given: () => Given): void {
    describe("a person's request", () => {
        const email = "asks@example.org";
        const found = async (): Promise<{ id: string }[]> => {
            const { body } = await given().world.admin(`/admin/identities?credentials_identifier=${email}`);
            return JSON.parse(body) as { id: string }[];
        };
        const mails = (): string =>
            given().world.postgres.asSuperuser(
                `SELECT count(*) FROM courier_messages WHERE recipient = '${email}'`,
                "kratos",
            );

        const sessions = (id: string): string => `/admin/identities/${id}/sessions`;
        let browser: Browser;
        let id = "";
        before(async () => {
            const { world } = given();
            browser = world.browser();
            await register(browser, email, world.password());
            await codeFrom(world, email);
        });

        it("to see what is known is answered by the admin API: identity, sessions, mails", async () => {
            const { world } = given();
            const identities = await found();
            assert.equal(identities.length, 1);
            id = identities[0]?.id ?? "";
            const read = async (path: string): Promise<{ body?: string }[]> => {
                const { status, body } = await world.admin(path);
                assert.equal(status, 200, body);
                return JSON.parse(body) as { body?: string }[];
            };
            assert.equal((await read(sessions(id))).length, 1);
            const sent = await read(`/admin/courier/messages?recipient=${email}`);
            assert.deepEqual(
                sent.map(({ body }) => body),
                ["<redacted-unless-dev-mode>"],
            );
        });

        it("to be forgotten ends sessions at once, and leaves nothing when the mails are deleted as well", async () => {
            const { world } = given();
            const { status } = await world.admin(`/admin/identities/${id}`, { method: "DELETE" });
            assert.equal(status, 204);
            assert.equal(await whoAmI(browser), undefined);
            assert.deepEqual(await found(), []);
            assert.equal((await world.admin(`/admin/identities/${id}`)).status, 404);
            assert.equal(mails(), "1");
            world.postgres.asSuperuser(`DELETE FROM courier_messages WHERE recipient = '${email}'`, "kratos");
            assert.equal(mails(), "0");
        });
    });
}
