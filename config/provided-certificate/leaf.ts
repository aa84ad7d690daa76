import type { X509Certificate } from "node:crypto";
import { type Flaw, unless } from "./flaw";

const serverAuth = "1.3.6.1.5.5.7.3.1";

/** What is wrong with the server's own certificate, dates apart. */
export function leafFlaws(leaf: X509Certificate, hosts: readonly string[]): Flaw[] {
    const missing = hosts.filter((host) => !covers(leaf, host));
    return [
        ...unless(
            !leaf.ca,
            "an authority's certificate in the first place",
            "a server's certificate first, then that of the authority",
        ),
        ...unless(
            missing.length === 0,
            `a certificate that is not for ${missing.join(", ")}`,
            `one whose names (subjectAltName; browsers do not look at CN) cover ${hosts.join(", ")}`,
        ),
        // Node calls the extended usages `keyUsage`.
        ...unless(
            (leaf.keyUsage as readonly string[] | undefined)?.includes(serverAuth) ?? true,
            "a certificate that is not for servers",
            "one whose extended key usage, if it has one, includes serverAuth",
        ),
        ...keyFlaws(leaf),
    ];
}

/** As browsers do it: only subjectAltName counts, and a `*` stands for one whole label. */
function covers(leaf: X509Certificate, host: string): boolean {
    return leaf.checkHost(host, { subject: "never", partialWildcards: false }) !== undefined;
}

function keyFlaws({ publicKey }: X509Certificate): Flaw[] {
    const { asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength, namedCurve } = {} } = publicKey;
    const strong =
        (type === "rsa" && (modulusLength ?? 0) >= 3072) ||
        (type === "ec" && ["prime256v1", "secp384r1"].includes(namedCurve ?? ""));
    const found = [type, modulusLength ?? namedCurve].filter((part) => part !== undefined).join(" ");
    return unless(strong, `a certificate for a key of the kind ${found}`, "RSA of at least 3072 bits, P-256 or P-384");
}
