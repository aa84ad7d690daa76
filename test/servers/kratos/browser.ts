import { type Answer, request } from "../support/request";
import { CookieJar, type Initiator } from "./cookie-jar";

/** Where a name leads, and what the server there must prove. */
export interface Host {
    readonly port: number;
    readonly authority: Buffer;
    /** What the certificate must be for, when that is not the host. */
    readonly certificateName?: string;
}

/** An answer that a page may read, or that a navigation ends at. */
export interface Page extends Answer {
    readonly url: URL;
    /** Why cookies of the answer were not kept. */
    readonly refusedCookies: readonly string[];
}

export interface Call {
    /** @default GET, POST with a body */
    readonly method?: string;
    readonly json?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
}

/** As much of a browser as sessions depend on: cookies by site, and the Fetch standard's CORS protocol. */
export class Browser {
    readonly jar = new CookieJar();

    /** @param confidential where the values of all cookies are noted */
    constructor(
        readonly hosts: Readonly<Record<string, Host>>,
        readonly confidential: Set<string>,
    ) {}

    /** Goes to an address, from a page's link or form if `from` names its origin, and follows redirects as far as hosts exist. */
    async visit(address: string, from?: string, form?: Readonly<Record<string, string>>): Promise<Page> {
        const method = form === undefined ? "GET" : "POST";
        const page = await this.#send(new URL(address), { origin: from, topLevel: true, method }, {
            accept: "text/html",
            ...(from === undefined || form === undefined ? {} : { origin: from }),
            ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        }, form === undefined ? undefined : new URLSearchParams(form).toString()); // prettier-ignore
        const { location } = page.headers;
        if (page.status < 300 || page.status > 399 || location === undefined) {
            return page;
        }
        const next = new URL(location, page.url);
        return next.hostname in this.hosts ? await this.visit(next.href, from) : { ...page, url: next };
    }

    /** `fetch(address, { credentials: "include" })` in a page of the origin `from`. Throws where the browser would. */
    async fetch(from: string, address: string, { method, json, headers = {} }: Call = {}): Promise<Page> {
        const url = new URL(address);
        const initiator = { origin: from, topLevel: false, method: method ?? (json === undefined ? "GET" : "POST") };
        const sent = {
            accept: "application/json",
            ...headers,
            ...(json === undefined ? {} : { "content-type": "application/json" }),
        };
        await this.#preflight(url, initiator, [
            ...Object.keys(headers),
            ...(json === undefined ? [] : ["content-type"]),
        ]);
        const body = json === undefined ? undefined : JSON.stringify(json);
        const page = await this.#send(url, initiator, { ...sent, origin: from }, body);
        mustAllow(page, from);
        return page;
    }

    /** Asks first, unless it is a request that a form could make. */
    async #preflight(url: URL, { origin = "", method }: Initiator, headers: readonly string[]): Promise<void> {
        if (headers.length === 0 && ["GET", "POST"].includes(method)) {
            return;
        }
        const asked = headers.map((name) => name.toLowerCase()).sort();
        const answer = await this.#raw(url, "OPTIONS", {
            origin,
            "access-control-request-method": method,
            ...(asked.length === 0 ? {} : { "access-control-request-headers": asked.join(",") }),
        });
        mustAllow(answer, origin);
        const list = (name: string): string[] => String(answer.headers[name] ?? "").toLowerCase().split(/ *, */); // prettier-ignore
        const methods = list("access-control-allow-methods");
        if (
            answer.status > 299 ||
            (!["get", "post"].includes(method.toLowerCase()) && !methods.includes(method.toLowerCase()))
        ) {
            throw new Error(`CORS: ${method} is not allowed`);
        }
        const refused = asked.filter((name) => !list("access-control-allow-headers").includes(name));
        if (refused.length > 0) {
            throw new Error(`CORS: ${refused.join()} not allowed`);
        }
    }

    async #send(url: URL, initiator: Initiator, headers: Record<string, string>, body?: string): Promise<Page> {
        const cookie = this.jar.header(url, initiator);
        const answer = await this.#raw(
            url,
            initiator.method,
            { ...headers, ...(cookie === "" ? {} : { cookie }) },
            body,
        );
        (answer.headers["set-cookie"] ?? []).forEach((header) => {
            this.confidential.add(/^[^=]+=([^;]*)/.exec(header)?.[1] ?? "");
        });
        const refusedCookies = (answer.headers["set-cookie"] ?? [])
            .map((header) => this.jar.store(header, url, initiator))
            .filter((reason) => reason !== undefined);
        return { ...answer, url, refusedCookies };
    }

    async #raw(url: URL, method: string, headers: Record<string, string>, body?: string): Promise<Answer> {
        const host = this.hosts[url.hostname];
        if (host === undefined || url.protocol !== "https:" || url.port !== "") {
            throw new Error(`no such host: ${url.origin}`);
        }
        const path = `${url.pathname}${url.search}`;
        const { port, authority: verify, certificateName } = host;
        return await request({
            ...{ port, path, method, headers, verify, host: url.hostname },
            certificateName,
            body,
        });
    }
}

function mustAllow({ headers }: Answer, origin: string): void {
    const allowed = headers["access-control-allow-origin"];
    if (allowed !== origin || headers["access-control-allow-credentials"] !== "true") {
        throw new Error(`CORS: ${origin} may not read the answer (allowed: ${allowed ?? "none"})`);
    }
}
