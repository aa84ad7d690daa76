import { getDomain } from "tldts";

export interface Cookie {
    readonly name: string;
    readonly value: string;
    readonly domain: string;
    /** Without a Domain attribute a cookie belongs to the one host. */
    readonly hostOnly: boolean;
    readonly path: string;
    readonly secure: boolean;
    readonly httpOnly: boolean;
    readonly sameSite: "Strict" | "Lax" | "None";
    /** Milliseconds since the epoch. @default the cookie ends with the browser */
    readonly expires?: number;
}

/** Who causes a request, as far as cookies depend on it. */
export interface Initiator {
    /** Origin of the page; `undefined` when the person typed the address. */
    readonly origin: string | undefined;
    /** Whether the address bar changes to the answer. */
    readonly topLevel: boolean;
    readonly method: string;
}

/** A browser's cookies, as RFC 6265bis has them (5.6 "Storage Model", 5.7 "Retrieval Model", 5.2 "Same-site"). */
export class CookieJar {
    #cookies: Cookie[] = [];

    get all(): readonly Cookie[] {
        return this.#cookies;
    }

    named(name: string): Cookie | undefined {
        return this.#cookies.find((cookie) => cookie.name === name);
    }

    /** Takes one `Set-Cookie` of an answer from `url`. Says why it does not, if it does not. */
    store(header: string, url: URL, initiator: Initiator): string | undefined {
        const parsed = parse(header, url);
        if (typeof parsed === "string") {
            return parsed;
        }
        if (parsed.sameSite !== "None" && !initiator.topLevel && !isSameSite(initiator.origin, url)) {
            return "a SameSite cookie in the answer to another site's request";
        }
        this.#cookies = this.#cookies.filter((one) => !isSame(one, parsed));
        if (parsed.expires === undefined || parsed.expires > Date.now()) {
            this.#cookies.push(parsed);
        }
        return undefined;
    }

    /** The `Cookie` header of a request, empty when there is nothing to send. */
    header(url: URL, initiator: Initiator): string {
        return this.#cookies
            .filter((cookie) => (cookie.hostOnly ? cookie.domain === url.hostname : isWithin(url.hostname, cookie)))
            .filter((cookie) => pathMatches(url.pathname, cookie.path))
            .filter((cookie) => !cookie.secure || url.protocol === "https:")
            .filter((cookie) => cookie.expires === undefined || cookie.expires > Date.now())
            .filter((cookie) => mayCross(cookie, url, initiator))
            .map(({ name, value }) => `${name}=${value}`)
            .join("; ");
    }
}

/** Whether a page and an address are of one site: the same scheme and the same registrable domain. */
export function isSameSite(origin: string | undefined, url: URL): boolean {
    if (origin === undefined) {
        return true;
    }
    const from = new URL(origin);
    return from.protocol === url.protocol && site(from.hostname) === site(url.hostname);
}

function site(host: string): string {
    return getDomain(host, { allowPrivateDomains: true }) ?? host;
}

function mayCross(cookie: Cookie, url: URL, { origin, topLevel, method }: Initiator): boolean {
    return (
        isSameSite(origin, url) ||
        cookie.sameSite === "None" ||
        (cookie.sameSite === "Lax" && topLevel && method === "GET")
    );
}

function parse(header: string, url: URL): Cookie | string {
    const [pair = "", ...rest] = header.split(";").map((part) => part.trim());
    const equals = pair.indexOf("=");
    if (equals < 1) {
        return "no name";
    }
    const attributes = new Map(rest.map((part) => [part.split("=")[0]?.toLowerCase() ?? "", part.split("=")[1] ?? ""]));
    const given = attributes.get("domain")?.replace(/^\./, "").toLowerCase() ?? "";
    const domain = given === "" ? url.hostname : given;
    if (
        given !== "" &&
        (!isWithin(url.hostname, { domain }) || getDomain(domain, { allowPrivateDomains: true }) === null)
    ) {
        return `${url.hostname} may not set a cookie for ${domain}`;
    }
    const secure = attributes.has("secure");
    const sameSite = siteRule(attributes.get("samesite"));
    if (secure && url.protocol !== "https:") {
        return "Secure over plain HTTP";
    }
    if (sameSite === "None" && !secure) {
        return "SameSite=None without Secure";
    }
    const expires = expiry(attributes);
    return {
        name: pair.slice(0, equals),
        value: pair.slice(equals + 1),
        domain,
        hostOnly: given === "",
        path: attributes.get("path")?.startsWith("/") ? (attributes.get("path") ?? "/") : defaultPath(url.pathname),
        secure,
        httpOnly: attributes.has("httponly"),
        sameSite,
        expires,
    };
}

/** Browsers take a cookie that says nothing for `Lax`. */
function siteRule(value: string | undefined): Cookie["sameSite"] {
    switch (value?.toLowerCase()) {
        case "strict":
            return "Strict";
        case "none":
            return "None";
        default:
            return "Lax";
    }
}

/** `Max-Age` goes before `Expires`. */
function expiry(attributes: ReadonlyMap<string, string>): number | undefined {
    const [maxAge, expires] = [attributes.get("max-age"), attributes.get("expires")];
    if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) {
        return Date.now() + Number(maxAge) * 1000;
    }
    const parsed = Date.parse(expires ?? "");
    return Number.isNaN(parsed) ? undefined : parsed;
}

function isWithin(host: string, { domain }: { readonly domain: string }): boolean {
    return host === domain || host.endsWith(`.${domain}`);
}

function defaultPath(path: string): string {
    return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

function pathMatches(path: string, cookiePath: string): boolean {
    return path === cookiePath || path.startsWith(cookiePath.endsWith("/") ? cookiePath : `${cookiePath}/`);
}

function isSame(one: Cookie, other: Cookie): boolean {
    return one.name === other.name && one.domain === other.domain && one.path === other.path;
}
