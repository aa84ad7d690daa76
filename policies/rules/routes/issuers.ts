import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Context } from "../../engine/rule";

export const ISSUERS = ["Issuer.cert-manager.io", "ClusterIssuer.cert-manager.io"] as const;
export const CERTIFICATE = "Certificate.cert-manager.io";

/** Directories of authorities that browsers trust, without their test environments. */
export const PUBLIC_DIRECTORIES: readonly string[] = [
    "https://acme-v02.api.letsencrypt.org/directory",
    "https://acme.zerossl.com/v2/DV90",
    "https://dv.acme-v02.api.pki.goog/directory",
    "https://acme.ssl.com/sslcom-dv-rsa",
    "https://acme.ssl.com/sslcom-dv-ecc",
    "https://acme.digicert.com/v2/acme/directory",
];

/** What an issuer's certificates are worth to a browser. */
export type Trust = "public" | "private" | "self-signed" | "test";

/** Who an object asks for a certificate. */
export interface IssuerReference {
    readonly at: Field;
    readonly kind: "Issuer" | "ClusterIssuer";
    /** Where the object is: an Issuer serves its own namespace alone. */
    readonly namespace: string | undefined;
}

/** The trust of the issuer that is referred to: as it is defined, or, if that is done elsewhere, by what its name says. */
export function trustOf({ at, kind, namespace }: IssuerReference, context: Context): Trust {
    const name = at.value;
    const issuer = context
        .of(`${kind}.cert-manager.io`)
        .find(
            (candidate) =>
                candidate.props.at("metadata", "name").value === name &&
                (kind === "ClusterIssuer" || candidate.namespace === namespace),
        );
    return issuer === undefined ? byName(String(name)) : byDefinition(issuer);
}

function byDefinition({ props }: PolicyObject): Trust {
    const spec = props.at("spec");
    if (spec.at("selfSigned").isSet) {
        return "self-signed";
    }
    if (!spec.at("acme").isSet) {
        // Vault, Venafi and the like ask an authority that is configured there.
        return spec.at("ca").isSet ? "private" : "public";
    }
    return PUBLIC_DIRECTORIES.includes(spec.at("acme", "server").text ?? "") ? "public" : "test";
}

function byName(name: string): Trust {
    if (/self-?signed/i.test(name)) {
        return "self-signed";
    }
    if (/(?:^|[-_.])(?:staging|stage|test|testing|fake|pebble|dev)(?:$|[-_.])/i.test(name)) {
        return "test";
    }
    return /(?:^|[-_.])(?:internal|private)(?:$|[-_.])/i.test(name) ? "private" : "public";
}

/** Top-level domains that no public authority certifies: reserved, or the cluster's own. */
const PRIVATE_DOMAIN = /(?:^|\.)(?:local|localhost|internal|intranet|lan|home|corp|test|invalid|svc|arpa)$/i;

/** Whether a name can be one on the internet. */
export function isPublicName(name: string): boolean {
    return name.includes(".") && !PRIVATE_DOMAIN.test(name) && !/^[\d.]+$/.test(name);
}
