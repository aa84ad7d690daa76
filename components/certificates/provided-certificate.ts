import * as core from "@pulumi/kubernetes/core/v1";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { encoded } from "../secrets/delivery";
import { Component } from "../workload/component";
import { platformLabels } from "../workload/labels";

export interface ProvidedCertificateArgs {
    /** Where the ingress controller reads Secrets. */
    readonly namespace: string;
    readonly secretName: string;
    /** PEM: the host's certificate, then each that signed the one before. The loader has checked it. */
    readonly certificate: Input<string>;
    /** PEM. */
    readonly privateKey: Input<string>;
}

/**
 * A certificate that somebody brings along, in a Secret that changes in place: the ingress controller loads a new one
 * without a restart.
 */
export class ProvidedCertificate extends Component {
    constructor(name: string, args: ProvidedCertificateArgs, opts?: ComponentResourceOptions) {
        super("kato:certificates:ProvidedCertificate", name, opts);
        const { namespace, secretName, certificate, privateKey } = args;
        new core.Secret(
            name,
            {
                metadata: {
                    name: secretName,
                    namespace,
                    labels: platformLabels(),
                    // Takes over a Secret that cert-manager has written until now.
                    annotations: { "pulumi.com/patchForce": "true" },
                },
                type: "kubernetes.io/tls",
                data: encoded({ "tls.crt": certificate, "tls.key": privateKey }),
            },
            // And leaves it to cert-manager again: the host is never without a certificate.
            this.child({ retainOnDelete: true }),
        );
        this.registerOutputs({ secretName });
    }
}
