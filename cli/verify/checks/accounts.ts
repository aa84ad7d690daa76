import { type Check, failed, ok, type Outcome, skipped } from "../check";
import { parseJson } from "../json";
import type { Answer, HttpClient } from "../net/http";
import type { Promised } from "../promised";
import type { ThrowAwayAccount } from "./account";
import { ADMIN_HOST } from "./kratos";

const LOOK = "kubectl --namespace kratos logs deployment/kratos";

/** How often the courier's outbox is looked at; with the pause of a run this is a minute and a half. */
const LOOKS = 45;

/**
 * A person's first minutes: registration, login, the mail with the code. In this order; the account goes in the end.
 *
 * @param make makes the account's data
 * @param admin the admin API, from inside the cluster
 * @param pause between one look for the mail and the next, two seconds
 */
export function accountChecks(
    { mail }: Pick<Promised, "mail">,
    make: () => ThrowAwayAccount,
    admin: HttpClient,
    pause: () => Promise<void>,
): Check[] {
    let account: ThrowAwayAccount | undefined;
    const registered = (): ThrowAwayAccount => {
        if (account === undefined) {
            throw new Error("there is no account, because the registration failed");
        }
        return account;
    };
    return [
        {
            area: "accounts",
            name: "registration",
            expects: "a throw-away account is made (API flow, method password)",
            look: LOOK,
            run: async () => {
                const made = make();
                const answer = await made.register();
                if (answer.status !== 200) {
                    return failed(complaint(answer));
                }
                account = made;
                return ok("200");
            },
        },
        {
            area: "accounts",
            name: "login",
            expects: "its password opens a session, and a token of that session is recognised",
            look: LOOK,
            run: () => logIn(registered()),
        },
        {
            area: "accounts",
            name: "mail",
            expects: "the courier reports the account's verification mail as sent",
            look: "kubectl --namespace kratos logs deployment/kratos-courier; kratos.smtp in the stack file",
            run: async () => {
                if (mail === undefined) {
                    return skipped("the stack sends no mail (no kratos.smtp)");
                }
                const { email, person } = registered();
                return person.verifiesMail
                    ? await sent(email, admin, pause)
                    : skipped("the identity schema has no address that is verified by mail");
            },
        },
    ];
}

async function logIn(account: ThrowAwayAccount): Promise<Outcome> {
    const answer = await account.logIn();
    const { session_token: token } = (answer.status === 200 ? parseJson(answer.body, "the session") : {}) as {
        session_token?: string;
    };
    if (token === undefined) {
        return failed(complaint(answer));
    }
    const { status } = await account.whoAmI(token);
    return status === 200 ? ok("200, and the session is recognised") : failed(`${status} from /sessions/whoami`);
}

async function sent(email: string, admin: HttpClient, pause: () => Promise<void>): Promise<Outcome> {
    let last = "no mail for it";
    for (let look = 0; look < LOOKS; look++) {
        // The mails' text has codes in it: only the status is read.
        const path = `/admin/courier/messages?recipient=${encodeURIComponent(email)}`;
        const { status, body } = await admin.send({ host: ADMIN_HOST, path });
        if (status !== 200) {
            return failed(`${status} from the admin API`);
        }
        const statuses = (parseJson(body, "the list of mails") as { status: string }[]).map(
            (message) => message.status,
        );
        if (statuses.includes("sent")) {
            return ok(`sent to ${email}`);
        }
        last = statuses.length === 0 ? "no mail for it" : `a mail that is ${statuses.join(", ")}`;
        if (statuses.includes("abandoned")) {
            break;
        }
        await pause();
    }
    return failed(`the courier's outbox has ${last}`);
}

/** What Kratos says is wrong, which repeats no secret. */
function complaint({ status, body }: Answer): string {
    const texts = [...body.matchAll(/"text":"((?:[^"\\]|\\.)*)","type":"error"/g)].map(([, text]) => text);
    return texts.length === 0 ? String(status) : `${status}: ${texts.join(" · ")}`;
}
