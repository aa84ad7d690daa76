import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ServiceSecret } from "../secrets/service-secret";
import { Component } from "../workload/component";
import type { Workload } from "../workload/identity";
import { labels } from "../workload/labels";
import { customResource } from "./custom-resource";
import type { IssuerRef } from "./internal-ca";

export interface ClientCertificateArgs {
    readonly workload: Workload;
    readonly component: string;
    readonly issuer: IssuerRef;
}

/**
 * The certificate of a workload that only opens connections, in the Secret `<workload>-client-tls`. What the workload
 * mounts of it is the authority (`ca.crt`): cert-manager hands that out with a certificate and in no other way.
 */
export class ClientCertificate extends Component {
    readonly secret: ServiceSecret<"tls.crt" | "tls.key" | "ca.crt">;

    constructor(name: string, args: ClientCertificateArgs, opts?: ComponentResourceOptions) {
        super("kato:certificates:ClientCertificate", name, opts);
        const { workload, component, issuer } = args;
        const secretName = `${workload.name}-client-tls`;
        customResource(
            name,
            {
                apiVersion: "cert-manager.io/v1",
                kind: "Certificate",
                metadata: { name: secretName, namespace: workload.namespace, labels: labels(workload, component) },
                spec: {
                    secretName,
                    secretTemplate: { labels: labels(workload, component) },
                    commonName: `${workload.name}.${workload.namespace}`,
                    duration: "2160h",
                    renewBefore: "720h",
                    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
                    usages: ["digital signature", "client auth"],
                    issuerRef: { group: "cert-manager.io", ...issuer },
                },
            } satisfies ICertificate,
            this.child(),
        );
        this.secret = new ServiceSecret(secretName);
        this.registerOutputs({ secretName });
    }
}
