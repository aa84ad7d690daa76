import { X509Certificate } from "node:crypto";
import { day, type Flaw, unless } from "./flaw";
import { blocksOf, isCutOff } from "./pem";

/** Whom and when to believe. */
export interface Trust {
    readonly now: Date;
    /** Public authorities, as PEM text. */
    readonly roots: readonly string[];
    /** Whether the chain may end in an authority of one's own instead. */
    readonly ownAuthority: boolean;
}

const form = "certificates as PEM text: yours, then each that signed the one before";

/** Reads the certificates. */
export function readChain(text: string): { chain: X509Certificate[]; flaws: Flaw[] } {
    const flaw = (found: string) => ({ chain: [], flaws: [{ found, accepted: form }] });
    const blocks = blocksOf(text);
    const other = blocks.find(({ label }) => label !== "CERTIFICATE");
    if (isCutOff(text)) return flaw("PEM text without its end");
    if (other?.label.endsWith("PRIVATE KEY") === true) return flaw("a private key, which belongs in `edgePrivateKey`");
    if (other !== undefined) return flaw(`something else: ${other.label}`);
    if (blocks.length === 0) return flaw("text without a certificate");
    try {
        return { chain: blocks.map((block) => new X509Certificate(block.text)), flaws: [] };
    } catch {
        return flaw("a certificate that cannot be read");
    }
}

/**
 * What is wrong with the chain as such. Not checked, because it takes the network or another library: revocation, and
 * what an authority may sign (name constraints, path length).
 */
export function chainFlaws(chain: readonly X509Certificate[], trust: Trust): Flaw[] {
    const broken = chain.flatMap((certificate, i) => {
        const next = chain[i + 1];
        return next === undefined || (next.ca && isSignedBy(certificate, next)) ? [] : [i];
    });
    return [
        ...chain.flatMap((certificate, i) => dateFlaws(certificate, i, trust.now)),
        ...broken.map((i) => ({ found: `${nth(i)}, which the next one has not signed`, accepted: form })),
        ...(broken.length === 0 ? endFlaws(chain, trust) : []),
    ];
}

function dateFlaws({ validFrom, validTo }: X509Certificate, i: number, now: Date): Flaw[] {
    const [from, to] = [new Date(validFrom), new Date(validTo)];
    return [
        ...unless(from <= now, `${nth(i)}, which is not valid before ${day(from)}`, "one that is valid today"),
        ...unless(now <= to, `${nth(i)}, which has expired on ${day(to)}`, "one that is valid today"),
    ];
}

/** The end is known: a public authority, or one that a public authority has signed, or else an authority of one's own. */
function endFlaws(chain: readonly X509Certificate[], { now, roots, ownAuthority }: Trust): Flaw[] {
    const last = chain.at(-1);
    if (last === undefined) return [];
    const known = roots
        .map((root) => new X509Certificate(root))
        .some((root) => dateFlaws(root, 0, now).length === 0 && isSignedBy(last, root));
    if (known) return [];
    if (!isSignedBy(last, last)) {
        const found = `a chain that ends too early: the certificate of ${JSON.stringify(issuerName(last))} is missing`;
        return [{ found, accepted: "every certificate up to a public authority's, which itself may be left out" }];
    }
    return unless(
        ownAuthority,
        "a chain of an authority of your own",
        "in production, a certificate of a public authority: nobody else's browser knows yours",
    );
}

function isSignedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

function issuerName({ issuer }: X509Certificate): string {
    return /^CN=(.*)$/m.exec(issuer)?.[1] ?? issuer;
}

function nth(i: number): string {
    return `certificate ${i + 1} of the chain`;
}
