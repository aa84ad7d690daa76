import { type Fix, remove, set } from "../finding";
import { unusedHost } from "../public-hosts";
import { type Draft, isShared, type Rule } from "./rule";
import { covers, isLoopback, isPublicSuffix, registrable, sameSite, siteUrl } from "./site";

const domainPath = ["kratos", "cookies", "domain"];

interface Cookies {
    /** Where Kratos is. */
    readonly base: URL;
    readonly sameSite: string;
    readonly domain: string;
}

/** What decides where cookies go, once all of it is known. */
function cookiesOf(draft: Draft): Cookies | undefined {
    const base = siteUrl(draft, draft.kratos?.publicBaseUrl);
    const { sameSite: policy, domain } = draft.kratos?.cookies ?? {};
    return base === undefined || policy === undefined
        ? undefined
        : { base, sameSite: policy, domain: domain ?? base.hostname };
}

function uiOf(draft: Draft): URL | undefined {
    return siteUrl(draft, draft.kratos?.uiUrl);
}

/**
 * The UI and Kratos on one site, unless cookies are allowed to cross sites. The setup guide has them on different ones
 * (karima.com and auth.ks-backend.cloud) with `same_site: strict`, which no browser lets through.
 */
export const sessionReachesKratos: Rule = (draft) => {
    const of = cookiesOf(draft);
    const ui = uiOf(draft);
    if (of === undefined || ui === undefined || of.sameSite === "None" || sameSite(of.base, ui)) return [];
    const path = ["kratos", "publicBaseUrl"];
    const site = registrable(ui.hostname);
    const port = of.base.port === "" ? "" : `:${of.base.port}`;
    const host = isLoopback(ui.hostname) ? ui.hostname : unusedHost(draft, `auth.${parentOf(ui.hostname)}`);
    const better = `${ui.protocol}//${host}${isLoopback(host) ? port : ""}/`;
    const given = draft.kratos?.cookies?.domain ?? host;
    const reaches = covers(given, host) && (of.sameSite !== "Strict" || covers(given, ui.hostname));
    return [
        {
            path,
            expected: `a URL of the UI's site, ${ui.protocol}//${site}: browsers do not send SameSite=${of.sameSite} cookies to another site (a different domain, or http instead of https), so nobody could log in`,
            fixes: [set(path, better), ...(reaches ? [] : [narrowest(of, host, ui)])],
        },
    ];
};

/** Cookies for the hosts that need them and as few others as can be: whoever runs one of those could read a session. */
function narrowest({ sameSite: policy, base }: Cookies, host: string, ui: URL | undefined): Fix {
    const shared = policy === "Strict" && ui !== undefined && registrable(host) === registrable(ui.hostname);
    if (shared) return set(domainPath, commonDomain(host, ui.hostname));
    // What is left out is Kratos' own host.
    return host === base.hostname ? remove(domainPath) : set(domainPath, host);
}

/** The longest name that both hosts end in, label by label. */
function commonDomain(one: string, other: string): string {
    const labels = one.split(".");
    const start = labels.findIndex((_, i) => covers(labels.slice(i).join("."), other));
    return labels.slice(start).join(".");
}

/** The name above a host, down to the one that somebody registered. */
function parentOf(host: string): string {
    return host === registrable(host) ? host : host.slice(host.indexOf(".") + 1);
}

/** A cookie domain that browsers accept from Kratos and, with `Strict`, share with the UI's server. */
export const domainCovers: Rule = (draft) => {
    const of = cookiesOf(draft);
    const ui = uiOf(draft);
    const given = draft.kratos?.cookies?.domain;
    if (given !== undefined && isLoopback(given) && isShared(draft)) {
        const expected = "a domain that others can reach; this machine is for development";
        const better = of === undefined ? set(domainPath, "karima.com") : narrowest(of, of.base.hostname, ui);
        return [{ path: domainPath, expected, fixes: [better] }];
    }
    if (of === undefined) return [];
    const { base, domain } = of;
    const common = narrowest(of, base.hostname, ui);
    if (!covers(domain, base.hostname)) {
        const expected = `a domain that covers ${base.hostname}, the host of \`kratos.publicBaseUrl\`: browsers refuse cookies for other domains`;
        return [{ path: domainPath, expected, fixes: [common] }];
    }
    if (domain !== base.hostname && isPublicSuffix(domain)) {
        const expected = "a domain of your own: below this one anybody can register, so browsers refuse its cookies";
        return [{ path: domainPath, expected, fixes: [common] }];
    }
    if (of.sameSite !== "Strict" || ui === undefined || !sameSite(base, ui) || covers(domain, ui.hostname)) return [];
    const expected = `a domain that covers both ${base.hostname} and the UI's host ${ui.hostname}`;
    return [{ path: domainPath, expected, fixes: [common] }];
};

/** Browsers take cookies that cross sites over https only. */
export const crossSiteIsSecure: Rule = (draft) => {
    const of = cookiesOf(draft);
    if (of === undefined || of.sameSite !== "None" || of.base.protocol === "https:") return [];
    const path = ["kratos", "cookies", "sameSite"];
    const ui = uiOf(draft);
    const expected = "Strict or Lax: browsers take SameSite=None cookies over https only";
    // On two sites, nothing but None would do.
    const apart = ui !== undefined && !sameSite(of.base, ui);
    const secure = set(["kratos", "publicBaseUrl"], of.base.href.replace(/^http:/, "https:"));
    return [{ path, expected, fixes: [apart ? secure : set(path, "Strict")] }];
};
