import assert from "node:assert/strict";
import { until } from "../support/until";
import type { Browser, Page } from "./browser";
import type { World } from "./world";

/** The prod stack's addresses (setup guide, "Step 3"; the base URL as the ADR on sites has it). */
export const UI = "https://karima.com";
export const KRATOS = "https://auth.karima.com";

export type FlowName = "registration" | "login" | "verification" | "recovery" | "settings";

/** What the pages of the UI read of a flow. */
export interface Flow {
    readonly id: string;
    readonly state?: string;
    readonly ui: {
        readonly action: string;
        readonly method: string;
        readonly nodes: readonly { readonly attributes: { readonly name?: string; readonly value?: unknown } }[];
        readonly messages?: readonly { readonly id: number; readonly text: string }[];
    };
}

export interface Session {
    readonly id: string;
    readonly active: boolean;
    readonly authenticated_at: string;
    readonly expires_at: string;
    readonly identity: {
        readonly id: string;
        readonly traits: { readonly email: string };
        readonly verifiable_addresses: readonly { readonly value: string; readonly verified: boolean }[];
    };
}

/** What the UI's page of a flow does when it opens: Kratos sends the browser to it, and it reads the flow. */
export async function open(browser: Browser, flow: FlowName, query = "", kratos = KRATOS): Promise<Flow> {
    const page = await browser.visit(`${kratos}/self-service/${flow}/browser${query}`, UI);
    assert.equal(page.url.origin, UI, page.body);
    assert.equal(page.url.pathname, `/${flow}`);
    return await read(browser, flow, page.url.searchParams.get("flow") ?? "", kratos);
}

export async function read(browser: Browser, flow: FlowName, id: string, kratos = KRATOS): Promise<Flow> {
    const page = await browser.fetch(UI, `${kratos}/self-service/${flow}/flows?id=${id}`);
    assert.equal(page.status, 200, page.body);
    return JSON.parse(page.body) as Flow;
}

/** Sends a flow's form from the UI, with the token against forgery that Kratos put in. */
export async function submit(browser: Browser, flow: Flow, values: Readonly<Record<string, unknown>>): Promise<Page> {
    return await browser.fetch(UI, flow.ui.action, { json: { csrf_token: csrfToken(flow), ...values } });
}

export function csrfToken(flow: Flow): string {
    const token = flow.ui.nodes.find(({ attributes }) => attributes.name === "csrf_token")?.attributes.value;
    return typeof token === "string" ? token : "";
}

export async function register(browser: Browser, email: string, password: string): Promise<Page> {
    const traits = { email, name: { first: "Test", last: "Person" } };
    return await submit(browser, await open(browser, "registration"), { method: "password", password, traits });
}

export async function logIn(browser: Browser, email: string, password: string, query = ""): Promise<Page> {
    return await submit(browser, await open(browser, "login", query), {
        method: "password",
        identifier: email,
        password,
    });
}

/** The session as the UI sees it, if there is one. */
export async function whoAmI(browser: Browser, from = UI, kratos = KRATOS): Promise<Session | undefined> {
    const page = await browser.fetch(from, `${kratos}/sessions/whoami`);
    assert.ok([200, 401].includes(page.status), page.body);
    return page.status === 200 ? (JSON.parse(page.body) as Session) : undefined;
}

/** The six digits in the newest mail to `email`, of those after the first `seen`. */
export async function codeFrom({ mail, confidential }: World, email: string, seen = 0): Promise<string> {
    const code = await until(`a mail to ${email} with a code`, () => {
        const text = mail.mails.slice(seen).findLast(({ to }) => to === email)?.text;
        return text === undefined ? undefined : /^(\d{6})\r?$/m.exec(text)?.[1];
    });
    confidential.add(code);
    return code;
}
