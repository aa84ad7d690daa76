import type { X509Certificate } from "node:crypto";
import { type Check, failed, type Outcome, ok } from "../check";
import type { Handshake } from "../net/tls";
import type { Promised } from "../promised";

export type Inspect = (host: string) => Promise<Handshake>;

type Args = Pick<Promised, "hosts" | "development" | "issuer" | "behindProxy">;

const DAY = 24 * 3600 * 1000;

/**
 * The certificate of every public host (security guide, "Certificate Management" and "Test TLS Configuration").
 *
 * @param inspect shakes hands with a host, trusting the authorities that its clients trust
 */
export function certificateChecks(promised: Args, inspect: Inspect, now: () => Date = () => new Date()): Check[] {
    return [promised.hosts.kato, ...promised.hosts.kratos].map((host) => ({
        area: "certificates",
        name: `certificate of ${host}`,
        expects: "valid, for this host, signed by an authority that clients trust, with a strong key",
        look: "kubectl --namespace nginx-ingress get certificates,certificaterequests,orders,challenges",
        run: async () => judge(await inspect(host), host, promised, now()),
    }));
}

function judge({ chain, distrust }: Handshake, host: string, promised: Args, now: Date): Outcome {
    const [certificate] = chain;
    if (certificate === undefined) {
        return failed("no certificate");
    }
    const problem =
        outOfTime(certificate, now) ??
        wrongName(certificate, host) ??
        wrongIssuer(certificate, promised) ??
        (distrust === undefined ? undefined : untrusted(distrust, chain)) ??
        aboutToEnd(certificate, promised, now) ??
        // What a proxy in front presents is the proxy's choice.
        (promised.behindProxy ? undefined : weak(certificate));
    return (
        problem ?? ok(`${days(certificate, now)} days left, ${keyOf(certificate)}, issued by ${issuerOf(certificate)}`)
    );
}

function outOfTime({ validFrom, validTo }: X509Certificate, now: Date): Outcome | undefined {
    const from = new Date(validFrom);
    const to = new Date(validTo);
    return from <= now && now <= to ? undefined : failed(`valid from ${iso(from)} to ${iso(to)} only`);
}

function wrongName(certificate: X509Certificate, host: string): Outcome | undefined {
    const covered = certificate.checkHost(host, { subject: "never" }) !== undefined;
    return covered ? undefined : failed(`it is for ${certificate.subjectAltName ?? "no host"}, not for ${host}`);
}

/** Browsers and API clients trust neither our own authority nor Let's Encrypt's staging one. */
function wrongIssuer(certificate: X509Certificate, { development }: Args): Outcome | undefined {
    if (development) {
        return undefined;
    }
    const issuer = issuerOf(certificate);
    if (certificate.issuer === certificate.subject) {
        return failed("it is self-signed");
    }
    return /\bSTAGING\b/.test(issuer) ? failed(`issued by Let's Encrypt's staging authority (${issuer})`) : undefined;
}

function untrusted(distrust: string, chain: readonly X509Certificate[]): Outcome {
    const names = chain.map((one) => issuerOf(one)).join(", then ");
    const missing = /UNABLE_TO_(VERIFY_LEAF|GET_ISSUER)/.test(distrust);
    const hint = missing ? "; if the authority is a public one, the server does not send its intermediate" : "";
    return failed(`clients do not trust it (${distrust}): signed by ${names}${hint}`);
}

/**
 * cert-manager renews in the last third of a certificate's life: less than a quarter of it left means that renewal fails.
 * One that a person provides and renews is worth a warning three weeks before its end.
 */
export function aboutToEnd(
    certificate: X509Certificate,
    { issuer, behindProxy }: Pick<Args, "issuer" | "behindProxy">,
    now: Date,
): Outcome | undefined {
    const life = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
    const byHand = issuer === "provided" || behindProxy;
    const least = byHand ? 21 * DAY : life / 4;
    if (Date.parse(certificate.validTo) - now.getTime() >= least) {
        return undefined;
    }
    const left = `only ${days(certificate, now)} of ${Math.round(life / DAY)} days left`;
    return failed(byHand ? left : `${left}: it should have been renewed by now`);
}

/** RSA from 3072 bits, or a curve from 256 bits. */
function weak(certificate: X509Certificate): Outcome | undefined {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
    const strong =
        type === "rsa"
            ? (details?.modulusLength ?? 0) >= 3072
            : type === "ed25519" || ["prime256v1", "secp384r1", "secp521r1"].includes(details?.namedCurve ?? "");
    return strong ? undefined : failed(`its key is ${keyOf(certificate)}, which is weaker than RSA 3072 or P-256`);
}

function keyOf({ publicKey }: X509Certificate): string {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
    const size = details?.modulusLength ?? details?.namedCurve;
    return [type?.toUpperCase(), size].filter((part) => part !== undefined).join(" ");
}

function issuerOf({ issuer }: X509Certificate): string {
    const parts = issuer.split("\n").map((line) => /^(CN|O)=(.*)$/.exec(line)?.[2]);
    return parts.filter((part) => part !== undefined).join(" / ") || issuer;
}

function days({ validTo }: X509Certificate, now: Date): number {
    return Math.floor((Date.parse(validTo) - now.getTime()) / DAY);
}

function iso(date: Date): string {
    return date.toISOString().slice(0, 16);
}
