import { createPrivateKey, type KeyObject, type X509Certificate } from "node:crypto";
import { type Flaw, unless } from "./flaw";
import { blocksOf, isCutOff } from "./pem";

const form = "one private key as PEM text, without passphrase";

/** Reads the key. */
export function readKey(text: string): { key?: KeyObject; flaws: Flaw[] } {
    const flaw = (found: string) => ({ flaws: [{ found, accepted: form }] });
    // `openssl ecparam -genkey` writes the curve before the key, which names it as well.
    const blocks = blocksOf(text).filter(({ label }) => label !== "EC PARAMETERS");
    const [first] = blocks;
    if (isCutOff(text)) return flaw("PEM text without its end");
    if (first === undefined) return flaw("text without a private key");
    if (blocks.length > 1) return flaw("more than one private key, or something besides it");
    if (!/^((RSA|EC|ENCRYPTED) )?PRIVATE KEY$/.test(first.label)) return flaw(`something else: ${first.label}`);
    if (first.label.startsWith("ENCRYPTED") || first.text.includes("Proc-Type: 4,ENCRYPTED")) {
        return flaw("a private key with a passphrase, which no server could ask for");
    }
    try {
        return { key: createPrivateKey(first.text), flaws: [] };
    } catch {
        return flaw("a private key that cannot be read");
    }
}

/** Whether the two belong together. */
export function pairFlaws(key: KeyObject, leaf: X509Certificate): Flaw[] {
    return unless(
        leaf.checkPrivateKey(key),
        "the key of another certificate",
        "the key that the request for `edgeCertificate` was made with",
    );
}
