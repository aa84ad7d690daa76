import { isIPv4 } from "node:net";
import { environmentNamed, NORMS } from "../../environments";
import { type Finding, set } from "../finding";
import { formatPath, type Path } from "../path";
import { publicHosts } from "../public-hosts";
import { parseUrl } from "../schema/fields";
import type { Rule } from "./rule";
import { isLoopback } from "./site";

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
export const hostsDiffer: Rule = (draft) =>
    publicHosts(draft).flatMap(({ path, host }, i, all): Finding[] => {
        if (all.findIndex((other) => other.host === host) === i) return [];
        return [{ path, expected: "a host that nothing else here has", fixes: [set(path, exampleFor(path))] }];
    });

/** TLS asks for certificates by name, never by address, and so the edge has none for it. */
export const hostsAreNames: Rule = (draft) =>
    publicHosts(draft)
        // In development, Kratos is reached past the edge.
        .filter(
            ({ host }) => host.startsWith("[") || (NORMS[environmentNamed(draft.environment)].shared && isIPv4(host)),
        )
        .map(({ path }) => ({
            path,
            expected: "a host with a name: TLS serves names, not addresses",
            fixes: [set(path, exampleFor(path))],
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
    return [{ path, expected, fixes: [set(path, "https://karima.com")] }];
};

function exampleFor(path: Path): string {
    const [area, key] = path;
    if (area === "edge") return katoExample;
    return key === "publicBaseUrl" ? "https://auth.karima.com/" : "auth.ks-backend.cloud";
}
