import assert from "node:assert/strict";
import type { Trust } from "../../../config/provided-certificate/chain";
import { examine } from "../../../config/provided-certificate/examine";
import { certificate, ecKey, keyPem, rsaKey } from "../../support/pki";
import {
    authority,
    fine,
    flawsOf,
    type Found,
    goodChain,
    goodKey,
    HOSTS,
    intermediate,
    leaf,
    leafKey,
    NOW,
    root,
    trust,
} from "./fixtures";

describe("a provided certificate", () => {
    const rsa = rsaKey(3072);
    const accepted: [string, string, string?, Partial<Trust>?][] = [
        ["without the public root", goodChain],
        ["with the public root", goodChain + root.pem],
        ["directly of a public root", leaf({ issuer: root })],
        ["of RSA with 3072 bits", leaf({ key: rsa }) + intermediate.pem, keyPem(rsa)],
        ["with explanations around it", `subject=CN = kato\n${leaf()}\n\nissuer=CN = x\n${intermediate.pem}\n`],
        ["with line ends of Windows", goodChain.replaceAll("\n", "\r\n"), goodKey.replaceAll("\n", "\r\n")],
        ["for servers by its usages", leaf({ usages: ["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"] }) + intermediate.pem],
        ["with a `*` for one label", leaf({ hosts: ["*.karima.com"] }) + intermediate.pem],
        ["with a key in the older form", goodChain, keyPem(leafKey, "sec1")],
        [
            "with a curve before the key",
            goodChain,
            `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${keyPem(leafKey, "sec1")}`,
        ],
        ["of an authority of one's own, in full", goodChain + root.pem, goodKey, { roots: [], ownAuthority: true }],
    ];
    for (const [title, chain, key, changes] of accepted) {
        it(`is right ${title}`, () => {
            assert.deepEqual(flawsOf(chain, key, changes), fine);
        });
    }

    it("may be for P-384", () => {
        const key = ecKey("secp384r1");
        assert.deepEqual(flawsOf(leaf({ key }) + intermediate.pem, keyPem(key)), fine);
    });

    const past = { from: new Date("2025-01-01T00:00:00Z"), to: new Date("2026-11-21T23:59:59Z") };
    const future = { from: new Date("2026-11-23T00:00:00Z"), to: new Date("2027-11-23T00:00:00Z") };
    const weak = rsaKey(2048);
    const other = certificate({ ...future, name: "Intermediate", authority: true });
    const old = certificate({ ...past, name: "Old", authority: true });
    const server = authority({ authority: false });
    const refused: [string, string, Partial<Found>, string?, Partial<Trust>?][] = [
        ["empty text", "nothing", { certificate: ["text without a certificate"] }],
        ["base64 without its lines", "TUlJQg==", { certificate: ["text without a certificate"] }],
        ["its first line alone", "-----BEGIN CERTIFICATE-----", { certificate: ["PEM text without its end"] }],
        ["text that was cut off", goodChain.slice(0, -40), { certificate: ["PEM text without its end"] }],
        [
            "a certificate that is none",
            leaf().replace(/^MII.*$/m, "AAAA"),
            { certificate: ["a certificate that cannot be read"] },
        ],
        ["a private key", goodKey + goodChain, { certificate: ["a private key, which belongs in `edgePrivateKey`"] }],
        [
            "a request",
            leaf().replaceAll("CERTIFICATE-", "CERTIFICATE REQUEST-"),
            { certificate: ["something else: CERTIFICATE REQUEST"] },
        ],
        [
            "an incomplete chain",
            leaf(),
            { certificate: ['a chain that ends too early: the certificate of "Intermediate" is missing'] },
        ],
        [
            "the wrong order",
            intermediate.pem + leaf(),
            {
                certificate: [
                    "an authority's certificate in the first place",
                    "a certificate that is not for kato.karima.com, auth.karima.com",
                    "certificate 1 of the chain, which the next one has not signed",
                ],
                key: ["the key of another certificate"],
            },
        ],
        [
            "an authority of the right name and another key",
            leaf() + other.pem,
            {
                certificate: [
                    "certificate 2 of the chain, which is not valid before 2026-11-23",
                    "certificate 1 of the chain, which the next one has not signed",
                ],
            },
        ],
        [
            "an authority of the right key and another name",
            leaf() + authority({ name: "Other", key: intermediate.key }).pem,
            { certificate: ["certificate 1 of the chain, which the next one has not signed"] },
        ],
        [
            "a server in the place of an authority",
            leaf({ issuer: server }) + server.pem,
            { certificate: ["certificate 1 of the chain, which the next one has not signed"] },
        ],
        [
            "an end that nobody knows",
            goodChain,
            { certificate: ['a chain that ends too early: the certificate of "Root" is missing'] },
            goodKey,
            { roots: [], ownAuthority: true },
        ],
        [
            "an authority of one's own, in production",
            goodChain + root.pem,
            { certificate: ["a chain of an authority of your own"] },
            goodKey,
            { roots: [] },
        ],
        [
            "a public root that is no longer valid",
            leaf({ issuer: old }),
            { certificate: ['a chain that ends too early: the certificate of "Old" is missing'] },
            goodKey,
            { roots: [old.pem] },
        ],
        [
            "a certificate that has expired",
            leaf(past) + intermediate.pem,
            { certificate: ["certificate 1 of the chain, which has expired on 2026-11-21"] },
        ],
        [
            "a certificate of tomorrow",
            leaf(future) + intermediate.pem,
            { certificate: ["certificate 1 of the chain, which is not valid before 2026-11-23"] },
        ],
        [
            "an authority that has expired",
            leaf() + authority({ ...past, key: intermediate.key }).pem,
            { certificate: ["certificate 2 of the chain, which has expired on 2026-11-21"] },
        ],
        [
            "RSA with 2048 bits",
            leaf({ key: weak }) + intermediate.pem,
            { certificate: ["a certificate for a key of the kind rsa 2048"] },
            keyPem(weak),
        ],
        [
            "clients only",
            leaf({ usages: ["1.3.6.1.5.5.7.3.2"] }) + intermediate.pem,
            { certificate: ["a certificate that is not for servers"] },
        ],
        [
            "one host alone",
            leaf({ hosts: ["kato.karima.com"] }) + intermediate.pem,
            { certificate: ["a certificate that is not for auth.karima.com"] },
        ],
        [
            "a name in CN alone, as the security guide's request has it",
            certificate({ ...future, from: NOW, name: "kato.karima.com", key: leafKey, issuer: intermediate }).pem +
                intermediate.pem,
            { certificate: ["a certificate that is not for kato.karima.com, auth.karima.com"] },
        ],
        [
            "a `*` for two labels",
            leaf({ hosts: ["*.com"] }) + intermediate.pem,
            { certificate: ["a certificate that is not for kato.karima.com, auth.karima.com"] },
        ],
        [
            "a `*` within a label",
            leaf({ hosts: ["ka*.karima.com", "auth.karima.com"] }) + intermediate.pem,
            { certificate: ["a certificate that is not for kato.karima.com"] },
        ],
        [
            "signatures with SHA-1",
            leaf({ hash: "sha1" }) + intermediate.pem,
            { certificate: ["certificates that OpenSSL refuses (ERR_SSL_CA_MD_TOO_WEAK)"] },
        ],
    ];
    for (const [title, chain, expected, key, changes] of refused) {
        it(`is refused: ${title}`, () => {
            assert.deepEqual(flawsOf(chain, key, changes), { ...fine, ...expected });
        });
    }

    it("is refused for another curve", () => {
        const key = ecKey("secp521r1");
        assert.deepEqual(flawsOf(leaf({ key }) + intermediate.pem, keyPem(key)).certificate, [
            "a certificate for a key of the kind ec secp521r1",
        ]);
    });

    it("is told all that is wrong at once", () => {
        const bad = leaf({ ...past, hosts: [], usages: ["1.3.6.1.5.5.7.3.2"], key: weak });
        assert.deepEqual(flawsOf(bad, "nothing"), {
            certificate: [
                "a certificate that is not for kato.karima.com, auth.karima.com",
                "a certificate that is not for servers",
                "a certificate for a key of the kind rsa 2048",
                "certificate 1 of the chain, which has expired on 2026-11-21",
                'a chain that ends too early: the certificate of "Intermediate" is missing',
            ],
            key: ["text without a private key"],
        });
    });

    it("is examined as far as it is known", () => {
        const half = (given: { certificate?: string; key?: string }) => {
            const { certificateFlaws, keyFlaws } = examine(
                { certificate: given.certificate, key: given.key, hosts: HOSTS },
                trust,
            );
            return [certificateFlaws.length, keyFlaws.length];
        };
        assert.deepEqual(half({}), [0, 0]);
        assert.deepEqual(half({ certificate: goodChain }), [0, 0]);
        assert.deepEqual(half({ certificate: leaf() }), [1, 0]);
        assert.deepEqual(half({ key: goodKey }), [0, 0]);
        assert.deepEqual(half({ key: "nothing" }), [0, 1]);
    });

    it("is valid up to its last second", () => {
        const until = new Date("2026-12-01T00:00:00Z");
        const chain = leaf({ to: until }) + intermediate.pem;
        assert.deepEqual(flawsOf(chain, goodKey, { now: until }), fine);
        assert.equal(flawsOf(chain, goodKey, { now: new Date(until.getTime() + 1) }).certificate.length, 1);
    });
});
