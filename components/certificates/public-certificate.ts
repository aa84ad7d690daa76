import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Component } from "../workload/component";
import { platformLabels } from "../workload/labels";
import { customResource } from "./custom-resource";
import type { IssuerRef } from "./internal-ca";

export interface PublicCertificateArgs {
    /** Where the ingress controller reads Secrets. */
    readonly namespace: string;
    readonly secretName: string;
    readonly host: string;
    readonly issuer: IssuerRef;
    /**
     * Whether it can be issued only once the host is served: then the deployment does not wait for it, and the Secret
     * begins with a self-signed one. @default false
     */
    readonly needsRoute?: boolean;
}

/**
 * The certificate of a public host, in a Secret of type `kubernetes.io/tls`. The issuer decides how long it is valid; it is
 * renewed, with a new key, when a third of that is left.
 */
export class PublicCertificate extends Component {
    constructor(name: string, args: PublicCertificateArgs, opts?: ComponentResourceOptions) {
        super("kato:certificates:PublicCertificate", name, opts);
        const { namespace, secretName, host, issuer, needsRoute = false } = args;
        customResource(
            name,
            {
                apiVersion: "cert-manager.io/v1",
                kind: "Certificate",
                metadata: { name: secretName, namespace, labels: platformLabels() },
                // The typed models are of an older cert-manager; the tests hold this against the definition of ours.
                spec: {
                    secretName,
                    secretTemplate: { labels: platformLabels() },
                    dnsNames: [host],
                    renewBeforePercentage: 33,
                    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
                    usages: ["digital signature", "server auth"],
                    issuerRef: { group: "cert-manager.io", ...issuer },
                },
            },
            this.child(),
            // The controller redirects the challenge to https like everything else, and without a Secret it refuses every
            // handshake. The authority follows, and does not mind who signed.
            ...(needsRoute ? [{ "cert-manager.io/issue-temporary-certificate": "true" }] : []),
        );
        this.registerOutputs({ secretName });
    }
}
