import type { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { chainFlaws, readChain, type Trust } from "./chain";
import type { Flaw } from "./flaw";
import { pairFlaws, readKey } from "./key";
import { leafFlaws } from "./leaf";

/** A certificate as a person gives it; what is not known is not looked at. */
export interface Given {
    /** PEM text. */
    readonly certificate: string | undefined;
    /** PEM text. */
    readonly key: string | undefined;
    /** All hosts that are served with it. */
    readonly hosts: readonly string[];
}

export interface Examined {
    /** The server's own certificate. @default none can be read */
    readonly leaf?: X509Certificate;
    readonly certificateFlaws: readonly Flaw[];
    readonly keyFlaws: readonly Flaw[];
}

/** Finds everything that is wrong with a certificate and its key, as far as that goes without the network. */
export function examine({ certificate, key: keyText, hosts }: Given, trust: Trust): Examined {
    const { chain, flaws } = certificate === undefined ? { chain: [], flaws: [] } : readChain(certificate);
    const { key, flaws: keyFlaws } = keyText === undefined ? { flaws: [] } : readKey(keyText);
    const [leaf] = chain;
    if (leaf === undefined) return { certificateFlaws: flaws, keyFlaws };
    const certificateFlaws = [...leafFlaws(leaf, hosts), ...chainFlaws(chain, trust)];
    const ofBoth = [...keyFlaws, ...(key === undefined ? [] : pairFlaws(key, leaf))];
    const fine = certificateFlaws.length + ofBoth.length === 0;
    return { leaf, certificateFlaws: fine ? refusals(certificate, keyText) : certificateFlaws, keyFlaws: ofBoth };
}

/** What a server's own library would refuse besides, such as signatures with SHA-1. */
function refusals(cert: string | undefined, key: string | undefined): Flaw[] {
    if (cert === undefined || key === undefined) return [];
    try {
        createSecureContext({ cert, key });
        return [];
    } catch (error) {
        const code = error instanceof Error && "code" in error ? String(error.code) : "no reason given";
        return [{ found: `certificates that OpenSSL refuses (${code})`, accepted: "certificates that servers take" }];
    }
}
