import { rootCertificates } from "node:tls";
import { NORMS } from "../../environments";
import { encrypt, type Finding } from "../finding";
import { fullKey } from "../project";
import { publicHosts } from "../public-hosts";
import type { Draft } from "../rules/rule";
import type { SecretKey } from "../schema";
import type { ConfigSource } from "../source";
import { examine } from "./examine";
import { day, type Flaw } from "./flaw";

const DAY = 24 * 60 * 60 * 1000;
/** Nobody renews a provided certificate by itself, and an authority may take its time. */
const NOTICE_DAYS = 14;

/** What there is to say about the certificate that a stack brings along. */
export interface ProvidedCertificate {
    readonly findings: Finding[];
    /** Whether it names an OCSP responder. `false` where it is not known. */
    readonly ocspResponder: boolean;
}

/**
 * Checks `edgeCertificate` and `edgePrivateKey`, where a stack uses them. What is withheld (from a preview, or a command that decrypts
 * nothing) is not looked at, and what is missing is left to the rule about missing secrets.
 *
 * A certificate that ends soon is no error: that would stop every other change, too, on the very days when something is
 * wrong. It is said on each run.
 */
export function readProvidedCertificate(draft: Draft, source: ConfigSource, now: Date): ProvidedCertificate {
    if (draft.edge?.certificates?.issuer !== "provided") return { findings: [], ocspResponder: false };
    const hosts = publicHosts(draft).map(({ host }) => host);
    const { leaf, certificateFlaws, keyFlaws } = examine(
        { certificate: known("edgeCertificate", source), key: known("edgePrivateKey", source), hosts },
        {
            now,
            roots: rootCertificates,
            ownAuthority: draft.environment === undefined || !NORMS[draft.environment].live,
        },
    );
    const findings = [...finding("edgeCertificate", certificateFlaws), ...finding("edgePrivateKey", keyFlaws)];
    const end = leaf === undefined ? undefined : new Date(leaf.validTo);
    if (findings.length === 0 && end !== undefined && end.getTime() - now.getTime() < NOTICE_DAYS * DAY) {
        source.warn?.(`The certificate of the edge (edgeCertificate) expires on ${day(end)}, and nothing renews it.`);
    }
    return { findings, ocspResponder: leaf?.infoAccess?.includes("OCSP - URI:") ?? false };
}

function known(name: SecretKey, { values, withheld }: ConfigSource): string | undefined {
    const key = fullKey(name);
    return withheld?.has(key) === true ? undefined : values[key];
}

/** All flaws of one secret as one finding: line by line, what is there and what should be. */
function finding(key: SecretKey, flaws: readonly Flaw[]): Finding[] {
    if (flaws.length === 0) return [];
    const lines = (texts: readonly string[]) => [...new Set(texts)].join("\n");
    return [
        {
            path: [key],
            found: lines(flaws.map(({ found }) => found)),
            expected: lines(flaws.map(({ accepted }) => accepted)),
            fixes: [encrypt(key)],
        },
    ];
}
