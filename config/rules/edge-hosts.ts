import { isIPv4 } from "node:net";
import { type Finding, type Fix, set } from "../finding";
import { formatPath, type Path } from "../path";
import { publicHosts, unusedHost } from "../public-hosts";
import { parseUrl } from "../schema/fields";
import { type Draft, isShared, type Rule } from "./rule";
import { isLoopback, registrable } from "./site";

const katoPath = ["edge", "hosts", "kato"];
const katoExample = "kato.yourdomain.com";

/** Outside development: KATO has a public name. */
export const katoHostIsNamed: Rule = ({ edge }): Finding[] => {
    const kato = edge?.hosts?.kato;
    if (edge === undefined || (kato !== undefined && !isLoopback(kato))) return [];
    const expected = "the host name that clients reach KATO at; localhost is for development";
    return [{ path: katoPath, expected, fixes: [set(katoPath, katoExample)] }];
};

/** Two routes for one host: the controller would take one of them and ignore the other. */
export const hostsDiffer: Rule = (draft) => {
    const offered: string[] = [];
    return publicHosts(draft).flatMap(({ path, host }, i, all): Finding[] => {
        if (all.findIndex((other) => other.host === host) === i) return [];
        const better = exampleFor(draft, path, offered);
        offered.push(better);
        return [{ path, expected: "a host that nothing else here has", fixes: [set(path, better)] }];
    });
};

/** TLS asks for certificates by name, never by address, and so the edge has none for it. */
export const hostsAreNames: Rule = (draft) =>
    publicHosts(draft)
        // In development, Kratos is reached past the edge.
        .filter(({ host }) => host.startsWith("[") || (isShared(draft) && isIPv4(host)))
        .map(({ path }) => ({
            path,
            expected: "a host with a name: TLS serves names, not addresses",
            fixes: named(draft, path),
        }));

/** Outside development: Kratos' base URL is what the edge serves. It listens on 443 and passes paths on as they are. */
export const kratosIsAtTheEdge: Rule = ({ kratos, edge }) => {
    const url = parseUrl(kratos?.publicBaseUrl ?? "");
    if (url === undefined || edge?.controller?.mode !== "install") return [];
    if (isLoopback(url.hostname) || (url.port === "" && url.pathname === "/")) return [];
    const path = ["kratos", "publicBaseUrl"];
    const better = `https://${url.hostname}/`;
    return [
        {
            path,
            expected: "a URL without port and path: the edge serves hosts on port 443, as a whole",
            fixes: [set(path, better)],
        },
    ];
};

/** The edge gives a host to one server as a whole: no page of a UI on it would be reached. In development, ports differ. */
export const uiIsElsewhere: Rule = (draft) => {
    const path = ["kratos", "uiUrl"];
    const ui = parseUrl(draft.kratos?.uiUrl ?? "");
    if (ui === undefined || (ui.port !== "" && isLoopback(ui.hostname))) return [];
    const taken = publicHosts(draft).find(({ host }) => host === ui.hostname);
    if (taken === undefined) return [];
    const expected = `a URL on another host than \`${formatPath(taken.path)}\`, which the edge serves as a whole`;
    const base = parseUrl(draft.kratos?.publicBaseUrl ?? "")?.hostname;
    const site = draft.kratos?.cookies?.domain ?? registrable(base ?? ui.hostname);
    const free = unusedHost(draft, site) === site ? site : unusedHost(draft, `app.${site}`);
    return [{ path, expected, fixes: [set(path, `https://${free}`)] }];
};

/** The name in place of an address. This machine has one of its own, and where the UI has the same address, it takes it, too. */
function named(draft: Draft, path: Path): Fix[] {
    const base = parseUrl(draft.kratos?.publicBaseUrl ?? "");
    if (isShared(draft) || base === undefined || !isLoopback(base.hostname) || path.at(-1) !== "publicBaseUrl") {
        return [set(path, exampleFor(draft, path))];
    }
    return (["publicBaseUrl", "uiUrl", "defaultReturnUrl"] as const).flatMap((key) => {
        const value = draft.kratos?.[key] ?? "";
        if (parseUrl(value)?.hostname !== base.hostname) return [];
        return [set(["kratos", key], value.replace(base.hostname, "localhost"))];
    });
}

function exampleFor(draft: Draft, path: Path, offered: readonly string[] = []): string {
    const [area, key] = path;
    if (area === "edge") return unusedHost(draft, katoExample, offered);
    return key === "publicBaseUrl"
        ? `https://${unusedHost(draft, "auth.karima.com")}/`
        : unusedHost(draft, "auth.ks-backend.cloud", offered);
}
