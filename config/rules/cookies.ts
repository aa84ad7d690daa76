import { set } from "../finding";
import type { Draft, Rule } from "./rule";
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
    const better = isLoopback(ui.hostname) ? `${ui.protocol}//${ui.hostname}${port}/` : `${ui.protocol}//auth.${site}/`;
    return [
        {
            path,
            expected: `a URL of the UI's site, ${ui.protocol}//${site}: browsers do not send SameSite=${of.sameSite} cookies to another site (a different domain, or http instead of https), so nobody could log in`,
            fixes: [set(path, better)],
        },
    ];
};

/** A cookie domain that browsers accept from Kratos and, with `Strict`, share with the UI's server. */
export const domainCovers: Rule = (draft) => {
    const of = cookiesOf(draft);
    const ui = uiOf(draft);
    if (of === undefined) return [];
    const { base, domain } = of;
    const common = set(domainPath, registrable(base.hostname));
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
    const expected = "Strict or Lax: browsers take SameSite=None cookies over https only";
    return [{ path, expected, fixes: [set(path, "Strict")] }];
};
