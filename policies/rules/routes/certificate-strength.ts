import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { CERTIFICATE } from "./issuers";
import { owasp } from "./references";

/** What browsers accepted at most from 2020 to 2026; an internal authority gains nothing from more. */
const LEAF_HOURS = 398 * 24;
/** Ten years of 365 days, and the days that leap years add. */
const AUTHORITY_HOURS = (10 * 365 + 3) * 24;
/** NIST SP 800-57 part 1, 112 bits of security; cert-manager's own default. */
const RSA_BITS = 2048;
const ECDSA_BITS = 256;

export const certificateStrength: Rule = {
    id: "certificate-strength",
    title: "Certificates have strong keys that are renewed, and say what they are for",
    description:
        "A key that is kept at each renewal, or is valid for years, is worth stealing; a server's certificate that may also sign others is an authority that nobody guards. An authority keeps its key on purpose: what it signed must still verify.",
    level: "mandatory",
    severity: "high",
    references: [
        owasp("Transport Layer Security"),
        { title: "NIST SP 800-57 part 1, table 4", url: "https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final" },
        { title: "cert-manager: Certificate", url: "https://cert-manager.io/docs/usage/certificate/" },
    ],
    remediation:
        "`privateKey: { algorithm: ECDSA, size: 256, rotationPolicy: Always }`, `duration: 2160h`, and the usages that it needs: `digital signature` with `server auth` or `client auth`.",
    kinds: [CERTIFICATE],
    check: (object) => CHECKS.flatMap((check) => judged(() => check(object.props.at("spec"), object))),
};

type Check = (spec: Field, object: PolicyObject) => Finding | undefined;

const CHECKS: readonly Check[] = [keySize, rotation, duration, authority, usages, keystore];

function isAuthority(spec: Field): boolean {
    return spec.at("isCA").value === true;
}

function keySize(spec: Field): Finding | undefined {
    const algorithm = spec.at("privateKey", "algorithm").text ?? "RSA";
    const at = spec.at("privateKey", "size");
    const { value } = at;
    if (algorithm === "Ed25519" || value === undefined) {
        return undefined;
    }
    const least = algorithm === "ECDSA" ? ECDSA_BITS : RSA_BITS;
    return typeof value === "number" && value >= least
        ? undefined
        : {
              at,
              expected: `${least} or more for ${algorithm}`,
              write: "privateKey: { algorithm: ECDSA, size: 256 }",
          };
}

function rotation(spec: Field): Finding | undefined {
    const at = spec.at("privateKey", "rotationPolicy");
    // Left out it is `Always`, from cert-manager 1.18 on.
    return at.value !== "Never" || isAuthority(spec)
        ? undefined
        : { at, expected: '"Always" or nothing', write: "rotationPolicy: Always" };
}

function duration(spec: Field): Finding | undefined {
    const at = spec.at("duration");
    const { value } = at;
    const most = isAuthority(spec) ? AUTHORITY_HOURS : LEAF_HOURS;
    return value === undefined || hours(value) <= most
        ? undefined
        : { at, expected: `a duration of ${most}h at most`, write: "duration: 2160h" };
}

/** Go's durations, as in `2160h0m0s`; what is none is longer than any. */
function hours(duration: unknown): number {
    const parts = /^(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(String(duration));
    return parts === null
        ? Infinity
        : Number(parts[1] ?? 0) + Number(parts[2] ?? 0) / 60 + Number(parts[3] ?? 0) / 3600;
}

function usagesOf(spec: Field): unknown[] {
    return spec
        .at("usages")
        .items()
        .map(({ value }) => value);
}

/** A server's certificate that was made an authority: it says what it is for, and not that it signs. */
function authority(spec: Field): Finding | undefined {
    const given = usagesOf(spec);
    return isAuthority(spec) && given.length > 0 && !given.includes("cert sign")
        ? {
              at: spec.at("isCA"),
              expected: "false or nothing, for a certificate that signs no others",
              write: "isCA: false",
          }
        : undefined;
}

function usages(spec: Field): Finding | undefined {
    const broad = usagesOf(spec).find((usage) => usage === "any" || (usage === "cert sign" && !isAuthority(spec)));
    return broad === undefined
        ? undefined
        : {
              at: spec.at("usages"),
              found: JSON.stringify(broad),
              expected: "only what the certificate is used for",
              write: "usages: [digital signature, server auth]",
          };
}

function keystore(spec: Field): Finding | undefined {
    const at = spec.at("keystores", "pkcs12", "profile");
    return /^Legacy/.test(String(at.value))
        ? { at, expected: "a modern profile", write: "profile: Modern2023" }
        : undefined;
}
