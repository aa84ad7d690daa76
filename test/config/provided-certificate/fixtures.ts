import type { Trust } from "../../../config/provided-certificate/chain";
import { examine } from "../../../config/provided-certificate/examine";
import { certificate, type CertificateOptions, ecKey, keyPem } from "../../support/pki";

/** When the tests take place. */
export const NOW = new Date("2026-11-22T12:00:00Z");
export const HOSTS = ["kato.karima.com", "auth.karima.com"];

const valid = { from: new Date("2026-10-01T00:00:00Z"), to: new Date("2027-10-01T00:00:00Z") };

/** Stands for an authority that browsers know. */
export const root = certificate({ ...valid, name: "Root", authority: true });
export const intermediate = certificate({ ...valid, name: "Intermediate", authority: true, issuer: root });
/** Of both leaves below: making one takes time. */
export const leafKey = ecKey();

/** A certificate that is right, but for the changes. */
export function leaf(changes: Partial<CertificateOptions> = {}): string {
    return certificate({
        ...valid,
        name: "kato.karima.com",
        hosts: HOSTS,
        key: leafKey,
        issuer: intermediate,
        ...changes,
    }).pem;
}

/** An authority that is right, but for the changes. */
export function authority(changes: Partial<CertificateOptions> = {}) {
    return certificate({ ...valid, name: "Intermediate", authority: true, issuer: root, ...changes });
}

export const goodChain = leaf() + intermediate.pem;
export const goodKey = keyPem(leafKey);

/** Production's: the root is public, and nobody else's is accepted. */
export const trust: Trust = { now: NOW, roots: [root.pem], ownAuthority: false };

/** What was found wrong. */
export interface Found {
    readonly certificate: readonly string[];
    readonly key: readonly string[];
}

export const fine: Found = { certificate: [], key: [] };

export function flawsOf(chain: string, key = goodKey, changes: Partial<Trust> = {}): Found {
    const { certificateFlaws, keyFlaws } = examine({ certificate: chain, key, hosts: HOSTS }, { ...trust, ...changes });
    return { certificate: certificateFlaws.map(({ found }) => found), key: keyFlaws.map(({ found }) => found) };
}
