import type * as tldts from "tldts";
import { parseUrl } from "../schema/fields";
import { type Draft, isShared } from "./rule";

/**
 * A setting as a URL to compare sites by. Outside development, http and this machine are refused with findings of their own, so
 * they do not count as different sites as well.
 */
export function siteUrl(draft: Draft, value: string | undefined): URL | undefined {
    const shared = isShared(draft);
    const url = parseUrl(shared ? (value ?? "").replace(/^http:/, "https:") : (value ?? ""));
    return shared && url !== undefined && isLoopback(url.hostname) ? undefined : url;
}

/** Names and addresses of the machine itself, which nobody else can reach. */
export function isLoopback(host: string): boolean {
    return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])$/.test(host);
}

/** Whether a cookie of this domain goes to the host. */
export function covers(domain: string, host: string): boolean {
    return host === domain || host.endsWith(`.${domain}`);
}

/** Whether a browser counts both URLs as one site: same scheme, same registrable domain. */
export function sameSite(a: URL, b: URL): boolean {
    return (
        a.protocol === b.protocol && (a.hostname === b.hostname || registrable(a.hostname) === registrable(b.hostname))
    );
}

/**
 * The domain somebody registered: `karima.com` of `auth.karima.com`, `a.co.uk` of `www.a.co.uk`. A host without one (an address,
 * `localhost`) stands for itself.
 */
export function registrable(host: string): string {
    return domainOf(host) ?? host;
}

/** Whether anybody can register below the name, as below `co.uk`; browsers refuse cookies for those. */
export function isPublicSuffix(host: string): boolean {
    return domainOf(host) === null && host.includes(".") && !/^[\d.]+$/.test(host);
}

function domainOf(host: string): string | null {
    // Loaded here because most stacks never ask: the list of public suffixes takes 10 ms to read.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { getDomain } = require("tldts") as typeof tldts;
    return getDomain(host, { allowPrivateDomains: true });
}
