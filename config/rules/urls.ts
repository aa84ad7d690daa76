import { type Finding, remove, set } from "../finding";
import type { Path } from "../path";
import { parseUrl } from "../schema/fields";
import type { Draft, Rule } from "./rule";
import { isLoopback, registrable, sameSite, siteUrl } from "./site";

interface Located {
    readonly path: Path;
    readonly value: string;
    readonly url: URL;
    /** A value that would be right. */
    readonly example: string;
}

function urls({ kratos, kato }: Draft): Located[] {
    const at = (path: Path, value: string | undefined, example: string): Located[] => {
        const url = parseUrl(value ?? "");
        return value === undefined || url === undefined ? [] : [{ path, value, url, example }];
    };
    return [
        ...at(["kratos", "publicBaseUrl"], kratos?.publicBaseUrl, "https://auth.karima.com/"),
        ...at(["kratos", "uiUrl"], kratos?.uiUrl, "https://karima.com"),
        ...at(["kratos", "defaultReturnUrl"], kratos?.defaultReturnUrl, "https://karima.com/"),
        ...(kratos?.allowedOrigins ?? []).flatMap((value, i) =>
            at(["kratos", "allowedOrigins", i], value, "https://karima.com"),
        ),
        ...(kato?.cors?.origins ?? []).flatMap((value, i) =>
            at(["kato", "cors", "origins", i], value, "https://app.yourdomain.com"),
        ),
    ];
}

const secure = (value: string): string => value.replace(/^http:/, "https:");

/** Outside development: https, and hosts that others can reach. */
export const urlsArePublic: Rule = (draft) =>
    urls(draft).flatMap(({ path, value, url, example }): Finding[] => {
        if (isLoopback(url.hostname)) {
            const expected = "an https URL on a host that others can reach; localhost and http are for development";
            return [{ path, expected, fixes: [set(path, example)] }];
        }
        if (url.protocol === "https:") return [];
        const expected = "https: over http, sessions and passwords can be read on the way";
        return [{ path, expected, fixes: [set(path, secure(value))] }];
    });

/** In development: http on the machine itself only. */
export const httpIsLocal: Rule = (draft) =>
    urls(draft)
        .filter(({ url }) => url.protocol === "http:" && !isLoopback(url.hostname))
        .map(({ path, value }) => ({
            path,
            expected: "https; in development also http, on localhost only",
            fixes: [set(path, secure(value))],
        }));

/** Outside development: additional hosts that others can reach. */
export const additionalHostsArePublic: Rule = ({ kratos }) =>
    (kratos?.additionalHosts ?? []).flatMap((host, i): Finding[] => {
        const path = ["kratos", "additionalHosts", i];
        if (host === undefined || !isLoopback(host)) return [];
        return [{ path, expected: "a host name that others can reach, not this machine", fixes: [remove(path)] }];
    });

/** A browser that comes back from a flow comes back to the UI, not to somebody else's site. */
export const returnsToUi: Rule = (draft) => {
    const ui = siteUrl(draft, draft.kratos?.uiUrl);
    const back = siteUrl(draft, draft.kratos?.defaultReturnUrl);
    if (ui === undefined || back === undefined || sameSite(ui, back)) return [];
    const path = ["kratos", "defaultReturnUrl"];
    const expected = `a URL of the UI's site, ${ui.protocol}//${registrable(ui.hostname)}`;
    return [{ path, expected, fixes: [set(path, `${ui.origin}/`)] }];
};
