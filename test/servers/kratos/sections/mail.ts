import assert from "node:assert/strict";
import { SMTP_PASSWORD } from "../../../support/stack";
import { until } from "../../support/until";
import { codeFrom, open, register, submit } from "../flows";
import type { Given } from "../given";
import { prodStack, prodValue } from "../stack";

export function mail(given: () => Given): void {
    describe("its mails", () => {
        const email = "mail@example.org";
        const ask = async (): Promise<void> => {
            const browser = given().world.browser();
            const { status, body } = await submit(browser, await open(browser, "recovery"), { method: "code", email });
            assert.equal(status, 200, body);
        };
        const refused = async (reason: RegExp): Promise<void> => {
            const { world } = given();
            const before = world.log("courier").length;
            await ask();
            await until(
                `the courier says ${String(reason)}`,
                () => reason.test(world.log("courier").slice(before)) || undefined,
            );
        };

        before(async () => {
            await register(given().world.browser(), email, given().world.password());
            await codeFrom(given().world, email);
        });

        it("come over TLS, from the sender of the stack file, with its login", () => {
            const newest = given().world.mail.mails.findLast(({ to }) => to === email);
            assert.equal(newest?.encrypted, true);
            assert.equal(newest.login, `your-ses-smtp-username:${SMTP_PASSWORD}`);
            assert.equal(newest.from, "no-reply@karima.com");
            assert.match(newest.text, /^From: "?Karima"? <no-reply@karima\.com>\r$/m);
        });

        it("wait when the mail server's certificate is not to be trusted, and come once it is", async () => {
            const { world, stack } = given();
            const seen = world.mail.mails.length;
            await world.start("courier", stack, undefined, false);
            await refused(/certificate signed by unknown authority/);
            assert.equal(world.mail.mails.length, seen);
            await world.start("courier", stack);
            await codeFrom(world, email, seen);
        });

        it("do not go to a server that does not offer STARTTLS, and go to one that does", async () => {
            const { world } = given();
            const smtp = { host: "email-smtp.us-east-1.amazonaws.com", port: 587, security: "starttls", user: "mailer",
                fromAddress: "no-reply@karima.com" }; // prettier-ignore
            const stack = await prodStack({ kratos: { ...prodValue("kratos"), smtp } });
            await world.startMail("plain");
            await world.start("courier", stack);
            await refused(/STARTTLS/i);
            assert.equal(world.mail.mails.length, 0);
            await world.startMail("starttls");
            await codeFrom(world, email);
            const [first] = world.mail.mails;
            assert.deepEqual([first?.encrypted, first?.login], [true, `mailer:${SMTP_PASSWORD}`]);
        });

        it("outlast an outage: Kratos' own settings gave them up after six attempts", async () => {
            const { world, stack } = given();
            await world.startMail("smtps");
            await world.start("courier", stack);
            await world.mail.stop();
            await ask();
            const attempts = (): number =>
                Number(
                    world.postgres.asSuperuser(
                        `SELECT send_count FROM courier_messages WHERE recipient = '${email}' ORDER BY created_at DESC LIMIT 1`,
                        "kratos",
                    ),
                );
            await until("twenty attempts", () => attempts() > 20 || undefined);
            assert.doesNotMatch(world.log("courier"), /abandoned/);
            await world.startMail("smtps");
            await codeFrom(world, email);
        });

        it("come although the courier was killed while it sent them", async () => {
            const { world, stack } = given();
            const seen = world.mail.mails.length;
            await world.stop("courier");
            await ask();
            // As a courier leaves a mail that it has taken.
            world.postgres.asSuperuser("UPDATE courier_messages SET status = 3 WHERE status = 1", "kratos");
            await world.start("courier", stack);
            await codeFrom(world, email, seen);
        });

        after(async () => {
            await given().world.startMail("smtps");
            await given().world.start("courier", given().stack);
        });
    });
}
