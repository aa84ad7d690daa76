import { set } from "../finding";
import { parseUrl } from "../schema/fields";
import type { Draft, Rule } from "./rule";
import { covers, isLoopback, isPublicSuffix, registrable, sameSite } from "./site";

const domainPath = ["kratos", "cookies", "domain"];

interface Hosts {
    readonly base: URL;
    readonly ui: URL;
    readonly sameSite: string;
    readonly domain: string;
}

/** The parts that cookie rules compare, once all of them are known. */
function hosts({ kratos }: Draft): Hosts | undefined {
    const base = parseUrl(kratos?.publicBaseUrl ?? "");
    const ui = parseUrl(kratos?.uiUrl ?? "");
    const cookies = kratos?.cookies;
    if (base === undefined || ui === undefined || cookies?.sameSite === undefined) return undefined;
    return { base, ui, sameSite: cookies.sameSite, domain: cookies.domain ?? base.hostname };
}

/**
 * The UI and Kratos on one site, unless cookies are allowed to cross sites. The setup guide has them on different ones
 * (karima.com and auth.ks-backend.cloud) with `same_site: strict`, which no browser lets through.
 */
export const sessionReachesKratos: Rule = (draft) => {
    const of = hosts(draft);
    if (of === undefined || of.sameSite === "None" || sameSite(of.base, of.ui)) return [];
    const path = ["kratos", "publicBaseUrl"];
    const site = registrable(of.ui.hostname);
    const better = isLoopback(of.ui.hostname)
        ? `${of.ui.protocol}//${of.ui.hostname}${of.base.port === "" ? "" : `:${of.base.port}`}/`
        : `${of.ui.protocol}//auth.${site}/`;
    return [
        {
            path,
            expected: `a URL of the UI's site, ${of.ui.protocol}//${site}: browsers do not send SameSite=${of.sameSite} cookies to another site (a different domain, or http instead of https), so nobody could log in`,
            fixes: [set(path, better)],
        },
    ];
};

/** A cookie domain that browsers accept from Kratos and, with `Strict`, share with the UI's server. */
export const domainCovers: Rule = (draft) => {
    const of = hosts(draft);
    if (of === undefined) return [];
    const { base, ui, domain } = of;
    const common = set(domainPath, registrable(base.hostname));
    if (!covers(domain, base.hostname)) {
        const expected = `a domain that covers ${base.hostname}, the host of \`kratos.publicBaseUrl\`: browsers refuse cookies for other domains`;
        return [{ path: domainPath, expected, fixes: [common] }];
    }
    if (domain !== base.hostname && isPublicSuffix(domain)) {
        const expected = "a domain of your own: below this one anybody can register, so browsers refuse its cookies";
        return [{ path: domainPath, expected, fixes: [common] }];
    }
    if (of.sameSite !== "Strict" || !sameSite(base, ui) || covers(domain, ui.hostname)) return [];
    const expected = `a domain that covers both ${base.hostname} and the UI's host ${ui.hostname}`;
    return [{ path: domainPath, expected, fixes: [common] }];
};

/** Browsers take cookies that cross sites over https only. */
export const crossSiteIsSecure: Rule = (draft) => {
    const of = hosts(draft);
    if (of === undefined || of.sameSite !== "None" || of.base.protocol === "https:") return [];
    const path = ["kratos", "cookies", "sameSite"];
    const expected = "Strict or Lax: browsers take SameSite=None cookies over https only";
    return [{ path, expected, fixes: [set(path, "Strict")] }];
};
