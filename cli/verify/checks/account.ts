import { randomBytes } from "node:crypto";
import type { Cleanup } from "../cleanup";
import { parseJson } from "../json";
import type { Answer, HttpClient } from "../net/http";
import type { Promised } from "../promised";
import { ADMIN_HOST } from "./kratos";
import { madeUp, type Person } from "./traits";

/**
 * Where the throw-away account's mail goes. Nobody should read it, and no server refuse it: the sender's reputation would
 * suffer. Amazon's simulator exists for this; elsewhere the sender writes to itself.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html (mailbox simulator)
 */
export function throwAwayAddress(mail: Promised["mail"], run: string): string {
    const tag = `kato-platform-verify-${run}`;
    if (mail === undefined) {
        // No mail is sent; should one be some day, RFC 2606 sees to it that the address does not exist.
        return `${tag}@example.invalid`;
    }
    if (/^email-smtp(-fips)?\..+\.amazonaws\.com$/.test(mail.host)) {
        return `success+${tag}@simulator.amazonses.com`;
    }
    const at = mail.fromAddress.lastIndexOf("@");
    return `${mail.fromAddress.slice(0, at)}+${tag}${mail.fromAddress.slice(at)}`;
}

/** An account that exists for the duration of a run. */
export class ThrowAwayAccount {
    readonly email: string;
    readonly person: Person;
    readonly #host: string;
    readonly #password = randomBytes(24).toString("base64url");
    #registration: Promise<Answer> | undefined;

    /**
     * @param host where it registers and logs in
     * @throws Error if the identity schema asks for what cannot be made up
     */
    constructor(
        private readonly http: HttpClient,
        private readonly admin: HttpClient,
        private readonly cleanup: Cleanup,
        args: { readonly host: string; readonly email: string; readonly schema: Readonly<Record<string, unknown>> },
    ) {
        this.#host = args.host;
        this.email = args.email;
        this.person = madeUp(args.schema, args.email);
    }

    /** Registers it, and has it deleted in the end whatever becomes of it. */
    async register(): Promise<Answer> {
        const path = await this.#start("registration");
        this.cleanup.add(
            `account ${this.email}`,
            `kratos admin API (port-forward to service/kratos-admin): GET and DELETE /admin/identities?credentials_identifier=${this.email}`,
            () => this.#delete(),
        );
        const json = { method: "password", password: this.#password, traits: this.person.traits };
        this.#registration = this.http.send({ host: this.#host, path, json });
        return await this.#registration;
    }

    async logIn(): Promise<Answer> {
        const path = await this.#start("login");
        const json = { method: "password", identifier: this.email, password: this.#password };
        return await this.http.send({ host: this.#host, path, json });
    }

    /** Who Kratos takes the bearer of a token for. */
    async whoAmI(token: string): Promise<Answer> {
        return await this.http.send({
            host: this.#host,
            path: "/sessions/whoami",
            headers: { "x-session-token": token },
        });
    }

    /** Where a flow's form goes. Its host may have a port that is not the edge's: development forwards Kratos itself. */
    async #start(flow: "registration" | "login"): Promise<string> {
        const { status, body } = await this.http.send({ host: this.#host, path: `/self-service/${flow}/api` });
        const { ui } = (status === 200 ? parseJson(body, "the flow") : {}) as { ui?: { action?: string } };
        if (ui?.action === undefined) {
            throw new Error(`no ${flow} flow: ${status} from ${this.#host}`);
        }
        const { pathname, search } = new URL(ui.action);
        return `${pathname}${search}`;
    }

    async #delete(): Promise<void> {
        // One that is under way would create the account behind our back.
        await this.#registration?.catch(() => undefined);
        const identifier = encodeURIComponent(this.email);
        const found = await this.admin.send({
            host: ADMIN_HOST,
            path: `/admin/identities?credentials_identifier=${identifier}`,
        });
        if (found.status !== 200) {
            throw new Error(`${found.status} from the admin API`);
        }
        const identities = parseJson(found.body, "the list of identities") as { id: string; traits: unknown }[];
        // Whatever the answer is, nobody is deleted but the one whom this run has registered.
        const own = identities.filter(({ traits }) => JSON.stringify(traits).includes(JSON.stringify(this.email)));
        for (const { id } of own) {
            const gone = await this.admin.send({ host: ADMIN_HOST, path: `/admin/identities/${id}`, method: "DELETE" });
            if (gone.status !== 204 && gone.status !== 404) {
                throw new Error(`${gone.status} from the admin API for ${id}`);
            }
        }
        if (own.length < identities.length) {
            throw new Error("the admin API lists others than this account");
        }
    }
}
