import assert from "node:assert/strict";
import type { Recording } from "../../../support/record";
import type { Browser } from "../browser";
import { codeFrom, type Flow, logIn, open, register, submit, whoAmI } from "../flows";
import type { Given } from "../given";
import { prodStack, prodValue } from "../stack";
import { encryptAsKratos } from "../xchacha20";

/** The prod stack with Kratos' own secrets in a generation. */
async function generation(number: number): Promise<Recording> {
    const generations = { kratosCookie: number, kratosCipher: number, kratosDefault: number, kratosPagination: number };
    return await prodStack({ secrets: { ...prodValue("secrets"), generations } });
}

/** The secret that encrypts what is stored. */
function cipherSecret(stack: Recording): string {
    const { data } = stack.one("kubernetes:core/v1:Secret::kratos-secrets").inputs as {
        data: { "a secret": { "secrets.json": string } };
    };
    const text = Buffer.from(data["a secret"]["secrets.json"], "base64").toString();
    return (JSON.parse(text) as { secrets: { cipher: string[] } }).secrets.cipher[0] ?? "";
}

export function rotation(given: () => Given): void {
    describe("when its secrets rotate", () => {
        const person = (number: number): string => `generation-${number}@example.org`;
        const passwords = ["", "", ""];
        const sessions: Browser[] = [];
        let recovery: { browser: Browser; flow: Flow; code: string };

        /** A person with a session and a stored token, made in the generation that is served. */
        const settle = async (number: number, stack: Recording): Promise<void> => {
            const { world } = given();
            const browser = world.browser();
            passwords[number] = world.password();
            await register(browser, person(number), passwords[number] ?? "");
            sessions[number] = browser;
            const token = encryptAsKratos(cipherSecret(stack), `token of generation ${number}`);
            const config = { providers: [{ subject: "subject", provider: "provider", initial_access_token: token }] };
            world.postgres.asSuperuser(
                `INSERT INTO identity_credentials (id, nid, identity_id, identity_credential_type_id, config, created_at, updated_at)
                 SELECT gen_random_uuid(), i.nid, i.id, t.id, '${JSON.stringify(config)}', now(), now()
                 FROM identities i, identity_credential_types t
                 WHERE i.traits->>'email' = '${person(number)}' AND t.name = 'oidc'`,
                "kratos",
            );
        };
        const storedToken = async (number: number): Promise<unknown> => {
            const { world } = given();
            const sql = `SELECT id FROM identities WHERE traits->>'email' = '${person(number)}'`;
            const id = world.postgres.asSuperuser(sql, "kratos");
            const { status, body } = await world.admin(`/admin/identities/${id}?include_credential=oidc`);
            assert.equal(status, 200, body);
            const { credentials } = JSON.parse(body) as {
                credentials: { oidc: { config: { providers: { initial_access_token: string }[] } } };
            };
            return credentials.oidc.config.providers[0]?.initial_access_token;
        };
        const active = async (): Promise<boolean[]> =>
            await Promise.all([1, 2].map(async (number) => (await whoAmI(sessions[number] as Browser)) !== undefined));

        before(async () => {
            const { world, stack } = given();
            await settle(1, stack);
            const browser = world.browser();
            await register(world.browser(), "code@example.org", world.password());
            await codeFrom(world, "code@example.org");
            const seen = world.mail.mails.length;
            const asked = await submit(browser, await open(browser, "recovery"), {
                method: "code",
                email: "code@example.org",
            });
            const code = await codeFrom(world, "code@example.org", seen);
            recovery = { browser, flow: JSON.parse(asked.body) as Flow, code };
            assert.equal(await storedToken(1), "token of generation 1");

            const second = await generation(2);
            await world.start("server", second);
            await settle(2, second);
        });
        after(async () => {
            await given().world.start("server", given().stack);
        });

        it("keeps the sessions of the generation before", async () => {
            assert.deepEqual(await active(), [true, true]);
        });

        it("takes the codes that it mailed before", async () => {
            const { browser, flow, code } = recovery;
            const entered = await submit(browser, flow, { method: "code", code });
            assert.match(entered.body, /https:\/\/karima\.com\/settings\?flow=/);
            assert.ok(await whoAmI(browser));
        });

        it("reads what it stored encrypted before", async () => {
            assert.equal(await storedToken(1), "token of generation 1");
            assert.equal(await storedToken(2), "token of generation 2");
        });

        it("has forgotten the oldest after the next raise, and nothing else", async () => {
            const { world } = given();
            await world.start("server", await generation(3));
            assert.deepEqual(await active(), [false, true]);
            assert.equal(await storedToken(1), "");
            assert.equal(await storedToken(2), "token of generation 2");
            assert.equal((await logIn(world.browser(), person(1), passwords[1] ?? "")).status, 200);
        });
    });
}
