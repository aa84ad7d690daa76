import assert from "node:assert/strict";
import { ecKey, keyPem } from "../../support/pki";
import { fine, flawsOf, goodChain, goodKey, intermediate } from "./fixtures";

describe("the key of a provided certificate", () => {
    const refused: [string, string, string][] = [
        ["the key of another", "the key of another certificate", keyPem(ecKey())],
        ["no key at all", "text without a private key", "nothing"],
        ["a certificate as its key", "something else: CERTIFICATE", intermediate.pem],
        ["a key that was cut off", "PEM text without its end", goodKey.slice(0, -30)],
        ["two keys", "more than one private key, or something besides it", goodKey + keyPem(ecKey())],
        ["a key that is none", "a private key that cannot be read", goodKey.replace(/^M.*$/m, "AAAA")],
        [
            "a key with a passphrase",
            "a private key with a passphrase, which no server could ask for",
            goodKey.replaceAll("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
        ],
        [
            "a key with a passphrase, in the older form",
            "a private key with a passphrase, which no server could ask for",
            goodKey.replace("-----\n", "-----\nProc-Type: 4,ENCRYPTED\n"),
        ],
    ];
    for (const [title, found, key] of refused) {
        it(`is refused: ${title}`, () => {
            assert.deepEqual(flawsOf(goodChain, key), { ...fine, key: [found] });
        });
    }
});
