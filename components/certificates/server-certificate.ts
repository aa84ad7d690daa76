import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ServiceSecret } from "../secrets/service-secret";
import { Component } from "../workload/component";
import { serviceHost, type Workload } from "../workload/identity";
import { labels } from "../workload/labels";
import { customResource } from "./custom-resource";
import type { IssuerRef } from "./internal-ca";

/** What cert-manager writes: the certificate, its key, and the authority to verify others with. */
export type CertificateKey = "tls.crt" | "tls.key" | "ca.crt";

/** Key and certificate in one file, for a server that reads both from one; see `combinedPem`. */
export const COMBINED_PEM = "tls-combined.pem";

export interface ServerCertificateArgs {
    readonly workload: Workload;
    readonly component: string;
    readonly issuer: IssuerRef;
    /** Services that clients reach it by. @default the one named like the workload */
    readonly services?: readonly string[];
    /** Names beyond those of the Services. @default none */
    readonly extraNames?: readonly string[];
    /** Whether the Secret also has `tls-combined.pem`. @default false */
    readonly combinedPem?: boolean;
}

/**
 * A workload's certificate for its Services, in the Secret `<workload>-tls`, renewed a month before its end with a new
 * key. A client mounts `ca.crt` from its own certificate's Secret, so that no client ever sees a server's key.
 */
export class ServerCertificate extends Component {
    readonly secret: ServiceSecret<CertificateKey | typeof COMBINED_PEM>;

    constructor(name: string, args: ServerCertificateArgs, opts?: ComponentResourceOptions) {
        super("kato:certificates:ServerCertificate", name, opts);
        const { workload, component, issuer } = args;
        const secretName = `${workload.name}-tls`;
        const services = args.services ?? [workload.name];
        customResource(
            name,
            {
                apiVersion: "cert-manager.io/v1",
                kind: "Certificate",
                metadata: { name: secretName, namespace: workload.namespace, labels: labels(workload, component) },
                spec: {
                    secretName,
                    secretTemplate: { labels: labels(workload, component) },
                    duration: "2160h",
                    renewBefore: "720h",
                    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
                    usages: ["digital signature", "server auth"],
                    dnsNames: [...services.flatMap((service) => names(workload, service)), ...(args.extraNames ?? [])],
                    ...(args.combinedPem === true
                        ? { additionalOutputFormats: [{ type: "CombinedPEM" as const }] }
                        : {}),
                    issuerRef: { group: "cert-manager.io", ...issuer },
                },
            } satisfies ICertificate,
            this.child(),
        );
        this.secret = new ServiceSecret(secretName);
        this.registerOutputs({ secretName });
    }
}

/** The forms in which a Service's name is used; the last with the cluster domain that nearly all clusters have. */
function names(of: Workload, service: string): string[] {
    const host = serviceHost(of, service);
    return [service, `${service}.${of.namespace}`, host, `${host}.cluster.local`];
}
