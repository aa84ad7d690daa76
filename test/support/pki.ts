import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { isIPv4 } from "node:net";

/** Certificates made for a test, with nothing but Node: neither a program nor a key in the repository. */
export interface Certificate {
    readonly name: string;
    readonly key: KeyObject;
    /** The certificate as PEM text. */
    readonly pem: string;
}

export interface CertificateOptions {
    /** Common name. */
    readonly name: string;
    /** To Kubernetes, a client's group. @default none */
    readonly organization?: string;
    /** DNS names and IPv4 addresses of the extension subjectAltName. @default the extension is left out */
    readonly hosts?: readonly string[];
    /** @default a new one on P-256 */
    readonly key?: KeyObject;
    /** @default itself */
    readonly issuer?: Certificate;
    /** Whether it may sign others. @default false */
    readonly authority?: boolean;
    /** Object identifiers of the extended key usage. @default the extension is left out */
    readonly usages?: readonly string[];
    /** Whom to ask whether it was revoked. @default nobody */
    readonly ocsp?: string;
    readonly from: Date;
    readonly to: Date;
    /** @default sha256 */
    readonly hash?: "sha1" | "sha256";
}

/** A key on an elliptic curve. */
export function ecKey(namedCurve = "prime256v1"): KeyObject {
    return generateKeyPairSync("ec", { namedCurve }).privateKey;
}

/** An RSA key of a length in bits. */
export function rsaKey(modulusLength: number): KeyObject {
    return generateKeyPairSync("rsa", { modulusLength }).privateKey;
}

/** Makes a certificate (RFC 5280). */
export function certificate(options: CertificateOptions): Certificate {
    const { name, key = ecKey(), issuer = { name, key }, hash = "sha256" } = options;
    const algorithm = signatureAlgorithm(issuer.key, hash);
    const content = sequence(
        encoded(0xa0, integer(2)),
        integer(1),
        algorithm,
        distinguishedName(issuer.name),
        sequence(time(options.from), time(options.to)),
        distinguishedName(name, options.organization),
        createPublicKey(key).export({ type: "spki", format: "der" }),
        encoded(0xa3, sequence(...extensions(options))),
    );
    const whole = sequence(content, algorithm, bits(sign(hash, content, issuer.key)));
    const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
    const pem = ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
    return { name, key, pem };
}

/** A private key as PEM text. */
export function keyPem(key: KeyObject, type: "pkcs8" | "sec1" = "pkcs8"): string {
    return String(key.export({ type, format: "pem" }));
}

function signatureAlgorithm(key: KeyObject, hash: "sha1" | "sha256"): Buffer {
    if (key.asymmetricKeyType === "rsa") {
        const nothing = encoded(0x05);
        return sequence(oid(`1.2.840.113549.1.1.${hash === "sha1" ? 5 : 11}`), nothing);
    }
    return sequence(oid(hash === "sha1" ? "1.2.840.10045.4.1" : "1.2.840.10045.4.3.2"));
}

function extensions({ hosts, authority = false, usages, ocsp }: CertificateOptions): Buffer[] {
    const yes = encoded(0x01, Buffer.of(0xff));
    return [
        extension("2.5.29.19", sequence(...(authority ? [yes] : []))),
        // keyCertSign and cRLSign
        ...(authority ? [extension("2.5.29.15", encoded(0x03, Buffer.of(1, 0b110)))] : []),
        ...(hosts === undefined ? [] : [extension("2.5.29.17", sequence(...hosts.map(alternativeName)))]),
        ...(usages === undefined ? [] : [extension("2.5.29.37", sequence(...usages.map(oid)))]),
        ...(ocsp === undefined
            ? []
            : [extension("1.3.6.1.5.5.7.1.1", sequence(sequence(oid("1.3.6.1.5.5.7.48.1"), text(0x86, ocsp))))]),
    ];
}

function extension(id: string, value: Buffer): Buffer {
    return sequence(oid(id), encoded(0x04, value));
}

function distinguishedName(commonName: string, organization?: string): Buffer {
    const part = (id: string, value: string): Buffer => encoded(0x31, sequence(oid(id), text(0x0c, value)));
    return sequence(
        ...(organization === undefined ? [] : [part("2.5.4.10", organization)]),
        part("2.5.4.3", commonName),
    );
}

function alternativeName(host: string): Buffer {
    return isIPv4(host) ? encoded(0x87, Buffer.from(host.split(".").map(Number))) : text(0x82, host);
}

/** UTCTime, which certificates have until 2049. */
function time(date: Date): Buffer {
    return text(0x17, `${date.toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`);
}

function oid(id: string): Buffer {
    const [first = 0, second = 0, ...rest] = id.split(".").map(Number);
    return encoded(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
    const digits = [value & 127];
    for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 127) | 128);
    return digits;
}

/** A small one. */
function integer(value: number): Buffer {
    return encoded(0x02, Buffer.of(value));
}

function bits(value: Buffer): Buffer {
    return encoded(0x03, Buffer.concat([Buffer.of(0), value]));
}

function text(tag: number, value: string): Buffer {
    return encoded(tag, Buffer.from(value));
}

function sequence(...parts: Buffer[]): Buffer {
    return encoded(0x30, ...parts);
}

/** Tag, length and content (DER). */
function encoded(tag: number, ...parts: Buffer[]): Buffer {
    const content = Buffer.concat(parts);
    const { length } = content;
    const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
    return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
