import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const BYTES = "random:index/randomBytes:RandomBytes";
const PRIVATE_KEY = "tls:index/privateKey:PrivateKey";

/** `openssl rand -base64 32`, `secrets.token_urlsafe(32)`. */
const USUAL_BYTES = 32;
/** A key that signs tokens has 64: `secrets.token_urlsafe(64)`. */
const JWT_BYTES = 64;
const JWT = /(?:^|[-_])jwt(?:[-_](?:secret|key))*(?:-g\d+)?$/;
/** Kratos takes a cipher secret of exactly this many characters, whatever they are worth. */
const CIPHER_LENGTH = 32;
const CIPHER = /(?:^|[-_])cipher(?:[-_](?:secret|key))*(?:-g\d+)?$/;

export const generatedSecretStrength: Rule = {
    id: "generated-secret-strength",
    title: "Generated secrets are worth 32 random bytes, a key for tokens 64",
    description:
        "What counts is the number of values there can be: a character of letters and digits is worth 5.95 bits, one of digits alone 3.3. 32 bytes therefore need 43 letters and digits, 64 bytes 86. Kratos' cipher is the exception: exactly 32 characters. Private keys are RSA of at least 3072 bits, P-256 or better, or Ed25519.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "API Key Authentication: token_urlsafe(32); JWT Authentication: token_urlsafe(64)"),
        seed(
            "Kratos production setup",
            "Step 2: Generate Secure Secrets: openssl rand -base64 32; exactly 32 characters",
        ),
        seed("KATO security guide", "Security Checklist: Strong API keys generated (32+ characters)"),
    ],
    remediation:
        "Give `RandomPassword` a `length: 43` and no less to choose from than letters and digits, `RandomBytes` a `length: 32`.",
    kinds: [PASSWORD, BYTES, PRIVATE_KEY],
    check(object) {
        switch (object.type) {
            case PASSWORD:
                return judged(() => judgePassword(object));
            case BYTES:
                return judged(() => judgeBytes(object));
            default:
                return judged(() => judgePrivateKey(object));
        }
    },
};

function judgePassword({ props, source }: PolicyObject): Finding | undefined {
    const at = props.at("length");
    const length = at.value;
    const isCipher = CIPHER.test(source.name);
    if (typeof length !== "number" || (isCipher && length !== CIPHER_LENGTH)) {
        const expected = isCipher ? `exactly ${CIPHER_LENGTH} characters` : "a number of characters";
        return {
            at,
            expected,
            write: `length: ${isCipher ? CIPHER_LENGTH : alphanumericLength(bytesOf(source.name))}`,
        };
    }
    const bits = bitsOf(props, length);
    // Of a cipher's characters, each has to be any letter or digit.
    const needed = isCipher ? bitsOfCharacters(CIPHER_LENGTH, 62) : bytesOf(source.name) * 8;
    return bits >= needed
        ? undefined
        : {
              at,
              found: `${length} characters worth ${Math.floor(bits)} bits`,
              expected: `at least ${Math.floor(needed)} bits`,
              write: `length: ${isCipher ? CIPHER_LENGTH : alphanumericLength(bytesOf(source.name))}, special: false, and nothing else`,
          };
}

function bytesOf(name: string): number {
    return JWT.test(name) ? JWT_BYTES : USUAL_BYTES;
}

/** Characters of letters and digits that carry as much as so many random bytes. */
function alphanumericLength(bytes: number): number {
    return Math.ceil((bytes * 8) / Math.log2(62));
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
/** What the provider chooses from unless it is told otherwise. */
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/**
 * What a password is worth: those characters that must be of a class, by the size of the class, and all others by the
 * size of the whole alphabet. That they are shuffled adds a little, which is left out.
 */
function bitsOf(props: PolicyObject["props"], length: number): number {
    const isOn = (...names: readonly string[]): boolean => names.every((name) => props.at(name).value !== false);
    const special = props.at("overrideSpecial").text ?? "";
    const classes: readonly (readonly [characters: string, least: string])[] = [
        [isOn("lower") ? LOWER : "", "minLower"],
        [isOn("upper") ? LOWER.toUpperCase() : "", "minUpper"],
        [isOn("numeric", "number") ? DIGITS : "", "minNumeric"],
        [isOn("special") ? (special === "" ? SPECIAL : special) : "", "minSpecial"],
    ];
    const alphabet = new Set(classes.map(([characters]) => characters).join(""));
    const fixed = classes.map(([characters, least]) => {
        const count = props.at(least).value;
        return { count: typeof count === "number" ? count : 0, size: new Set(characters).size };
    });
    const free = length - fixed.reduce((sum, { count }) => sum + count, 0);
    return fixed.reduce(
        (sum, { count, size }) => sum + bitsOfCharacters(count, size),
        bitsOfCharacters(free, alphabet.size),
    );
}

/** Bits of so many characters, each one of `choices`. */
function bitsOfCharacters(count: number, choices: number): number {
    return choices === 0 ? 0 : Math.max(0, count) * Math.log2(choices);
}

function judgeBytes({ props, source }: PolicyObject): Finding | undefined {
    const at = props.at("length");
    const needed = bytesOf(source.name);
    return typeof at.value === "number" && at.value >= needed
        ? undefined
        : { at, expected: `at least ${needed} bytes`, write: `length: ${needed}` };
}

/** The provider's own defaults, RSA of 2048 bits and P-224, are both too weak. */
function judgePrivateKey({ props }: PolicyObject): Finding | undefined {
    const algorithm = props.at("algorithm");
    switch (algorithm.value) {
        case "ED25519":
            return undefined;
        case "ECDSA": {
            const at = props.at("ecdsaCurve");
            const isStrong = ["P256", "P384", "P521"].includes(at.text ?? "");
            return isStrong ? undefined : { at, expected: "P256, P384 or P521", write: 'ecdsaCurve: "P256"' };
        }
        case "RSA": {
            const at = props.at("rsaBits");
            const isStrong = typeof at.value === "number" && at.value >= 3072;
            return isStrong ? undefined : { at, expected: "at least 3072", write: "rsaBits: 4096" };
        }
        default:
            return {
                at: algorithm,
                expected: "ECDSA, ED25519 or RSA",
                write: 'algorithm: "ECDSA", ecdsaCurve: "P256"',
            };
    }
}
