import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case, RuleCases } from "../case";

function generated(type: string, name: string, props: Record<string, unknown>): PolicyResource {
    return { type: `random:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`, name, props };
}

function password(props: Record<string, unknown>, name = "kratos-cookie-g1"): readonly PolicyResource[] {
    return [generated("RandomPassword", name, props)];
}

function privateKey(props: Record<string, unknown>): readonly PolicyResource[] {
    return [{ type: "tls:index/privateKey:PrivateKey", name: "ca", props }];
}

/** A credential made on a day; undefined for one that does not know it. */
function made(name: string, generatedOn?: unknown, parent?: string): PolicyResource {
    const keepers = generatedOn === undefined ? {} : { keepers: { generatedOn } };
    const opts = parent === undefined ? {} : { opts: { parent } };
    return { ...generated("RandomPassword", name, { length: 43, special: false, ...keepers }), ...opts };
}

const AGE = "keepers.generatedOn";
const ALPHANUMERIC = { length: 43, special: false };

/** The cases are judged on 2026-11-22. */
const old = (what: string, ...resources: readonly PolicyResource[]): Case => ({ what, resources, at: AGE });

export const generatedCases: readonly RuleCases[] = [
    {
        rule: "generated-secret-type",
        fails: [
            { what: "RandomString", resources: [generated("RandomString", "jwt-g1", { length: 86 })], at: "" },
            { what: "RandomId", resources: [generated("RandomId", "kratos-cookie-g1", { byteLength: 32 })], at: "" },
            { what: "RandomPet", resources: [generated("RandomPet", "postgres-password", {})], at: "" },
            { what: "RandomUuid", resources: [generated("RandomUuid", "api-key", {})], at: "" },
            { what: "RandomUuid4", resources: [generated("RandomUuid4", "api-key", {})], at: "" },
            { what: "RandomUuid7", resources: [generated("RandomUuid7", "api-key", {})], at: "" },
            { what: "a number", resources: [generated("RandomInteger", "admin-password", { min: 0, max: 9 })], at: "" },
            { what: "a choice", resources: [generated("RandomShuffle", "api-token", { inputs: ["a"] })], at: "" },
        ],
        passes: [{ what: "32 random bytes", resources: password(ALPHANUMERIC) }],
        nearMisses: [
            { what: "part of a name", resources: [generated("RandomId", "bucket-suffix", { byteLength: 4 })] },
            { what: "a name", resources: [generated("RandomPet", "cluster_name", {})] },
            { what: "a port", resources: [generated("RandomInteger", "port", { min: 1, max: 9 })] },
            { what: "an order", resources: [generated("RandomShuffle", "zones", { inputs: ["a", "b"] })] },
            { what: "bytes", resources: [generated("RandomBytes", "key", { length: 32 })] },
        ],
    },
    {
        rule: "generated-secret-strength",
        fails: [
            { what: "42 letters and digits", resources: password({ length: 42, special: false }), at: "length" },
            { what: "no length", resources: password({ special: false }), at: "length" },
            { what: "a length that is no number", resources: password({ length: "43" }), at: "length" },
            { what: "no upper case", resources: password({ ...ALPHANUMERIC, upper: false }), at: "length" },
            { what: "no lower case", resources: password({ ...ALPHANUMERIC, lower: false }), at: "length" },
            { what: "no digits", resources: password({ ...ALPHANUMERIC, numeric: false }), at: "length" },
            {
                what: "no digits, by the old name",
                resources: password({ ...ALPHANUMERIC, number: false }),
                at: "length",
            },
            {
                what: "special characters alone, and two of them",
                resources: password({ length: 64, upper: false, lower: false, numeric: false, overrideSpecial: "!-!" }),
                at: "length",
            },
            {
                what: "one character to choose from",
                resources: password({ length: 999, upper: false, lower: false, numeric: false, overrideSpecial: "!" }),
                at: "length",
            },
            {
                what: "special characters that are letters as well",
                resources: password({ length: 43, upper: false, numeric: false, overrideSpecial: "abcabc" }),
                at: "length",
            },
            {
                what: "nothing but digits, by their least number",
                resources: password({ ...ALPHANUMERIC, minNumeric: 43 }),
                at: "length",
            },
            ...["minUpper", "minLower", "minNumeric"].map((least) => ({
                what: `one character of a class by force (${least})`,
                resources: password({ ...ALPHANUMERIC, [least]: 1 }),
                at: "length",
            })),
            {
                what: "twenty of one special character by force",
                resources: password({ length: 50, overrideSpecial: "!", minSpecial: 20 }),
                at: "length",
            },
            {
                what: "nothing to choose from",
                resources: password({ length: 43, upper: false, lower: false, numeric: false, special: false }),
                at: "length",
            },
            {
                what: "85 characters for tokens",
                resources: password({ length: 85, special: false }, "kato-jwt-g2"),
                at: "length",
            },
            {
                what: "31 characters of Kratos' cipher",
                resources: password({ length: 31, special: false }, "kratos-cipher-g1"),
                at: "length",
            },
            {
                what: "33 characters of Kratos' cipher",
                resources: password({ length: 33, special: false }, "kratos-cipher-g1"),
                at: "length",
            },
            {
                what: "a cipher of digits",
                resources: password({ length: 32, special: false, upper: false, lower: false }, "kratos-cipher-g1"),
                at: "length",
            },
            { what: "31 bytes", resources: [generated("RandomBytes", "key", { length: 31 })], at: "length" },
            { what: "bytes without number", resources: [generated("RandomBytes", "key", {})], at: "length" },
            {
                what: "32 bytes for tokens",
                resources: [generated("RandomBytes", "kato-jwt", { length: 32 })],
                at: "length",
            },
            { what: "RSA as it is by default", resources: privateKey({ algorithm: "RSA" }), at: "rsaBits" },
            { what: "RSA of 2048 bits", resources: privateKey({ algorithm: "RSA", rsaBits: 2048 }), at: "rsaBits" },
            { what: "a curve as it is by default", resources: privateKey({ algorithm: "ECDSA" }), at: "ecdsaCurve" },
            { what: "P-224", resources: privateKey({ algorithm: "ECDSA", ecdsaCurve: "P224" }), at: "ecdsaCurve" },
            { what: "another algorithm", resources: privateKey({ algorithm: "DSA" }), at: "algorithm" },
        ],
        passes: [{ what: "43 letters and digits", resources: password(ALPHANUMERIC) }],
        nearMisses: [
            { what: "special characters as well", resources: password({ length: 43 }) },
            { what: "40 of all characters, which are 255 bits and more", resources: password({ length: 41 }) },
            {
                what: "hexadecimal digits, 64 of them",
                resources: password({ length: 64, upper: false, lower: false, overrideSpecial: "abcdef" }),
            },
            { what: "switched off special characters", resources: password({ ...ALPHANUMERIC, overrideSpecial: "!" }) },
            {
                what: "no upper case and more of the others",
                resources: password({ length: 50, special: false, upper: false }),
            },
            {
                what: "at least one of each, and one more",
                resources: password({ length: 46, minUpper: 1, minLower: 1, minNumeric: 1, special: false }),
            },
            { what: "Kratos' cipher", resources: password({ length: 32, special: false }, "kratos-cipher-g1") },
            { what: "a key for tokens", resources: password({ length: 86, special: false }, "kato-jwt-g2") },
            { what: "a name that begins like it", resources: password(ALPHANUMERIC, "jwt-issuer-g1") },
            { what: "bytes", resources: [generated("RandomBytes", "key", { length: 32 })] },
            { what: "RSA of 3072 bits", resources: privateKey({ algorithm: "RSA", rsaBits: 3072 }) },
            { what: "P-256", resources: privateKey({ algorithm: "ECDSA", ecdsaCurve: "P256" }) },
            { what: "Ed25519", resources: privateKey({ algorithm: "ED25519" }) },
        ],
    },
    {
        rule: "generation-age",
        fails: [
            // Security guide, "Security Checklist": API keys rotated regularly (90 days).
            old("an API key of 91 days", made("kato-api-key-1-g1", "2026-08-23")),
            old("a password of 366 days", made("kratos-postgres-login-g2", "2025-11-21")),
            old("a credential of another program", made("shop-g1", "2025-11-21")),
            old("one that does not know its day", made("kratos-cookie-g1")),
            old("a day in words", made("kratos-cookie-g1", "yesterday")),
            old("a day that is none", made("kratos-cookie-g1", "2026-02-30")),
            old("a month that is none", made("kratos-cookie-g1", "2026-13-01")),
            old("a month", made("kratos-cookie-g1", "2026-11")),
            old("a time of day", made("kratos-cookie-g1", "2026-11-22T00:00:00Z")),
            old("a number", made("kratos-cookie-g1", 20261122)),
            old("a day that is still to come", made("kratos-cookie-g1", "2026-11-24")),
            old("the newest of two", made("kratos-cookie-g1", "2026-11-21"), made("kratos-cookie-g2", "2025-11-21")),
            old(
                "the tenth, not the ninth",
                made("kratos-cookie-g9", "2026-11-21"),
                made("kratos-cookie-g10", "2025-11-21"),
            ),
            old(
                "one beside the next of another component",
                made("login-g1", "2025-11-21", "a"),
                made("login-g2", "2026-11-21", "b"),
            ),
            old(
                "one beside the next of another credential",
                made("kratos-cookie-g1", "2025-11-21"),
                made("kratos-cipher-g2", "2026-11-21"),
            ),
        ],
        passes: [{ what: "an API key of 90 days", resources: [made("kato-api-key-1-g1", "2026-08-24")] }],
        nearMisses: [
            { what: "a password of 365 days", resources: [made("kratos-postgres-login-g1", "2025-11-22")] },
            { what: "another's API key of 91 days", resources: [made("qdrant-kb-api-key-g1", "2026-08-23")] },
            {
                what: "an old one in its overlap",
                resources: [made("kato-api-key-1-g1", "2020-01-01"), made("kato-api-key-1-g2", "2026-11-22")],
            },
            { what: "made after midnight, judged before", resources: [made("kratos-cookie-g1", "2026-11-23")] },
            { what: "what has no generation", resources: [made("mongo-kb-key-file")] },
            {
                what: "an old one of development",
                resources: [made("kato-api-key-1-g1", "2020-01-01")],
                development: true,
            },
        ],
    },
    {
        rule: "key-overlap",
        fails: [
            // Security guide, "Security Checklist": API keys rotated regularly (90 days); the overlap is ours, 14 days.
            overlap("15 days after the raise", after("2026-11-07", "2026-11-21")),
            overlap("a day after an overlap of a week", after("2026-11-14", "2026-11-21")),
            overlap("an end that is further off than 14 days", after("2026-11-07", "2027-11-07")),
            overlap("the raise of a stack that knew no end", after("2026-11-07")),
            overlap("newer keys that do not know their day", after()),
        ],
        passes: [
            { what: "on the last day", resources: after("2026-11-08", "2026-11-22") },
            { what: "withdrawn", resources: [made("kato-api-key-1-g2", "2026-09-01")] },
        ],
        nearMisses: [
            { what: "14 days after the raise of a stack that knew no end", resources: after("2026-11-08") },
            {
                what: "another credential in its overlap",
                resources: [made("kratos-cookie-g1", "2026-01-01"), made("kratos-cookie-g2", "2026-02-01")],
            },
            {
                what: "another place of the list",
                resources: [made("kato-api-key-1-g1", "2026-10-01"), made("kato-api-key-2-g2", "2026-10-02")],
            },
            { what: "old keys of development", resources: after("2026-01-01"), development: true },
        ],
    },
];

/** A key, and the one of the next generation. */
function after(generatedOn?: string, previousUntil?: string): readonly PolicyResource[] {
    const keepers = {
        generatedOn,
        previousUntil,
    };
    return [
        made("kato-api-key-1-g1", "2026-08-24"),
        generated("RandomPassword", "kato-api-key-1-g2", { length: 43, special: false, keepers }),
    ];
}

function overlap(what: string, resources: readonly PolicyResource[]): Case {
    return { what, resources, at: "" };
}
