import { defaultIssuer } from "../edge";
import { type Finding, type Fix, remove, say, set } from "../finding";
import { publicHosts } from "../public-hosts";
import { dns01 } from "../schema/edge-certificates";
import { requirements } from "../schema/walk";
import { exposureOf } from "./edge";
import { type Draft, isShared, type Rule } from "./rule";
import { isLoopback } from "./site";

const certificatesPath = ["edge", "certificates"];
const issuerPath = [...certificatesPath, "issuer"];
const emailPath = [...certificatesPath, "email"];

/** Names that no public authority answers for: RFC 6761 and 6762, and what ICANN keeps for private use. */
const privateName = /(^|\.)(localhost|local|internal|home\.arpa|lan|onion|test|invalid)$/;

/** Who issues the certificates, by default or not. */
function issuerOf({ environment, edge }: Draft): string | undefined {
    if (environment === undefined || edge?.certificates === undefined) return undefined;
    return edge.certificates.issuer ?? defaultIssuer(environment);
}

function isLetsEncrypt(draft: Draft): boolean {
    return issuerOf(draft)?.startsWith("letsencrypt-") === true;
}

/** Let's Encrypt knows its customers by their addresses. */
export const authorityHasAnAddress: Rule = (draft): Finding[] => {
    if (!isLetsEncrypt(draft) || draft.edge?.certificates?.email !== undefined) return [];
    const expected = "an e-mail address, because the certificates come from Let's Encrypt";
    return [{ path: emailPath, expected, fixes: [set(emailPath, "admin@yourdomain.com")] }];
};

/** What only Let's Encrypt asks for means that somebody expects its certificates. */
export const onlyLetsEncryptAsks: Rule = (draft) => {
    const issuer = issuerOf(draft);
    if (issuer === undefined || isLetsEncrypt(draft)) return [];
    return (["email", "solver"] as const)
        .filter((key) => draft.edge?.certificates?.[key] !== undefined)
        .map((key) => {
            const path = [...certificatesPath, key];
            return {
                path,
                expected: `nothing with the issuer ${issuer}: only Let's Encrypt asks for it`,
                // Nobody can look up the names of a developer's machine.
                fixes: [remove(path), ...(isShared(draft) ? [say("or"), ...letsEncrypt(draft)] : [])],
            };
        });
};

/** A public authority answers for names that everybody can look up. */
export const authorityKnowsHosts: Rule = (draft) =>
    (isLetsEncrypt(draft) ? publicHosts(draft) : [])
        // Outside development, this machine is refused for everybody's sake.
        .filter(({ host }) => !isShared(draft) || !isLoopback(host))
        .filter(({ host }) => !host.includes(".") || privateName.test(host))
        .map(({ path }) => ({
            path,
            expected: "a public name, because the certificates come from Let's Encrypt",
            fixes: [
                say("use a name below a domain of your own"),
                ...(isShared(draft) ? [] : [say("or"), ...ownAuthority(draft)]),
            ],
        }));

/** With HTTP-01, the authority comes to port 80 of each host. */
export const challengeArrives: Rule = (draft): Finding[] => {
    const { type = "http01" } = draft.edge?.certificates?.solver ?? {};
    if (!isLetsEncrypt(draft) || type !== "http01" || exposureOf(draft) !== "node-port") return [];
    const path = [...certificatesPath, "solver", "type"];
    return [
        {
            path,
            expected: "dns01 with `edge.exposure: node-port`: Let's Encrypt fetches its file on port 80 and no other",
            fixes: requirements(dns01, path.slice(0, -1)).map((each) => set(each.path, each.value)),
        },
    ];
};

/** Outside development: others' browsers do not know our own authority. */
export const authorityIsKnown: Rule = (draft) =>
    issuerOf(draft) === "internal-ca"
        ? refused(draft, "letsencrypt-prod or provided: browsers do not trust the platform's own authority")
        : [];

/** Production: certificates that browsers trust. */
export const certificatesAreReal: Rule = (draft) =>
    issuerOf(draft) === "letsencrypt-staging"
        ? refused(draft, "letsencrypt-prod or provided: browsers do not trust test certificates")
        : [];

function refused(draft: Draft, expected: string): Finding[] {
    return [{ path: issuerPath, expected, fixes: letsEncrypt(draft) }];
}

/** Let's Encrypt, and what it asks for. */
function letsEncrypt({ edge }: Draft): Fix[] {
    const email = edge?.certificates?.email === undefined ? [set(emailPath, "admin@yourdomain.com")] : [];
    return [set(issuerPath, "letsencrypt-prod"), ...email];
}

/** The platform's own authority, without what only Let's Encrypt asks for. */
function ownAuthority({ edge }: Draft): Fix[] {
    const asked = (["email", "solver"] as const).filter((key) => edge?.certificates?.[key] !== undefined);
    return [set(issuerPath, "internal-ca"), ...asked.map((key) => remove([...certificatesPath, key]))];
}
